package dev.ame.stm.collections.support;

import static dev.ame.stm.collections.support.Overlap.does;
import static dev.ame.stm.collections.support.Overlap.first;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.TMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forced overlap finds aborts where there are some, and none where there are none. */
class OverlapTest {

    private record Boxes(LongBox left, LongBox right) {
        Boxes() {
            this(LongBox.of(0), LongBox.of(0));
        }

        List<Long> values() {
            return List.of(left.get(), right.get());
        }
    }

    private static final Overlap<Boxes> BOXES = Overlap.of(Boxes::new).comparing(Boxes::values);

    @Test
    void differentBoxesCommute() throws Exception {
        BOXES.commute(boxes -> boxes.left.incrementAndGet(), boxes -> boxes.right.incrementAndGet());
        BOXES.commute(does(boxes -> boxes.left.add(1)), does(boxes -> boxes.left.add(2)));
        BOXES.commute(boxes -> boxes.left.get(), boxes -> boxes.left.get());
    }

    @Test
    void readingWhatAnotherWritesConflicts() throws Exception {
        BOXES.conflict(boxes -> boxes.left.get(), does(boxes -> boxes.left.set(1)));
        BOXES.conflict(boxes -> boxes.left.incrementAndGet(), boxes -> boxes.left.incrementAndGet());
        BOXES.conflict(
                first((Boxes boxes) -> boxes.left.get()).then(boxes -> boxes.right.getAndSet(1)),
                first((Boxes boxes) -> boxes.right.get()).then(boxes -> boxes.left.getAndSet(1)));
    }

    @Test
    void noticesAConflictThatShouldNotBe() {
        assertThrows(
                AssertionError.class, () -> BOXES.commute(boxes -> boxes.left.get(), does(boxes -> boxes.left.set(1))));
    }

    @Test
    void noticesThatAConflictIsMissing() {
        assertThrows(
                AssertionError.class,
                () -> BOXES.conflict(boxes -> boxes.left.get(), does(boxes -> boxes.right.set(1))));
    }

    /** A plain map knows nothing of blocks: both find the key absent. */
    @Test
    void noticesAnOutcomeThatNoOrderExplains() {
        Overlap<Map<Integer, Integer>> unsafe = Overlap.of(HashMap::new);
        Overlap.Block<Map<Integer, Integer>> claim =
                first((Map<Integer, Integer> map) -> map.containsKey(1)).then(map -> map.put(1, 1));

        AssertionError error = assertThrows(AssertionError.class, () -> unsafe.conflict(claim, claim));

        assertTrue(error.getMessage().startsWith("no order explains"), error::getMessage);
    }

    @Test
    void tellsTheAttemptsOfEachBlock() throws Exception {
        OverlapRun<Boxes> run = BOXES.interrupted(
                boxes -> boxes.left.incrementAndGet(),
                does(boxes -> boxes.left.set(10)),
                boxes -> boxes.right.incrementAndGet());

        assertEquals(List.of(2, 1, 1), run.attempts());
        assertEquals(1, run.aborts());
        assertEquals(11L, run.results().get(0));
        assertEquals(List.of(11L, 1L), run.subject().values());
    }

    @Test
    void worksOnMaps() throws Exception {
        Overlap<TMap<Integer, String>> map = Overlap.of(() -> new TMap<>(Map.of(1, "one")));
        map.commute(m -> m.put(2, "two"), m -> m.put(3, "three"));
        map.commute(m -> m.put(2, "two"), m -> m.get(1));
        map.conflict(m -> m.size(), m -> m.remove(1));
        assertTrue(!Stm.inAtomic());
    }
}
