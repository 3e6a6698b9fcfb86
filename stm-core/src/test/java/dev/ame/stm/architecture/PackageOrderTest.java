package dev.ame.stm.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.ame.stm.architecture.planted.Above;
import dev.ame.stm.architecture.planted.below.Below;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageOrderTest {

    private static final PackageOrder ENGINE = new PackageOrder(List.of(
            "dev.ame.stm.loop",
            "dev.ame.stm.observe",
            "dev.ame.stm",
            "dev.ame.stm.spi",
            "dev.ame.stm.engine.attempt",
            "dev.ame.stm.engine.commit",
            "dev.ame.stm.engine.observe",
            "dev.ame.stm.engine.log",
            "dev.ame.stm.engine.version",
            "dev.ame.stm.engine.wait"));

    @Test
    void importsGoOnlyDownwards() {
        assertEquals(List.of(), ENGINE.violations(new ClassFileImporter().importPath(Path.of("target", "classes"))));
    }

    /** The control: an upward import of the root package is seen, so the test above means something. */
    @Test
    void plantedUpwardImportIsDetected() {
        String root = "dev.ame.stm.architecture.planted";
        List<String> violations = new PackageOrder(List.of(root, root + ".below"))
                .violations(new ClassFileImporter().importClasses(Above.class, Below.class));

        assertTrue(violations.stream().anyMatch(violation -> violation.contains("Below.above")), violations::toString);
    }

    @Test
    void classOutsideTheListIsDetected() {
        List<String> violations = new PackageOrder(List.of("dev.ame.stm.architecture.planted"))
                .violations(new ClassFileImporter().importClasses(Above.class, Below.class));

        assertEquals(1, violations.size(), violations::toString);
        assertTrue(violations.get(0).contains(Below.class.getName()), violations::toString);
    }
}
