package dev.ame.stm.collections.queue;

import static dev.ame.stm.collections.support.Overlap.does;
import static dev.ame.stm.collections.support.Overlap.first;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.collections.TDeque;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import dev.ame.stm.collections.support.OverlapRun;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocks that use one deque abort each other if their results depend on their order, and only then. */
@Timeout(60)
class DequeConflictTest {

    private static Overlap<Deque<Integer>> holding(Integer... elements) {
        return Overlap.of(() -> new TDeque<>(List.of(elements)));
    }

    private static Overlap<Deque<Integer>> bounded(int capacity, Integer... elements) {
        return Overlap.of(() -> {
            Deque<Integer> deque = new TDeque<>(capacity);
            deque.addAll(List.of(elements));
            return deque;
        });
    }

    private static Block<Deque<Integer>> push(int element) {
        return does(deque -> deque.addFirst(element));
    }

    private static Block<Deque<Integer>> append(int element) {
        return does(deque -> deque.addLast(element));
    }

    private static final Block<Deque<Integer>> POLL_FIRST = Deque::pollFirst;
    private static final Block<Deque<Integer>> POLL_LAST = Deque::pollLast;

    private static Object sorted(Deque<Integer> deque) {
        return deque.stream().sorted().toList();
    }

    @Test
    void producersCommuteAtWhateverEnds() throws Exception {
        holding(5).commute(push(1), append(2));
        holding(5).comparing(DequeConflictTest::sorted).commute(push(1), push(2));
        holding(5).comparing(DequeConflictTest::sorted).commute(append(1), append(2));
        holding().comparing(DequeConflictTest::sorted).commute(push(1), append(2));
    }

    @Test
    void theTwoEndsAreIndependentUntilTheyMeet() throws Exception {
        holding(1, 2).commute(POLL_FIRST, POLL_LAST);
        holding(1, 2).commute(POLL_FIRST, append(3));
        holding(1, 2).commute(POLL_LAST, push(3));
        holding(1, 2).commute(Deque::peekFirst, POLL_LAST);
        holding(1).conflict(POLL_FIRST, POLL_LAST);
        holding(1).conflict(Deque::peekFirst, POLL_LAST);
        holding().conflict(POLL_FIRST, append(3));
        holding().conflict(POLL_LAST, push(3));
        holding(7, 7).conflict(first(POLL_FIRST).then(POLL_LAST), POLL_FIRST);
        holding(1, 2, 3)
                .conflict(first(POLL_FIRST).then(POLL_LAST), first(POLL_FIRST).then(append(3)));
    }

    @Test
    void oneEndIsWantedByTwo() throws Exception {
        holding(1, 2).conflict(POLL_FIRST, POLL_FIRST);
        holding(1, 2).conflict(POLL_LAST, POLL_LAST);
        holding(1, 2).conflict(POLL_FIRST, push(3));
        holding(1, 2).conflict(POLL_LAST, append(3));
        bounded(2, 1).conflict(deque -> deque.offerFirst(2), deque -> deque.offerLast(3));
        bounded(3, 1).commute(push(2), append(3));
    }

    @Test
    void aStackOfTheBlocksOwnTellsNothing() throws Exception {
        Block<Deque<Integer>> pushAndPop = first(push(1)).then(POLL_FIRST);
        holding(5).commute(pushAndPop, POLL_FIRST);
        holding().commute(pushAndPop, append(2));
        holding(5).commute(pushAndPop, push(2));
        holding(5).commute(first(append(1)).then(POLL_LAST), POLL_LAST);
    }

    /** With places that a block has in front and behind, and others change the middle and both ends. */
    @Test
    void whatABlockHasAddedGoesToTheEnds() throws Exception {
        Block<Deque<Integer>> around = deque -> {
            deque.addFirst(10);
            deque.addFirst(11);
            deque.addLast(12);
            deque.remove(11);
            deque.addFirst(13);
            return deque.removeLastOccurrence(12) && deque.add(14);
        };
        holding(1, 2, 3).commute(around, deque -> deque.remove(2));
        List<Block<Deque<Integer>>> others = List.of(POLL_FIRST, POLL_LAST, push(4), append(5), Deque::pop, push(6));
        for (Block<Deque<Integer>> other : others) {
            OverlapRun<Deque<Integer>> run = holding(1, 2).interrupted(around, other);
            assertEquals(0, run.aborts(), run::toString);
            Deque<Integer> expected = new ArrayDeque<>(List.of(1, 2));
            other.runOn(expected);
            around.runOn(expected);
            assertEquals(List.copyOf(expected), List.copyOf(run.subject()));
        }
    }

    @Test
    void occurrencesAreFoundFromTheirEnd() throws Exception {
        Block<Deque<Integer>> removeFirst = deque -> deque.removeFirstOccurrence(1);
        Block<Deque<Integer>> removeLast = deque -> deque.removeLastOccurrence(1);
        holding(1, 2, 1).commute(removeFirst, removeLast);
        holding(1, 2, 1).commute(removeFirst, append(1));
        holding(1, 2, 1).conflict(removeFirst, push(1));
        holding(1, 2, 1).conflict(removeLast, append(1));
        holding(1, 2, 1).commute(removeLast, push(1));
        holding(2, 1, 3).commute(removeLast, append(4));
        holding(2, 1, 3).commute(removeLast, POLL_FIRST);
        holding(2, 3).conflict(removeLast, push(1));
    }

    @Test
    void iterationsShowAPartFromEitherEnd() throws Exception {
        Block<Deque<Integer>> lastTwo = deque -> {
            Iterator<Integer> iterator = deque.descendingIterator();
            return Arrays.asList(iterator.next(), iterator.next());
        };
        holding(1, 2, 3).commute(lastTwo, POLL_FIRST);
        holding(1, 2, 3).commute(lastTwo, push(4));
        holding(1, 2, 3).conflict(lastTwo, append(4));
        holding(1, 2, 3).conflict(lastTwo, deque -> deque.remove(2));
        holding(1, 2, 3).commute(lastTwo, deque -> deque.remove(1));
    }
}
