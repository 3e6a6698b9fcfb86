package dev.ame.stm.collections.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Stm;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.collections.TBag;
import dev.ame.stm.collections.TBlockingQueue;
import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TBroadcast;
import dev.ame.stm.collections.TDeque;
import dev.ame.stm.collections.TLatch;
import dev.ame.stm.collections.TPriorityQueue;
import dev.ame.stm.collections.TPromise;
import dev.ame.stm.collections.TQueue;
import dev.ame.stm.collections.TSemaphore;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The waiting methods without checked exceptions, outside and inside blocks. */
@Timeout(60)
class OrRetryTest {

    private static final Duration LONG = Duration.ofHours(1);

    /** An operation that waits until it is woken, and answers whether it came to what it waited for. */
    record Wait(String name, BooleanSupplier operation, Runnable wake) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static <S> Wait wait(String name, S subject, Predicate<S> operation, Consumer<S> wake) {
        return new Wait(name, () -> operation.test(subject), () -> wake.accept(subject));
    }

    private static boolean done(Runnable operation) {
        operation.run();
        return true;
    }

    private static <Q extends TBlockingQueue<Integer>> Q holding(Q queue) {
        queue.add(0);
        return queue;
    }

    private static TBoundedQueue<Integer> fullQueue() {
        return holding(new TBoundedQueue<>(1));
    }

    private static TDeque<Integer> fullDeque() {
        return holding(new TDeque<>(1));
    }

    static Stream<Wait> untimed() {
        TBroadcast<Integer> broadcast = new TBroadcast<>();
        return Stream.of(
                wait("take", new TQueue<Integer>(), q -> q.takeOrRetry() == 1, q -> q.add(1)),
                wait("take, priority", new TPriorityQueue<Integer>(), q -> q.takeOrRetry() == 1, q -> q.add(1)),
                wait("put", fullQueue(), q -> done(() -> q.putOrRetry(1)), TBoundedQueue::poll),
                wait("takeFirst", new TDeque<Integer>(), q -> q.takeFirstOrRetry() == 1, q -> q.add(1)),
                wait("takeLast", new TDeque<Integer>(), q -> q.takeLastOrRetry() == 1, q -> q.add(1)),
                wait("putFirst", fullDeque(), q -> done(() -> q.putFirstOrRetry(1)), TDeque::poll),
                wait("putLast", fullDeque(), q -> done(() -> q.putLastOrRetry(1)), TDeque::poll),
                wait("drain", new TQueue<Integer>(), q -> q.drainOrRetry().equals(List.of(1)), q -> q.add(1)),
                wait("bag", new TBag<Integer>(), b -> b.takeOrRetry() == 1, b -> b.add(1)),
                wait("broadcast", broadcast.subscribe(), s -> s.takeOrRetry() == 1, s -> broadcast.publish(1)),
                wait("semaphore", new TSemaphore(0), s -> done(s::acquireOrRetry), TSemaphore::release),
                wait("permits", new TSemaphore(1), s -> done(() -> s.acquireOrRetry(3)), s -> s.release(2)),
                wait("latch", new TLatch(1), l -> done(l::awaitOrRetry), TLatch::countDown),
                wait("promise", new TPromise<Integer>(), p -> p.join() == 1, p -> p.complete(1)));
    }

    static Stream<Wait> timed() {
        return timed(LONG);
    }

    static Stream<Wait> timed(Duration limit) {
        TBroadcast<Integer> broadcast = new TBroadcast<>();
        Integer one = 1;
        return Stream.of(
                wait("poll", new TQueue<Integer>(), q -> one.equals(q.pollOrRetryFor(limit)), q -> q.add(1)),
                wait(
                        "poll, priority",
                        new TPriorityQueue<Integer>(),
                        q -> one.equals(q.pollOrRetryFor(limit)),
                        q -> q.add(1)),
                wait("offer", fullQueue(), q -> q.offerOrRetryFor(1, limit), TBoundedQueue::poll),
                wait("pollFirst", new TDeque<Integer>(), q -> one.equals(q.pollFirstOrRetryFor(limit)), q -> q.add(1)),
                wait("pollLast", new TDeque<Integer>(), q -> one.equals(q.pollLastOrRetryFor(limit)), q -> q.add(1)),
                wait("offerFirst", fullDeque(), q -> q.offerFirstOrRetryFor(1, limit), TDeque::poll),
                wait("offerLast", fullDeque(), q -> q.offerLastOrRetryFor(1, limit), TDeque::poll),
                wait("bag", new TBag<Integer>(), b -> one.equals(b.pollOrRetryFor(limit)), b -> b.add(1)),
                wait(
                        "broadcast",
                        broadcast.subscribe(),
                        s -> one.equals(s.pollOrRetryFor(limit)),
                        s -> broadcast.publish(1)),
                wait("semaphore", new TSemaphore(0), s -> s.tryAcquireOrRetryFor(limit), TSemaphore::release),
                wait("permits", new TSemaphore(1), s -> s.tryAcquireOrRetryFor(3, limit), s -> s.release(2)),
                wait("latch", new TLatch(1), l -> l.awaitOrRetryFor(limit), TLatch::countDown),
                wait("promise", new TPromise<Integer>(), p -> p.awaitOrRetryFor(limit), p -> p.complete(1)));
    }

    static Stream<Wait> tooShort() {
        return Stream.of(Duration.ofNanos(1), Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))
                .flatMap(OrRetryTest::timed);
    }

    static Stream<Wait> endless() {
        return timed(Duration.ofSeconds(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource({"untimed", "timed", "endless"})
    void waitOutsideABlock(Wait wait) throws Exception {
        WaitingThread<Boolean> waiting = WaitingThread.parked(wait.operation::getAsBoolean);
        wait.wake.run();
        assertTrue(waiting.join());
    }

    @ParameterizedTest
    @MethodSource({"untimed", "timed", "endless"})
    void retryInsideABlock(Wait wait) throws Exception {
        WaitingThread<Boolean> waiting = WaitingThread.parked(() -> Stm.atomic(wait.operation::getAsBoolean));
        wait.wake.run();
        assertTrue(waiting.join());
    }

    @ParameterizedTest
    @MethodSource({"untimed", "timed"})
    void doNotWaitWithoutNeed(Wait wait) {
        wait.wake.run();
        assertTrue(wait.operation.getAsBoolean());
    }

    @ParameterizedTest
    @MethodSource("tooShort")
    void theirTimeEndsOutsideABlock(Wait wait) {
        assertFalse(wait.operation.getAsBoolean());
    }

    @ParameterizedTest
    @MethodSource("tooShort")
    void theirTimeEndsInsideABlock(Wait wait) {
        assertFalse(Stm.atomic(wait.operation::getAsBoolean));
    }

    @ParameterizedTest
    @MethodSource({"untimed", "timed"})
    void anInterruptEndsThemOutsideABlock(Wait wait) throws Exception {
        WaitingThread<Boolean> waiting = WaitingThread.parked(() -> flagWhenInterrupted(wait.operation));
        waiting.interrupt();
        assertTrue(waiting.join(), "the interrupt flag");
    }

    @ParameterizedTest
    @MethodSource({"untimed", "timed"})
    void anInterruptEndsThemInsideABlock(Wait wait) throws Exception {
        WaitingThread<Boolean> waiting =
                WaitingThread.parked(() -> flagWhenInterrupted(() -> Stm.atomic(wait.operation::getAsBoolean)));
        waiting.interrupt();
        assertTrue(waiting.join(), "the interrupt flag");
    }

    private static boolean flagWhenInterrupted(BooleanSupplier operation) {
        assertThrows(TransactionInterruptedException.class, operation::getAsBoolean);
        return Thread.currentThread().isInterrupted();
    }

    @Test
    void theyComposeWithOrElse() {
        TQueue<String> first = new TQueue<>();
        TQueue<String> second = new TQueue<>(List.of("found"));
        assertEquals("found", Stm.orElse(first::takeOrRetry, second::takeOrRetry));
        assertTrue(second.isEmpty());
    }

    @Test
    void drainTakesTheFirstInOrder() {
        TQueue<Integer> queue = new TQueue<>(List.of(1, 2, 3));
        assertEquals(List.of(1), queue.drainOrRetry(1));
        Stm.atomic(() -> assertEquals(List.of(2, 3), queue.drainOrRetry(5)));
        TPriorityQueue<Integer> ranked = new TPriorityQueue<>(List.of(3, 1, 2));
        assertEquals(List.of(1, 2), ranked.drainOrRetry(2));
        assertEquals(List.of(3), ranked.drainOrRetry());
        assertThrows(IllegalArgumentException.class, () -> queue.drainOrRetry(0));
    }

    @Test
    void aDrainThatIsUndoneTakesNothing() {
        TQueue<Integer> queue = new TQueue<>(List.of(1, 2));
        assertThrows(
                ArithmeticException.class,
                () -> Stm.atomic(() -> {
                    queue.drainOrRetry();
                    throw new ArithmeticException();
                }));
        assertEquals(2, queue.size());
    }

    @Test
    void aClosedSubscriptionIsNotWaitedFor() {
        TBroadcast.Subscription<Integer> closed = new TBroadcast<Integer>().subscribe();
        closed.close();
        assertThrows(IllegalStateException.class, closed::takeOrRetry);
        assertNull(closed.pollOrRetryFor(LONG));
        assertThrows(IllegalStateException.class, () -> Stm.atomic(closed::takeOrRetry));
        assertNull(Stm.<Integer, RuntimeException>atomic(() -> closed.pollOrRetryFor(LONG)));
    }

    @Test
    void nullsAreRefused() {
        TBoundedQueue<Integer> queue = fullQueue();
        assertThrows(NullPointerException.class, () -> queue.putOrRetry(null));
        assertThrows(NullPointerException.class, () -> queue.offerOrRetryFor(null, LONG));
        assertThrows(NullPointerException.class, () -> queue.pollOrRetryFor(null));
        assertThrows(NullPointerException.class, () -> new TSemaphore(1).tryAcquireOrRetryFor(null));
    }

    @Test
    void capacitiesAreTold() {
        assertEquals(3, new TBoundedQueue<>(3).capacity());
        assertEquals(4, new TDeque<>(4).capacity());
        assertEquals(Integer.MAX_VALUE, new TDeque<>().capacity());
    }
}
