package dev.ame.examples.classatlas;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.attempt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AtlasBuilderTest {

    private static final ClassFile ROOT = new ClassFile("java.lang.Object", null, Map.of(), Map.of(), 0, 3);
    private static final ClassFile LEAF = new ClassFile(
            "app.Leaf",
            "java.lang.Object",
            Map.of("java.lang.Object", 2, "java.util.List", 3),
            Map.of("java.lang", 2, "java.util", 3),
            4,
            5);
    private static final ClassFile TWIN = new ClassFile(
            "app.Twin", "app.Leaf", Map.of("java.util.List", 1, "app.Leaf", 2), Map.of("java.util", 1), 1, 1);
    private static final ClassFile MODULE = new ClassFile("module-info", null, Map.of(), Map.of(), 0, 0);

    private static final Atlas EXPECTED = new Atlas(
            new Totals(3, 1, 8, 5, 9),
            Map.of(new PackageEdge("app", "java.lang"), 2L, new PackageEdge("app", "java.util"), 4L),
            Map.of("java.lang.Object", 2L, "java.util.List", 4L, "app.Leaf", 2L),
            Map.of("app.Leaf", "java.lang.Object", "app.Twin", "app.Leaf"));

    static List<AtlasBuilder> builders() {
        return List.of(new SerialAtlasBuilder(), new AtomicAtlasBuilder());
    }

    @ParameterizedTest
    @MethodSource("builders")
    void addsUpWhatTheFilesSay(AtlasBuilder builder) {
        List.of(ROOT, LEAF, MODULE, TWIN).forEach(builder::add);

        assertEquals(EXPECTED, builder.build());
    }

    @ParameterizedTest
    @MethodSource("builders")
    void theOrderOfTheFilesDoesNotShow(AtlasBuilder builder) {
        List.of(TWIN, MODULE, LEAF, ROOT).forEach(builder::add);

        assertEquals(EXPECTED, builder.build());
    }

    @Test
    void aBlockThatFailsAfterAddingAFileLeavesNoTrace() {
        AtlasBuilder builder = new AtomicAtlasBuilder();
        List.of(ROOT, LEAF, MODULE).forEach(builder::add);

        assertThrows(
                IllegalStateException.class,
                () -> atomic(() -> {
                    builder.add(TWIN);
                    throw new IllegalStateException("after adding");
                }));
        atomic(() -> builder.add(TWIN));

        assertEquals(EXPECTED, builder.build());
    }

    @Test
    void aBlockThatIsExecutedAgainAddsItsFileOnce() {
        AtlasBuilder builder = new AtomicAtlasBuilder();
        List.of(ROOT, MODULE).forEach(builder::add);

        int attempts = atomic(() -> {
            builder.add(LEAF);
            if (attempt() == 1) {
                // Both mention java.util.List first: only one of the two can have seen that nobody did before.
                CompletableFuture.runAsync(() -> atomic(() -> builder.add(TWIN)))
                        .join();
            }
            return attempt();
        });

        assertTrue(attempts > 1, "no collision");
        assertEquals(EXPECTED, builder.build());
    }
}
