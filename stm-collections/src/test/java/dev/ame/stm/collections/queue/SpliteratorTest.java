package dev.ame.stm.collections.queue;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TDeque;
import dev.ame.stm.collections.TQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Spliterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spliterators bind when they are first used; in a block they go along with what it does, as iterators do. */
class SpliteratorTest {
    private static final List<Integer> ELEMENTS =
            IntStream.range(0, 100).boxed().toList();

    static Stream<Queue<Integer>> queues() {
        return Stream.of(new TQueue<>(ELEMENTS), new TBoundedQueue<>(200, false, ELEMENTS), new TDeque<>(ELEMENTS));
    }

    @ParameterizedTest
    @MethodSource("queues")
    void outsideABlockShowsTheElementsOfItsFirstUse(Queue<Integer> queue) {
        Spliterator<Integer> elements = queue.spliterator();
        queue.add(100);
        assertTrue(elements.tryAdvance(first -> assertEquals(0, first)));
        queue.clear();
        assertEquals(100, left(elements).size());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void inABlockShowsWhatTheBlockLeaves(Queue<Integer> queue) {
        atomic(() -> {
            Spliterator<Integer> elements = queue.spliterator();
            assertTrue(elements.tryAdvance(first -> assertEquals(0, first)));
            queue.removeIf(element -> element < 98);
            queue.add(100);
            assertEquals(List.of(98, 99, 100), left(elements));
            queue.add(101);
            assertFalse(elements.tryAdvance(element -> {}));
        });
    }

    @ParameterizedTest
    @MethodSource("queues")
    void inABlockTheTwoPartsAreThatOfOneMoment(Queue<Integer> queue) {
        atomic(() -> {
            Spliterator<Integer> second = queue.spliterator();
            assertTrue(second.tryAdvance(element -> assertEquals(0, element)));
            queue.remove(1);
            Spliterator<Integer> first = second.trySplit();
            queue.clear();
            List<Integer> both = left(first);
            both.addAll(left(second));
            assertEquals(ELEMENTS.subList(2, 100), both);
        });
    }

    private static List<Integer> left(Spliterator<Integer> elements) {
        List<Integer> left = new ArrayList<>();
        elements.forEachRemaining(left::add);
        return left;
    }
}
