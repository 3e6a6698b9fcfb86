package dev.ame.stm.collections.queue;

import static dev.ame.stm.collections.support.Overlap.first;

import dev.ame.stm.collections.TPriorityQueue;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocks that use one priority queue abort each other if their results depend on their order, and only then. */
@Timeout(60)
class PriorityQueueConflictTest {

    private static Overlap<Queue<Integer>> holding(Integer... elements) {
        return Overlap.of(() -> new TPriorityQueue<>(List.of(elements)));
    }

    private static Block<Queue<Integer>> offer(int element) {
        return queue -> queue.offer(element);
    }

    private static final Block<Queue<Integer>> POLL = Queue::poll;
    private static final Block<Queue<Integer>> PEEK = Queue::peek;

    @Test
    void addingCommutes() throws Exception {
        holding().commute(offer(1), offer(2));
        holding(5, 6).commute(offer(7), offer(2));
        holding(5, 6).commute(offer(7), offer(7));
    }

    @Test
    void takingConflictsWithAddingASmallerOne() throws Exception {
        holding(5, 7).commute(POLL, offer(6));
        holding(5, 7).commute(POLL, offer(5));
        holding(5, 7).conflict(POLL, offer(4));
        holding(5, 7).conflict(PEEK, offer(4));
        holding(5, 7).commute(PEEK, offer(8));
        holding().conflict(POLL, offer(4));
        holding(5, 7).commute(first(POLL).then(POLL), offer(8));
        holding(5, 7).conflict(first(POLL).then(POLL), offer(6));
        holding(5, 7).conflict(first(POLL).then(queue -> Arrays.asList(queue.poll(), queue.poll())), offer(8));
    }

    @Test
    void takingConflictsWithTaking() throws Exception {
        holding(5, 7).conflict(POLL, POLL);
        holding(5, 7).conflict(POLL, PEEK);
        holding(5, 7).commute(PEEK, PEEK);
    }

    @Test
    void takingWhatTheBlockHasAddedTellsThatNoOtherIsSmaller() throws Exception {
        Block<Queue<Integer>> own = queue -> {
            queue.offer(3);
            return queue.poll();
        };
        Block<Queue<Integer>> takeFourAndOne = queue -> List.of(queue.remove(4), queue.poll());
        holding(5).commute(own, POLL);
        holding(5).commute(own, offer(4));
        holding().commute(own, offer(4));
        holding(5).commute(own, offer(3));
        holding(5).conflict(own, offer(2));
        holding(1, 5).conflict(first(POLL).then(own), offer(2));
        holding(1, 5).commute(first(POLL).then(own), offer(4));
        holding(1, 4, 5).commute(first(takeFourAndOne).then(own), offer(4));
        holding(1, 4, 5).conflict(first(takeFourAndOne).then(own), offer(2));
    }

    @Test
    void looksConflictWithWhatWouldChangeThem() throws Exception {
        holding(1, 2).conflict(Queue::size, offer(3));
        holding(1, 2).commute(Queue::isEmpty, offer(3));
        holding(1, 2).commute(Queue::isEmpty, POLL);
        holding(1).conflict(Queue::isEmpty, POLL);
        holding(1, 2).commute(queue -> queue.contains(2), POLL);
        holding(1, 2).conflict(queue -> queue.contains(1), POLL);
        holding(1, 2).conflict(queue -> queue.contains(3), offer(3));
        holding(1, 2).commute(queue -> queue.contains(3), offer(4));
        holding(1, 2, 3).commute(queue -> queue.remove(2), POLL);
        holding(1, 2, 3).commute(queue -> queue.remove(2), offer(0));
        holding(1, 2, 3).conflict(queue -> queue.remove(2), queue -> queue.remove(2));
        holding(1, 2, 3).conflict(queue -> List.of(queue.toArray()), offer(4));
        holding(1, 2, 3).conflict(queue -> queue.removeIf(element -> element > 1), offer(4));
    }
}
