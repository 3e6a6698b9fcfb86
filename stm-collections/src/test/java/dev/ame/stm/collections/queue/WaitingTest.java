package dev.ame.stm.collections.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TDeque;
import dev.ame.stm.collections.TPriorityQueue;
import dev.ame.stm.collections.TQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Waiting at queues: outside of blocks threads park, inside they retry; times and interrupts end it as they should. */
@Timeout(60)
class WaitingTest {

    /** A call that must wait, on an empty queue to take or on a full one to put, and one that makes it go on. */
    private record Wait(String name, Callable<Object> call, Runnable other) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Wait> endless() {
        BlockingQueue<Integer> queue = new TQueue<>();
        BlockingQueue<Integer> full = new TBoundedQueue<>(1, false, List.of(1));
        BlockingQueue<Integer> fair = new TBoundedQueue<>(1, true, List.of(1));
        BlockingDeque<Integer> deque = new TDeque<>();
        BlockingDeque<Integer> fullDeque = new TDeque<>(1);
        fullDeque.add(1);
        BlockingQueue<Integer> priority = new TPriorityQueue<>();
        return Stream.of(
                new Wait("TQueue.take", queue::take, () -> queue.add(1)),
                new Wait("TBoundedQueue.put", () -> put(full, 2), full::poll),
                new Wait("fair TBoundedQueue.put", () -> put(fair, 2), fair::poll),
                new Wait("TDeque.takeFirst", deque::takeFirst, () -> deque.addLast(1)),
                new Wait("TDeque.takeLast", deque::takeLast, () -> deque.addFirst(1)),
                new Wait(
                        "TDeque.putFirst",
                        () -> {
                            fullDeque.putFirst(2);
                            return 1;
                        },
                        fullDeque::pollLast),
                new Wait("TPriorityQueue.take", priority::take, () -> priority.add(1)));
    }

    private static Integer put(BlockingQueue<Integer> queue, int element) throws InterruptedException {
        queue.put(element);
        return 1;
    }

    private static Stream<Wait> timed() {
        BlockingQueue<Integer> queue = new TQueue<>();
        BlockingQueue<Integer> full = new TBoundedQueue<>(1, false, List.of(1));
        BlockingDeque<Integer> deque = new TDeque<>();
        BlockingDeque<Integer> fullDeque = new TDeque<>(1);
        fullDeque.add(1);
        BlockingQueue<Integer> priority = new TPriorityQueue<>();
        return Stream.of(
                new Wait("TQueue.poll", () -> queue.poll(1, TimeUnit.HOURS), () -> queue.add(1)),
                new Wait("TBoundedQueue.offer", () -> one(full.offer(2, 1, TimeUnit.HOURS)), full::poll),
                new Wait("TDeque.pollFirst", () -> deque.pollFirst(1, TimeUnit.HOURS), () -> deque.add(1)),
                new Wait("TDeque.pollLast", () -> deque.pollLast(1, TimeUnit.HOURS), () -> deque.add(1)),
                new Wait("TDeque.offerFirst", () -> one(fullDeque.offerFirst(2, 1, TimeUnit.HOURS)), fullDeque::poll),
                new Wait("TDeque.offerLast", () -> one(fullDeque.offerLast(2, 1, TimeUnit.HOURS)), fullDeque::poll),
                new Wait("TPriorityQueue.poll", () -> priority.poll(1, TimeUnit.HOURS), () -> priority.add(1)));
    }

    private static Integer one(boolean done) {
        return done ? 1 : 0;
    }

    private static Stream<Wait> all() {
        return Stream.concat(endless(), timed());
    }

    @ParameterizedTest
    @MethodSource("all")
    void waitsUntilAnotherThreadChangesTheQueue(Wait wait) throws Exception {
        WaitingThread<Object> waiting = WaitingThread.parked(wait.call);
        wait.other.run();
        assertEquals(1, waiting.join());
    }

    @ParameterizedTest
    @MethodSource("all")
    void waitsInsideABlockToo(Wait wait) throws Exception {
        WaitingThread<Object> waiting = WaitingThread.parked(() -> Stm.atomic(wait.call::call));
        wait.other.run();
        assertEquals(1, waiting.join());
    }

    @ParameterizedTest
    @MethodSource("all")
    void anInterruptEndsTheWait(Wait wait) throws Exception {
        WaitingThread<Object> waiting = WaitingThread.start(() -> {
            try {
                return wait.call.call();
            } finally {
                assertFalse(Thread.currentThread().isInterrupted());
            }
        });
        waiting.awaitParked().interrupt();
        assertInstanceOf(InterruptedException.class, waiting.failure());
    }

    @ParameterizedTest
    @MethodSource("all")
    void anInterruptEndsTheWaitInsideABlock(Wait wait) throws Exception {
        WaitingThread<Object> waiting = WaitingThread.start(() -> {
            try {
                return Stm.atomic(wait.call::call);
            } finally {
                assertTrue(Thread.currentThread().isInterrupted());
            }
        });
        waiting.awaitParked().interrupt();
        assertInstanceOf(TransactionInterruptedException.class, waiting.failure());
    }

    @ParameterizedTest
    @MethodSource("all")
    void anEarlierInterruptIsHeededEvenIfThereIsNothingToWaitFor(Wait wait) throws Exception {
        wait.other.run();
        WaitingThread<Object> outside = WaitingThread.start(() -> {
            Thread.currentThread().interrupt();
            return wait.call.call();
        });
        assertInstanceOf(InterruptedException.class, outside.failure());
        WaitingThread<Object> inside = WaitingThread.start(() -> {
            Thread.currentThread().interrupt();
            return Stm.atomic(wait.call::call);
        });
        assertInstanceOf(TransactionInterruptedException.class, inside.failure());
        assertEquals(1, wait.call.call(), "neither has changed anything");
    }

    @Test
    void timesComeToAnEnd() throws Exception {
        TQueue<Integer> queue = new TQueue<>();
        TBoundedQueue<Integer> full = new TBoundedQueue<>(1, false, List.of(1));
        TDeque<Integer> deque = new TDeque<>();
        TPriorityQueue<Integer> priority = new TPriorityQueue<>();
        Callable<Void> waits = () -> {
            assertNull(queue.poll(1, TimeUnit.MILLISECONDS));
            assertNull(deque.pollFirst(1, TimeUnit.MILLISECONDS));
            assertNull(deque.pollLast(-1, TimeUnit.MILLISECONDS));
            assertNull(priority.poll(1, TimeUnit.MILLISECONDS));
            assertFalse(full.offer(2, 1, TimeUnit.MILLISECONDS));
            assertFalse(full.offer(2, 0, TimeUnit.MILLISECONDS));
            return null;
        };
        waits.call();
        Stm.atomic(waits::call);
        assertEquals(List.of(1), List.copyOf(full));
    }

    @Test
    void aBlockKeepsItsTimeWhenItIsRunAgain() throws Exception {
        TQueue<Integer> queue = new TQueue<>();
        Box<Integer> disturbance = Box.of(0);
        List<Integer> attempts = new ArrayList<>();
        long begin = System.nanoTime();
        Integer found = Stm.atomic(() -> {
            attempts.add(disturbance.get());
            Integer first = queue.poll(200, TimeUnit.MILLISECONDS);
            if (attempts.size() < 4) {
                Elsewhere.run(() -> disturbance.getAndUpdate(value -> value + 1));
            }
            disturbance.set(disturbance.get() + 100);
            return first;
        });
        assertNull(found);
        assertTrue(attempts.size() >= 4, attempts::toString);
        assertTrue(System.nanoTime() - begin >= 200_000_000L);
    }

    @Test
    void everyOneOfManyWaitersGetsOne() throws Exception {
        TQueue<Integer> queue = new TQueue<>();
        List<WaitingThread<Integer>> waiters = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int kind = i % 3;
            waiters.add(WaitingThread.parked(() -> switch (kind) {
                case 0 -> queue.take();
                case 1 -> queue.poll(1, TimeUnit.HOURS);
                default -> Stm.atomic(queue::take);
            }));
        }
        Set<Integer> expected = new TreeSet<>();
        for (int i = 0; i < 12; i += 3) {
            queue.add(i);
            queue.addAll(List.of(i + 1, i + 2));
            expected.addAll(List.of(i, i + 1, i + 2));
        }
        Set<Integer> taken = new TreeSet<>();
        for (WaitingThread<Integer> waiter : waiters) {
            taken.add(waiter.join());
        }
        assertEquals(expected, taken);
    }

    @Test
    void aWaiterThatGivesUpLetsTheNextOneForward() throws Exception {
        TQueue<Integer> queue = new TQueue<>();
        WaitingThread<Integer> first = WaitingThread.parked(queue::take);
        WaitingThread<Integer> second = WaitingThread.parked(queue::take);
        WaitingThread<Integer> third = WaitingThread.parked(() -> queue.poll(1, TimeUnit.HOURS));
        second.interrupt();
        assertInstanceOf(InterruptedException.class, second.failure());
        first.interrupt();
        assertInstanceOf(InterruptedException.class, first.failure());
        queue.add(1);
        assertEquals(1, third.join());
    }

    @Test
    void twoQueuesAreWaitedForAtOnce() throws Exception {
        TQueue<String> one = new TQueue<>();
        TQueue<String> other = new TQueue<>();
        WaitingThread<String> waiting = WaitingThread.parked(() -> Stm.orElse(one::take, other::take));
        other.add("other");
        assertEquals("other", waiting.join());
    }

    @Test
    void anElementTakenByABlockThatThenWaitsIsNotLost() throws Exception {
        TQueue<Integer> queue = new TQueue<>(List.of(1));
        WaitingThread<List<Integer>> waiting =
                WaitingThread.parked(() -> Stm.atomic(() -> List.of(queue.take(), queue.take())));
        assertEquals(1, queue.size());
        queue.add(2);
        assertEquals(List.of(1, 2), waiting.join());
        assertTrue(queue.isEmpty());
    }
}
