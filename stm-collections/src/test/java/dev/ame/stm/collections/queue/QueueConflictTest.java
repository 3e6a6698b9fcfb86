package dev.ame.stm.collections.queue;

import static dev.ame.stm.collections.support.Overlap.first;

import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TQueue;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocks that use one queue abort each other if their results depend on their order, and only then. */
@Timeout(60)
class QueueConflictTest {

    private static Overlap<Queue<Integer>> holding(Integer... elements) {
        return Overlap.of(() -> new TQueue<>(List.of(elements)));
    }

    private static Overlap<Queue<Integer>> bounded(int capacity, Integer... elements) {
        return Overlap.of(() -> new TBoundedQueue<>(capacity, false, List.of(elements)));
    }

    private static Block<Queue<Integer>> offer(int element) {
        return queue -> queue.offer(element);
    }

    private static final Block<Queue<Integer>> POLL = Queue::poll;
    private static final Block<Queue<Integer>> PEEK = Queue::peek;
    private static final Block<Queue<Integer>> SIZE = Queue::size;
    private static final Block<Queue<Integer>> IS_EMPTY = Queue::isEmpty;

    @Test
    void producersCommute() throws Exception {
        holding().comparing(TQueueContents::sorted).commute(offer(1), offer(2));
        holding(5).comparing(TQueueContents::sorted).commute(offer(1), offer(2));
        Integer[] many = IntStream.range(100, 1100).boxed().toArray(Integer[]::new);
        holding(many).comparing(TQueueContents::sorted).commute(offer(1), offer(2));
        bounded(4, 8, 9).comparing(TQueueContents::sorted).commute(offer(1), offer(2));
    }

    /** Where elements get to is decided by the order of commits, which the results do not depend on. */
    private static final class TQueueContents {
        static Object sorted(Queue<Integer> queue) {
            return queue.stream().sorted().toList();
        }
    }

    @Test
    void producerAndConsumerCommuteUnlessItIsEmptyOrFull() throws Exception {
        holding(5).commute(offer(1), POLL);
        holding(5).commute(first(offer(1)).then(offer(2)), PEEK);
        bounded(2, 5).commute(offer(1), POLL);
        bounded(3, 5, 6).commute(first(POLL).then(POLL), offer(1));
        holding().conflict(offer(1), POLL);
        holding().conflict(offer(1), PEEK);
        holding(5).conflict(offer(1), first(POLL).then(POLL));
        bounded(1, 5).conflict(offer(1), POLL);
        bounded(2, 5).conflict(first(offer(1)).then(offer(2)), POLL);
    }

    @Test
    void producersConflictOverTheLastRoom() throws Exception {
        bounded(1).conflict(offer(1), offer(2));
        bounded(3, 5).comparing(TQueueContents::sorted).commute(offer(1), offer(2));
        bounded(2, 5).conflict(offer(1), offer(2));
    }

    @Test
    void consumersConflict() throws Exception {
        holding(1, 2).conflict(POLL, POLL);
        holding(1, 2).conflict(POLL, PEEK);
        holding(1, 2).commute(PEEK, PEEK);
        holding().commute(POLL, POLL);
    }

    @Test
    void theSizeConflictsWithItsChanges() throws Exception {
        holding(1, 2).conflict(SIZE, offer(3));
        holding(1, 2).conflict(SIZE, POLL);
        holding(1, 2).commute(SIZE, PEEK);
        holding(1, 2).commute(SIZE, queue -> queue.offer(queue.poll()));
        bounded(5, 1).conflict(queue -> ((TBoundedQueue<Integer>) queue).remainingCapacity(), POLL);
        holding(1).commute(queue -> ((TQueue<Integer>) queue).remainingCapacity(), POLL);
    }

    @Test
    void emptinessConflictsWithItsChanges() throws Exception {
        holding(1).commute(IS_EMPTY, offer(2));
        holding(1, 2).commute(IS_EMPTY, POLL);
        holding(1).conflict(IS_EMPTY, POLL);
        holding().conflict(IS_EMPTY, offer(1));
        holding(1, 2).conflict(first(POLL).then(IS_EMPTY), POLL);
        holding().commute(first(offer(1)).then(IS_EMPTY), offer(1));
        holding(1).commute(first(offer(2)).then(IS_EMPTY), POLL);
    }

    @Test
    void aLookConflictsWithWhatWouldChangeIt() throws Exception {
        holding(1, 2).commute(queue -> queue.contains(2), offer(3));
        holding(1, 2).commute(queue -> queue.contains(2), POLL);
        holding(1, 2, 1).commute(queue -> queue.contains(1), POLL);
        holding(1, 2).conflict(queue -> queue.contains(1), POLL);
        holding(1, 2).conflict(queue -> queue.contains(3), offer(3));
        holding(1, 2).commute(queue -> queue.contains(4), offer(3));
    }

    @Test
    void aRemovalConflictsWithWhatWouldChangeIt() throws Exception {
        Block<Queue<Integer>> removeTwo = queue -> queue.remove(2);
        holding(1, 2, 3).commute(removeTwo, POLL);
        holding(1, 2, 3).commute(removeTwo, offer(2));
        holding(1, 2, 3).commute(removeTwo, queue -> queue.remove(3));
        holding(1, 2, 3).conflict(removeTwo, removeTwo);
        holding(2, 3).conflict(removeTwo, POLL);
        holding(1).conflict(removeTwo, offer(2));
        holding(1).commute(removeTwo, offer(3));
        holding(1, 2, 3, 4).commute(first(removeTwo).then(queue -> List.of(queue.poll(), queue.poll())), offer(5));
        holding(1, 2, 3, 4).conflict(first(removeTwo).then(POLL), POLL);
    }

    @Test
    void anIterationConflictsWithChangesOfWhatItHasShown() throws Exception {
        Block<Queue<Integer>> lookAtTwo = queue -> {
            Iterator<Integer> iterator = queue.iterator();
            return List.of(iterator.next(), iterator.next());
        };
        Block<Queue<Integer>> all = ArrayList::new;
        holding(1, 2, 3).commute(lookAtTwo, offer(4));
        holding(1, 2, 3).commute(lookAtTwo, queue -> queue.remove(3));
        holding(1, 2, 3).conflict(lookAtTwo, queue -> queue.remove(2));
        holding(1, 2, 3).conflict(lookAtTwo, POLL);
        holding(1, 2, 3).conflict(all, offer(4));
        holding(1, 2, 3).commute(all, PEEK);
        holding(1, 2, 3).conflict(queue -> List.of(queue.toArray()), offer(4));
        holding(1, 2, 3).conflict(Collection::toString, offer(4));
        holding(1, 2, 3).commute(QueueConflictTest::removeSecond, offer(4));
        holding(1, 2, 3).conflict(QueueConflictTest::removeSecond, POLL);
    }

    private static Object removeSecond(Queue<Integer> queue) {
        Iterator<Integer> iterator = queue.iterator();
        iterator.next();
        int second = iterator.next();
        iterator.remove();
        return second;
    }

    @Test
    void removingAllThatMatchConflictsWithAdding() throws Exception {
        holding(1, 2, 3).conflict(queue -> queue.removeIf(element -> element > 1), offer(4));
        holding(1, 2, 3).conflict(queue -> queue.removeAll(List.of(1, 2)), POLL);
        holding(1, 2, 3).conflict(queue -> queue.retainAll(List.of(1, 2)), POLL);
    }

    @Test
    void whatABlockAddsAndTakesItselfTellsItOnlyThatThereIsNothingElse() throws Exception {
        holding().conflict(first(offer(1)).then(POLL), offer(2));
        holding(7).commute(first(offer(1)).then(POLL), offer(2));
        holding(7, 8).commute(first(offer(1)).then(POLL), offer(2));
    }

    @Test
    void manyOperationsAreMerged() throws Exception {
        Block<Queue<Integer>> moveTen = queue -> {
            List<Object> moved = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Integer element = queue.poll();
                moved.add(element);
                queue.offer(element + 100);
            }
            return moved;
        };
        Overlap<Queue<Integer>> many =
                Overlap.of(() -> new TQueue<>(IntStream.range(0, 50).boxed().toList()));
        many.comparing(TQueueContents::sorted).commute(moveTen, queue -> {
            for (int i = 0; i < 40; i++) {
                queue.offer(1000 + i);
            }
            return null;
        });
        many.comparing(TQueueContents::sorted).commute(moveTen, queue -> queue.remove(30));
        many.conflict(moveTen, moveTen);
    }
}
