package dev.ame.stm.collections.bag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TBag;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads and one bag: what conflicts, and what must not. */
@Timeout(60)
class TBagConflictTest {

    private static final Block<TBag<Integer>> ADD = bag -> bag.add(7);
    private static final Block<TBag<Integer>> POLL = bag -> bag.poll() != null;

    private static Overlap<TBag<Integer>> bag(int size) {
        return Overlap.<TBag<Integer>>of(
                        () -> new TBag<>(IntStream.range(0, size).boxed().toList()))
                .comparing(TBag::size);
    }

    @Test
    void whoFindsSomethingConflictsWithNobody() throws Exception {
        bag(0).commute(ADD, ADD);
        for (int size : new int[] {2, 20, 200}) {
            bag(size).commute(POLL, POLL);
            bag(size).commute(Overlap.first(POLL).then(ADD), ADD);
            bag(size).commute(Overlap.first(ADD).then(POLL), POLL);
            bag(size).commute(POLL, TBag::isEmpty);
        }
        bag(1).commute(POLL, ADD);
        bag(1).commute(ADD, TBag::isEmpty);
        bag(4).commute(Overlap.first(POLL).then(POLL), Overlap.first(POLL).then(POLL));
        bag(0).commute(Overlap.first(ADD).then(POLL), ADD);
    }

    @Test
    void whoFindsNothingConflictsWithAdditions() throws Exception {
        bag(0).conflict(Overlap.first(POLL).then(ADD), ADD);
        bag(0).conflict(Overlap.<TBag<Integer>>first(TBag::isEmpty).then(ADD), ADD);
        bag(3).conflict(Overlap.<TBag<Integer>>first(TBag::size).then(ADD), ADD);
        bag(1).conflict(POLL, POLL);
        bag(1).conflict(Overlap.<TBag<Integer>>first(TBag::isEmpty).then(ADD), POLL);
    }

    @Test
    void emptinessAllowsNoWriteSkew() throws Exception {
        Overlap.Block<TBag<Integer>> addIfNothing = bag -> bag.poll() == null && bag.add(1);
        bag(0).conflict(addIfNothing, addIfNothing);
    }

    /** Each thread takes while all others have taken, and none has committed. */
    @Test
    void takersThatOverlapNeverAbort() throws Exception {
        int takers = 12;
        for (int round = 0; round < 10; round++) {
            TBag<Integer> bag = new TBag<>();
            IntStream.range(0, takers).forEach(bag::add);
            CountDownLatch allHaveTaken = new CountDownLatch(takers);
            Set<Integer> taken = new ConcurrentSkipListSet<>();
            List<FutureTask<Integer>> threads = new ArrayList<>();
            for (int i = 0; i < takers; i++) {
                threads.add(Elsewhere.start(() -> {
                    taken.add(Stm.atomic(() -> {
                        Integer element = bag.take();
                        allHaveTaken.countDown();
                        Elsewhere.await(allHaveTaken);
                        return element;
                    }));
                    return 0;
                }));
            }
            for (FutureTask<Integer> thread : threads) {
                Elsewhere.join(thread);
            }
            assertEquals(takers, taken.size());
            assertTrue(bag.isEmpty());
        }
    }

    @Test
    void takersDrainABagWithoutAborts() throws Exception {
        TBag<Integer> bag = new TBag<>(IntStream.range(0, 4000).boxed().toList());
        AtomicInteger aborts = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        List<FutureTask<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Elsewhere.start(() -> {
                while (Stm.atomic(() -> {
                    aborts.addAndGet(Stm.attempt() - 1);
                    return bag.poll() != null;
                })) {
                    taken.incrementAndGet();
                }
                return 0;
            }));
        }
        for (FutureTask<Integer> thread : threads) {
            Elsewhere.join(thread);
        }
        assertEquals(4000, taken.get());
        assertEquals(0, aborts.get());
    }

    @Test
    void whoMayWaitLeavesWhatOthersClaimAlone() throws Exception {
        TBag<Integer> bag = new TBag<>(List.of(1));
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        FutureTask<Integer> first = Elsewhere.start(() -> Stm.atomic(() -> {
            attempts.incrementAndGet();
            Integer element = bag.take();
            claimed.countDown();
            Elsewhere.await(go);
            return element;
        }));
        Elsewhere.await(claimed);
        FutureTask<Integer> second = Elsewhere.start(bag::take);
        FutureTask<Integer> third = Elsewhere.start(() -> Stm.atomic(bag::take));
        bag.add(2);
        bag.add(3);
        assertEquals(5, Elsewhere.join(second) + Elsewhere.join(third));
        go.countDown();
        assertEquals(1, Elsewhere.join(first));
        assertEquals(1, attempts.get());
    }

    @Test
    void whoWaitsFindsWhatAnUndoneBlockGivesBack() throws Exception {
        for (int round = 0; round < 50; round++) {
            TBag<Integer> bag = new TBag<>(List.of(1));
            CountDownLatch claimed = new CountDownLatch(1);
            FutureTask<Integer> first = Elsewhere.start(() -> {
                try {
                    return Stm.<Integer, Exception>atomic(() -> {
                        bag.take();
                        claimed.countDown();
                        throw new Exception();
                    });
                } catch (Exception e) {
                    return 0;
                }
            });
            Elsewhere.await(claimed);
            assertEquals(1, Elsewhere.join(Elsewhere.start(bag::take)));
            Elsewhere.join(first);
        }
    }

    /** The bag is empty if and only if the flag is set, in every state that is committed. */
    @Test
    void nullIsNeverALie() throws Exception {
        TBag<Integer> bag = new TBag<>(List.of(0));
        Box<Boolean> empty = Box.of(false);
        AtomicInteger lies = new AtomicInteger();
        List<FutureTask<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int self = i;
            threads.add(Elsewhere.start(() -> {
                for (int n = 0; n < 1500; n++) {
                    boolean undo = n % 7 == self;
                    try {
                        Stm.atomic(() -> {
                            Integer element = bag.poll();
                            if ((element == null) != empty.get()) {
                                lies.incrementAndGet();
                            }
                            if (element == null) {
                                bag.add(1);
                                empty.set(false);
                            } else {
                                empty.set(true);
                            }
                            if (undo) {
                                throw new ArithmeticException();
                            }
                        });
                    } catch (ArithmeticException e) {
                        // undone
                    }
                    if (n % 5 == 0 && Stm.atomic(() -> bag.isEmpty() != empty.get())) {
                        lies.incrementAndGet();
                    }
                }
                return 0;
            }));
        }
        for (FutureTask<Integer> thread : threads) {
            Elsewhere.join(thread);
        }
        assertEquals(0, lies.get());
        assertEquals(empty.get() ? 0 : 1, bag.size());
    }

    @Test
    void nothingIsLostOrFoundTwice() throws Exception {
        TBag<Integer> bag = new TBag<>();
        Set<Integer> found = new ConcurrentSkipListSet<>();
        AtomicInteger twice = new AtomicInteger();
        List<FutureTask<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int self = i;
            threads.add(Elsewhere.start(() -> {
                for (int n = 0; n < 1000; n++) {
                    int element = 1000 * self + n;
                    if (n % 3 == 0) {
                        bag.add(element);
                    } else {
                        Stm.atomic(() -> bag.add(element));
                    }
                    Integer taken = n % 2 == 0 ? bag.poll() : takeOrUndo(bag, n);
                    if (taken != null && !found.add(taken)) {
                        twice.incrementAndGet();
                    }
                }
                return 0;
            }));
        }
        for (FutureTask<Integer> thread : threads) {
            Elsewhere.join(thread);
        }
        for (Integer taken = bag.poll(); taken != null; taken = bag.poll()) {
            assertTrue(found.add(taken));
        }
        assertEquals(0, twice.get());
        assertEquals(4000, found.size());
        assertNull(bag.poll());
    }

    /** A block that is known to read much reads from a pinned snapshot: it sees elements that have been taken since. */
    @Test
    void aLongBlockTakesNothingThatIsGone() throws Exception {
        List<Box<Integer>> boxes =
                IntStream.range(0, 1000).mapToObj(i -> Box.of(i)).toList();
        Box<Integer> own = Box.of(0);
        for (int round = 0; round < 6; round++) {
            TBag<Integer> bag = new TBag<>(List.of(1, 2, 3, 4));
            Set<Integer> gone = new ConcurrentSkipListSet<>();
            Integer taken = Stm.atomic(() -> {
                int sum = boxes.stream().mapToInt(Box::get).sum();
                if (Stm.attempt() == 1) {
                    gone.add(Elsewhere.run(() -> bag.poll()));
                    gone.add(Elsewhere.run(() -> Stm.atomic(() -> bag.poll())));
                    gone.add(Elsewhere.run(() -> bag.take()));
                }
                own.set(sum);
                return bag.poll();
            });
            gone.add(taken);
            assertEquals(Set.of(1, 2, 3, 4), gone);
            assertTrue(bag.isEmpty());
            assertNull(Stm.atomic(() -> {
                own.set(boxes.stream().mapToInt(Box::get).sum());
                return bag.poll();
            }));
        }
    }

    @Test
    void aClaimEndsWithItsThread() throws Exception {
        Item<Integer> item = new Item<>(1);
        Stripe<Integer> stripe = new Stripe<>(null);
        Claim<Integer> mine = new Claim<>(stripe);
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread owner = new Thread(() -> {
            item.claim(new Claim<>(stripe));
            claimed.countDown();
            try {
                Elsewhere.await(go);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        owner.start();
        Elsewhere.await(claimed);
        assertTrue(item.isClaimed());
        assertFalse(item.claim(mine));
        go.countDown();
        owner.join();
        assertFalse(item.isClaimed());
        assertTrue(item.claim(mine));
        assertTrue(item.isClaimed());
    }

    private static Integer takeOrUndo(TBag<Integer> bag, int n) {
        try {
            return Stm.atomic(() -> {
                Integer element = bag.poll();
                if (n % 5 == 0) {
                    throw new ArithmeticException();
                }
                return element;
            });
        } catch (ArithmeticException e) {
            return null;
        }
    }
}
