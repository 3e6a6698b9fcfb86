package dev.ame.stm.liveness;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.await;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.fetchElsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However much the others interfere, after some aborts a block runs alone and commits. */
@Bounded
class SerialFallbackTest {

    private static final AtomicBlock SERIAL = AtomicBlock.named("serial").serialAfter(0);

    private final LongBox number = LongBox.of(0);
    private final LongBox other = LongBox.of(0);
    private final AtomicInteger runs = new AtomicInteger();
    private final List<Running> interferers = new ArrayList<>();

    /** Tries to make the running attempt stale; a serial attempt holds it up instead. */
    private void interfere() {
        interferers.add(start(() -> number.getAndAdd(1)).awaitEndedOrHeldUp());
    }

    private void joinInterferers() {
        interferers.forEach(Running::join);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void afterSoManyAbortsTheNextAttemptCommits(int aborts) {
        AtomicBlock.named("unlucky").serialAfter(aborts).run(() -> {
            runs.incrementAndGet();
            long seen = number.get();
            if (attempt() <= aborts) {
                elsewhere(() -> number.getAndAdd(1));
            } else {
                interfere();
            }
            number.set(seen);
        });
        joinInterferers();
        assertEquals(aborts + 1, runs.get());
        assertEquals(aborts + 1, number.get());
    }

    @Test
    void withoutAnyOptionABlockCommitsInTheEnd() {
        atomic(() -> {
            runs.incrementAndGet();
            long seen = number.get();
            interfere();
            number.set(seen);
        });
        joinInterferers();
        assertEquals(runs.get(), number.get());
    }

    @Test
    void nobodyCommitsBesideASerialBlock() {
        Running writer = SERIAL.call(() -> {
            long before = other.get();
            number.set(before);
            Running late = start(() -> {
                number.getAndAdd(1);
                other.set(1);
            });
            late.awaitEndedOrHeldUp();
            assertEquals(before, other.get());
            return late;
        });
        writer.join();
        assertEquals(1, other.get());
        assertEquals(1, number.get());
    }

    @Test
    void readersRunOnBesideASerialBlock() {
        SERIAL.run(() -> {
            number.set(5);
            assertEquals(0, fetchElsewhere(number::get));
            assertEquals(0, fetchElsewhere(() -> atomic(() -> number.get() + other.get())));
            assertEquals(
                    0,
                    fetchElsewhere(
                            () -> AtomicBlock.named("reader").readOnly().call(() -> number.get() + other.get())));
        });
        assertEquals(5, number.get());
    }

    @Test
    void aSerialBlockThatThrowsIsRolledBackAndLetsTheOthersGoOn() {
        assertThrows(
                IllegalArgumentException.class,
                () -> SERIAL.run(() -> {
                    number.set(1);
                    throw new IllegalArgumentException();
                }));
        assertEquals(0, number.get());
        elsewhere(() -> SERIAL.run(() -> number.set(2)));
        elsewhere(() -> number.add(1));
        assertEquals(3, number.get());
    }

    @Test
    void aSerialBlockInASerialBlockIsPartOfIt() {
        SERIAL.run(() -> {
            number.set(1);
            SERIAL.run(() -> number.set(number.get() + 1));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SERIAL.run(() -> {
                        number.set(100);
                        throw new IllegalArgumentException();
                    }));
        });
        assertEquals(2, number.get());
    }

    @Test
    void aHookOfASerialBlockMayRunASerialBlock() {
        SERIAL.run(() -> {
            number.set(1);
            afterCommit(() -> SERIAL.run(() -> number.set(number.get() + 1)));
            afterCommit(() -> elsewhere(() -> SERIAL.run(() -> number.set(number.get() + 1))));
        });
        assertEquals(3, number.get());
    }

    @Test
    void serialBlocksWaitingForEachOthersBoxesMakeProgress() {
        together(2, index -> {
            for (int i = 0; i < 300; i++) {
                SERIAL.run(() -> {
                    check(number.get() % 2 == index);
                    number.set(number.get() + 1);
                });
            }
        });
        assertEquals(600, number.get());
    }

    @Test
    void serialAndOrdinaryBlocksMix() {
        together(4, index -> {
            for (int i = 0; i < 500; i++) {
                switch (index) {
                    case 0 -> SERIAL.run(() -> number.set(number.get() + 1));
                    case 1 -> atomic(() -> number.set(number.get() + 1));
                    case 2 -> number.add(1);
                    default -> AtomicBlock.named("irrevocable").irrevocable().run(() -> number.set(number.get() + 1));
                }
            }
        });
        assertEquals(2_000, number.get());
    }

    @Test
    void onlyOneSerialBlockRunsAtATime() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        together(4, index -> {
            for (int i = 0; i < 300; i++) {
                SERIAL.run(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    number.set(number.get() + 1);
                    inside.decrementAndGet();
                });
            }
        });
        assertEquals(1, most.get());
        assertEquals(1_200, number.get());
    }

    @Test
    void theSerialLockIsFair() {
        // All wait for the lock in a known order; each takes it in that order.
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Running holder = start(() -> SERIAL.run(() -> {
            holding.countDown();
            await(goOn);
        }));
        await(holding);
        Box<List<Integer>> order = Box.of(List.of());
        List<Running> waiting = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int mine = i;
            waiting.add(start(() -> SERIAL.run(() -> {
                        List<Integer> longer = new ArrayList<>(order.get());
                        longer.add(mine);
                        order.set(List.copyOf(longer));
                    }))
                    .awaitParked());
        }
        goOn.countDown();
        holder.join();
        waiting.forEach(Running::join);
        assertEquals(IntStream.range(0, 6).boxed().toList(), order.get());
    }

    @Test
    void aBlockThatWaitsForTheSerialLockHasNotBegun() {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Running holder = start(() -> SERIAL.run(() -> {
            number.set(1);
            holding.countDown();
            await(goOn);
        }));
        await(holding);
        Running next = start(() -> SERIAL.run(() -> {
            runs.incrementAndGet();
            number.set(number.get() + 1);
        }));
        next.awaitEndedOrHeldUp();
        assertFalse(next.isDone());
        assertEquals(0, runs.get());
        goOn.countDown();
        holder.join();
        next.join();
        assertEquals(1, runs.get());
        assertTrue(number.get() == 2);
    }
}
