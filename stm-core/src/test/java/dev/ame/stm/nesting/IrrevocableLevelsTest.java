package dev.ame.stm.nesting;

import static dev.ame.stm.Stm.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.TestThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The call of irrevocable() ties every level of nesting that is open then: none of them is undone. */
@Bounded
class IrrevocableLevelsTest {
    private final LongBox a = LongBox.of(0);
    private final LongBox b = LongBox.of(0);
    private final List<String> events = new ArrayList<>();

    private static void fail() {
        throw new IllegalArgumentException();
    }

    @Test
    void aNestedBlockThatThrowsAfterTheCallKeepsItsWrites() {
        atomic(() -> {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        b.set(1);
                        irrevocable("mail");
                        a.set(5);
                        fail();
                    }));
            assertEquals("5 1", a.get() + " " + b.get());
        });
        assertEquals("5 1", a.get() + " " + b.get());
    }

    @Test
    void everyOpenLevelIsTied() {
        atomic(() -> assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    a.set(1);
                    atomic(() -> {
                        b.set(1);
                        irrevocable("mail");
                        fail();
                    });
                })));
        assertEquals("1 1", a.get() + " " + b.get());
    }

    @Test
    void levelsOpenedLaterAreUndone() {
        atomic(() -> atomic(() -> {
            irrevocable("mail");
            a.set(1);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        a.set(2);
                        fail();
                    }));
            assertEquals(1, a.get());
        }));
        assertEquals(1, a.get());
    }

    @Test
    void aSecondCallTiesTheLevelsThatAreOpenThen() {
        atomic(() -> {
            irrevocable("first");
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        irrevocable("second");
                        a.set(1);
                        fail();
                    }));
        });
        assertEquals(1, a.get());
    }

    @Test
    void aNestedBlockDeclaredIrrevocableIsTied() {
        AtomicBlock mail = AtomicBlock.named("mail").irrevocable();
        atomic(() -> assertThrows(
                IllegalArgumentException.class,
                () -> mail.run(() -> {
                    a.set(1);
                    fail();
                })));
        assertEquals(1, a.get());
    }

    @Test
    void theFirstBranchOfOrElseCannotWaitAfterTheCall() {
        assertThrows(
                IllegalStateException.class,
                () -> orElse(
                        () -> {
                            irrevocable("mail");
                            a.set(5);
                            check(b.get() > 0);
                            return "first";
                        },
                        () -> "second"));
        assertEquals(5, a.get());
    }

    @Test
    void norCanTheRestOfThatBranch() {
        assertThrows(
                IllegalStateException.class,
                () -> orElse(
                        () -> {
                            atomic(() -> {
                                irrevocable("mail");
                                a.set(5);
                            });
                            return b.get() == 0 ? retry() : "first";
                        },
                        () -> "second"));
        assertEquals(5, a.get());
    }

    @Test
    void aRefusedWaitInABranchCanBeCaught() {
        String came = orElse(
                () -> {
                    irrevocable("mail");
                    a.set(5);
                    assertThrows(IllegalStateException.class, () -> check(b.get() > 0));
                    return "first";
                },
                () -> "second");
        assertEquals("first 5", came + " " + a.get());
    }

    @Test
    void branchesOpenedAfterTheCallHaveAnAlternative() {
        String came = atomic(() -> {
            irrevocable("mail");
            return orElse(
                    () -> {
                        a.set(5);
                        return b.get() == 0 ? retry() : "first";
                    },
                    () -> "second");
        });
        assertEquals("second 0", came + " " + a.get());
    }

    @Test
    void soHasABranchAfterOneThatWasTied() {
        String came = atomic(() -> {
            orElse(
                    () -> {
                        irrevocable("mail");
                        a.set(5);
                        return "tied";
                    },
                    () -> "never");
            return orElse(() -> b.get() == 0 ? retry() : "first", () -> "second");
        });
        assertEquals("second 5", came + " " + a.get());
    }

    @Test
    void aNestedBlockOpenedLaterIsPastItsDeadlineToo() {
        AtomicBlock hasty = AtomicBlock.named("hasty").deadline(Duration.ofMillis(20));
        atomic(() -> {
            if (attempt() == 1) {
                hasty.run(() -> {
                    long seen = a.get();
                    long begin = System.nanoTime();
                    while (System.nanoTime() - begin < 30_000_000) {
                        Thread.onSpinWait();
                    }
                    TestThreads.elsewhere(() -> a.set(5));
                    b.set(seen);
                    irrevocable("too late to be so in this attempt");
                });
            } else {
                irrevocable("at once");
                hasty.run(() -> b.set(9));
            }
        });
        assertEquals(9, b.get());
    }

    @Test
    void hooksOfATiedLevelSeeACommit() {
        atomic(() -> assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    afterCommit(() -> events.add("commit"));
                    afterRollback(() -> events.add("rollback"));
                    irrevocable("mail");
                    fail();
                })));
        assertEquals(List.of("commit"), events);
    }

    @Test
    void aTiedLevelIsPastItsDeadline() {
        AtomicBlock hasty = AtomicBlock.named("hasty").deadline(Duration.ofMillis(1));
        atomic(() -> hasty.run(() -> {
            irrevocable("mail");
            a.set(1);
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < 5_000_000) {
                Thread.onSpinWait();
            }
        }));
        assertEquals(1, a.get());
    }
}
