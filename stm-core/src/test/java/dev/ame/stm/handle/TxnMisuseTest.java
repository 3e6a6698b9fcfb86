package dev.ame.stm.handle;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Txn;
import dev.ame.stm.loop.AtomicLoop;
import dev.ame.stm.support.Bounded;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A handle is of no use outside of its attempt and its thread, and does no harm there. */
@Bounded
class TxnMisuseTest {
    private static final String RULE =
            "a Txn is valid until the attempt that it was given to ends, on the thread that runs it; it was used ";
    private static final String ENDED = RULE + "outside of that attempt";
    private static final String ELSEWHERE = RULE + "on another thread";

    private final Box<String> text = Box.of("a");
    private final LongBox number = LongBox.of(1);

    private void assertRefused(String message, Txn tx) {
        Set<Runnable> uses = Set.of(
                () -> tx.get(text),
                () -> tx.get(number),
                () -> tx.set(text, "x"),
                () -> tx.set(number, 9),
                () -> tx.add(number, 9),
                () -> tx.update(text, old -> "x"),
                () -> tx.update(number, old -> 9));
        for (Runnable use : uses) {
            assertEquals(
                    message, assertThrows(IllegalStateException.class, use::run).getMessage());
        }
    }

    private void assertUntouched() {
        assertEquals("a", text.get());
        assertEquals(1, number.get());
    }

    private static Txn leak() {
        AtomicReference<Txn> leaked = new AtomicReference<>();
        atomic(leaked::set);
        return leaked.get();
    }

    @Test
    void afterTheBlock() {
        assertRefused(ENDED, leak());
        assertUntouched();
    }

    @Test
    void afterABlockThatHasThrown() {
        AtomicReference<Txn> leaked = new AtomicReference<>();
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(tx -> {
                    leaked.set(tx);
                    throw new IllegalArgumentException();
                }));
        assertRefused(ENDED, leaked.get());
        assertUntouched();
    }

    @Test
    void onAnotherThread() {
        atomic(tx -> {
            tx.set(number, 2); // so that there is a log that others could spoil
            elsewhere(() -> assertRefused(ELSEWHERE, tx));
            elsewhere(() -> atomic(() -> assertRefused(ELSEWHERE, tx)));
            elsewhere(() -> atomic(own -> {
                own.get(text);
                assertRefused(ELSEWHERE, tx);
            }));
            tx.set(number, 1);
        });
        Txn leaked = leak();
        elsewhere(() -> assertRefused(ELSEWHERE, leaked));
        assertUntouched();
    }

    @Test
    void inHooksOutsideTheBlock() {
        AtomicInteger hooks = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        setHookFailureHandler(failure::set);
        atomic(tx -> {
            afterCommit(() -> {
                assertRefused(ENDED, tx);
                hooks.incrementAndGet();
            });
            beforeCommit(() -> assertEquals(1, tx.get(number)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        afterRollback(() -> {
                            assertRefused(ENDED, tx); // the block around it goes on, but this is not part of it
                            atomic(other -> {
                                assertRefused(ENDED, tx);
                                other.get(number);
                            });
                            hooks.incrementAndGet();
                        });
                        throw new IllegalArgumentException();
                    }));
            assertEquals(1, tx.get(number));
        });
        setHookFailureHandler(ignored -> {});
        assertEquals(null, failure.get());
        assertEquals(2, hooks.get());
        assertUntouched();
    }

    @Test
    void inAFunctionGivenToCommute() {
        atomic(tx -> {
            number.commute(old -> {
                assertThrows(IllegalStateException.class, () -> tx.get(text));
                assertThrows(IllegalStateException.class, () -> tx.set(text, "x"));
                assertThrows(IllegalStateException.class, () -> tx.add(number, 1));
                return old;
            });
            text.commute(old -> {
                assertThrows(IllegalStateException.class, () -> tx.get(number));
                return old;
            });
            tx.get(text); // one function is applied here, the other at the commit
        });
        assertUntouched();
    }

    @Test
    void inAnAttemptThatHasEndedButIsNotLeft() {
        AtomicInteger signals = new AtomicInteger();
        atomic(tx -> {
            long seen = tx.get(number);
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    number.set(2);
                    text.set("b");
                }));
                try {
                    tx.set(text, "c").get(LongBox.of(1));
                    tx.get(text);
                    tx.get(number);
                    irrevocable("to find the conflict");
                } catch (Error swallowed) {
                    assertThrows(swallowed.getClass(), () -> tx.get(number));
                    assertThrows(swallowed.getClass(), () -> tx.add(number, 1));
                    signals.incrementAndGet();
                }
            }
            assertTrue(seen > 0);
        });
        assertEquals(1, signals.get());
        assertEquals("b", text.get());
    }

    /** What runs ahead is suspended, and committed by any of the workers, while its thread does other things. */
    @Test
    void ofAnIterationThatIsOver() {
        Set<Txn> leaked = ConcurrentHashMap.newKeySet();
        AtomicInteger refused = new AtomicInteger();
        for (int round = 0; round < 20; round++) {
            AtomicLoop.range(0, 200).ordered().parallelism(2).forEach(i -> {
                atomic(tx -> {
                    for (Txn old : leaked) {
                        if (old != tx) {
                            assertThrows(IllegalStateException.class, () -> old.set(number, 9));
                            refused.incrementAndGet();
                        }
                    }
                    leaked.add(tx);
                });
            });
            for (Txn old : leaked) {
                assertThrows(IllegalStateException.class, () -> old.set(number, 9));
            }
        }
        assertTrue(refused.get() >= 0);
        assertUntouched();
    }

    @Test
    void afterABlockWithADeadlineOrInANestedOne() {
        AtomicReference<Txn> leaked = new AtomicReference<>();
        AtomicBlock.named("late").deadline(java.time.Duration.ofHours(1)).run(leaked::set);
        assertRefused(ENDED, leaked.get());
        assertUntouched();
    }
}
