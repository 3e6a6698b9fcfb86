package dev.ame.stm.collections.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.collections.model.Execution.Done;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The search for a serial order finds one where there is one, and none where there is none. */
class ExecutionTest {
    private static final List<Part<?>> ONE_MAP = List.of(Maps.MAP);

    private static final Block LOOKS_FOR_1_PUTS_2 = block(get(1), put(2));
    private static final Block LOOKS_FOR_2_PUTS_1 = block(get(2), put(1));

    private static Step get(int key) {
        return new Step.Single(0, new Call<Map<Integer, Integer>>("get", (map, seen) -> map.get(key)));
    }

    private static Step put(int key) {
        return new Step.Single(0, new Call<Map<Integer, Integer>>("put", (map, seen) -> map.put(key, 0)));
    }

    private static Block block(Step... steps) {
        return new Block(List.of(steps), Block.End.COMMITS);
    }

    private static boolean isExplained(Map<Integer, Integer> left, Done... threads) {
        return new Execution(Arrays.stream(threads).map(List::of).toList(), List.of(left))
                .isExplainedBySomeOrder(new ModelWorld(ONE_MAP));
    }

    @Test
    void findsTheOrder() {
        Done first = new Done(LOOKS_FOR_1_PUTS_2, Arrays.asList(null, null), 0, 10);
        Done second = new Done(LOOKS_FOR_2_PUTS_1, Arrays.asList(0, null), 0, 10);
        assertTrue(isExplained(Map.of(1, 0, 2, 0), second, first));
        assertFalse(isExplained(Map.of(1, 0), second, first));
    }

    @Test
    void findsNoneForAWriteSkew() {
        Done first = new Done(LOOKS_FOR_1_PUTS_2, Arrays.asList(null, null), 0, 10);
        Done second = new Done(LOOKS_FOR_2_PUTS_1, Arrays.asList(null, null), 0, 10);
        assertFalse(isExplained(Map.of(1, 0, 2, 0), first, second));
    }

    @Test
    void keepsToRealTime() {
        Done early = new Done(LOOKS_FOR_1_PUTS_2, Arrays.asList(0, null), 0, 10);
        Done late = new Done(LOOKS_FOR_2_PUTS_1, Arrays.asList(null, null), 11, 20);
        Done overlapping = new Done(LOOKS_FOR_2_PUTS_1, Arrays.asList(null, null), 10, 20);
        assertFalse(isExplained(Map.of(1, 0, 2, 0), early, late));
        assertTrue(isExplained(Map.of(1, 0, 2, 0), early, overlapping));
    }

    /** A map that takes no part in blocks keeps what a block that throws has put. */
    @Test
    void aMapWithoutRollbackIsToldFromTheModel() {
        Part<Map<Integer, Integer>> broken = Maps.MAP.madeBy(HashMap::new);
        EngineWorld engine = new EngineWorld(List.of(broken));
        ModelWorld model = new ModelWorld(List.of(broken));
        Block undone = new Block(List.of(put(1)), Block.End.THROWS);
        undone.runIn(engine);
        undone.runIn(model);
        assertNotEquals(model.state(), engine.state());
    }
}
