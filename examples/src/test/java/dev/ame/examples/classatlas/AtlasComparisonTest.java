package dev.ame.examples.classatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AtlasComparisonTest {

    private static final int THREADS = 4;

    @Test
    void bothLoopsBuildTheSameAtlasOfRealFiles() throws IOException {
        List<Path> files = AtlasScanner.classFilesOf("java.logging", Integer.MAX_VALUE);

        AtlasComparison.Result result = compare(files);

        assertTrue(result.equal(), result.difference());
        assertEquals(files.size(), result.loop().iterations());
        assertEquals(
                files.size(),
                result.atlas().totals().classes() + result.atlas().totals().modules());
        assertEquals("java.lang", result.atlas().centralPackages(1).get(0).name());
    }

    @Test
    void aBuilderThatLosesOneFileIsFoundOut() throws IOException {
        List<Path> files = AtlasScanner.classFilesOf("java.logging", 20);

        AtlasComparison.Result result =
                new AtlasComparison(files, THREADS, false, LossyBuilder::new, AtlasProgress.hidden()).run();

        assertFalse(result.equal());
        assertTrue(result.difference().startsWith("totals of all files: serial "), result.difference());
    }

    @Test
    void aFileThatCannotBeReadStopsTheComparison() {
        Path missing = Path.of("no", "such.class");

        assertThrows(NoSuchFileException.class, () -> compare(List.of(missing)));
    }

    @Test
    void theScannerListsEachModuleInTheOrderOfPathsUpToTheLimit() throws IOException {
        List<Path> all = AtlasScanner.classFilesOf("java.logging", Integer.MAX_VALUE);

        assertTrue(AtlasScanner.modules().containsAll(List.of("java.base", "java.logging")));
        assertTrue(all.size() > 20, all::toString);
        assertEquals(all.stream().sorted().toList(), all);
        assertEquals(all.subList(0, 3), AtlasScanner.classFilesOf("java.logging", 3));
        assertTrue(all.stream().allMatch(Files::isRegularFile));
    }

    private static AtlasComparison.Result compare(List<Path> files) throws IOException {
        return new AtlasComparison(files, THREADS, false, AtomicAtlasBuilder::new, AtlasProgress.hidden()).run();
    }
}
