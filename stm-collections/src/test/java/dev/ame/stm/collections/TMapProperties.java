package dev.ame.stm.collections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.Stm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random operations, alone and in blocks that commit or roll back, on our map and on a plain one. */
class TMapProperties {

    /** How the operations of a step are run. */
    enum How {
        ALONE,
        IN_A_BLOCK,
        IN_A_NESTED_BLOCK,
        ROLLED_BACK,
        NESTED_ROLLED_BACK
    }

    record Step(How how, List<TMapOperation> operations) {}

    private static final class Undo extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Provide
    Arbitrary<List<Step>> programs() {
        Arbitrary<List<TMapOperation>> operations =
                TMapOperation.any().list().ofMinSize(1).ofMaxSize(6);
        return Combinators.combine(Arbitraries.of(How.class), operations)
                .as(Step::new)
                .list()
                .ofMaxSize(8);
    }

    @Property(tries = 400)
    void behavesAsAPlainMap(@ForAll("programs") List<Step> program) {
        TMap<Integer, Integer> map = new TMap<>();
        Map<Integer, Integer> model = new HashMap<>();

        for (Step step : program) {
            run(step, map, model);
            assertEquals(model, map);
            assertEquals(map, model);
            assertEquals(model.size(), map.size());
            assertEquals(model, new HashMap<>(map));
        }
    }

    private static void run(Step step, TMap<Integer, Integer> map, Map<Integer, Integer> model) {
        Map<Integer, Integer> before = Map.copyOf(model);
        Runnable operations = () -> applyAll(step.operations(), map, model);
        switch (step.how()) {
            case ALONE -> operations.run();
            case IN_A_BLOCK ->
                Stm.atomic(() -> {
                    restore(model, before); // a block may be run again, if the engine took it for one of another kind
                    operations.run();
                });
            case IN_A_NESTED_BLOCK ->
                Stm.atomic(() -> {
                    restore(model, before);
                    map.put(1, 2);
                    model.put(1, 2);
                    Stm.atomic(operations::run);
                    assertEquals(model, map);
                });
            case ROLLED_BACK -> {
                runAndUndo(operations, model);
                restore(model, before);
            }
            case NESTED_ROLLED_BACK ->
                Stm.atomic(() -> {
                    restore(model, before);
                    map.put(0, 1);
                    model.put(0, 1);
                    Map<Integer, Integer> inner = Map.copyOf(model);
                    runAndUndo(operations, model);
                    restore(model, inner);
                    assertEquals(model, map);
                });
        }
    }

    private static void runAndUndo(Runnable operations, Map<Integer, Integer> model) {
        Map<Integer, Integer> before = Map.copyOf(model);
        Undo undo = new Undo();
        assertSame(
                undo,
                assertThrows(
                        Undo.class,
                        () -> Stm.atomic(() -> {
                            restore(model, before);
                            operations.run();
                            throw undo;
                        })));
    }

    private static void restore(Map<Integer, Integer> model, Map<Integer, Integer> state) {
        model.clear();
        model.putAll(state);
    }

    private static void applyAll(
            List<TMapOperation> operations, TMap<Integer, Integer> map, Map<Integer, Integer> model) {
        for (TMapOperation operation : operations) {
            assertEquals(operation.applyTo(model), operation.applyTo(map), operation::toString);
        }
    }
}
