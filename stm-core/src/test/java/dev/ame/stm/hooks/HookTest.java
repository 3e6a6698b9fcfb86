package dev.ame.stm.hooks;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which hooks run, in which order, and what they find. */
@Bounded
class HookTest {

    private final List<String> events = new ArrayList<>();
    private final LongBox number = LongBox.of(0);
    private final Box<String> box = Box.of("old");

    private void note(String event) {
        events.add(event);
    }

    private void registerAll(String name) {
        beforeCommit(() -> note("before " + name));
        afterCommit(() -> note("commit " + name));
        afterRollback(() -> note("rollback " + name));
    }

    private static void failing(Runnable body) {
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    body.run();
                    throw new IllegalArgumentException();
                }));
    }

    @Test
    void aCommitRunsBeforeAndAfter() {
        atomic(() -> {
            registerAll("block");
            note("body");
        });
        assertEquals(List.of("body", "before block", "commit block"), events);
    }

    @Test
    void aRollbackRunsItsHooksOnly() {
        failing(() -> registerAll("block"));
        assertEquals(List.of("rollback block"), events);
    }

    @Test
    void hooksRunInTheOrderTheyWereRegistered() {
        atomic(() -> {
            IntStream.range(0, 20).forEach(i -> beforeCommit(() -> note("before " + i)));
            IntStream.range(0, 20).forEach(i -> afterCommit(() -> note("after " + i)));
        });
        failing(() -> IntStream.range(0, 20).forEach(i -> afterRollback(() -> note("rollback " + i))));
        List<String> expected = new ArrayList<>();
        for (String kind : List.of("before ", "after ", "rollback ")) {
            IntStream.range(0, 20).forEach(i -> expected.add(kind + i));
        }
        assertEquals(expected, events);
    }

    @Test
    void oneHookMayBeRegisteredTwice() {
        Runnable hook = () -> note("hook");
        atomic(() -> {
            afterCommit(hook);
            afterCommit(hook);
        });
        assertEquals(List.of("hook", "hook"), events);
    }

    @Test
    void afterHooksRunOutsideTheBlock() {
        Runnable looksRound = () -> {
            assertFalse(inAtomic());
            assertEquals(0, attempt());
            requireNotAtomic();
            assertThrows(IllegalStateException.class, () -> afterCommit(() -> {}));
            note("outside");
        };
        atomic(() -> afterCommit(looksRound));
        failing(() -> afterRollback(looksRound));
        assertEquals(List.of("outside", "outside"), events);
    }

    @Test
    void afterHooksRunOnTheThreadOfTheBlock() {
        Thread mine = Thread.currentThread();
        atomic(() -> afterCommit(() -> note(String.valueOf(Thread.currentThread() == mine))));
        failing(() -> afterRollback(() -> note(String.valueOf(Thread.currentThread() == mine))));
        assertEquals(List.of("true", "true"), events);
    }

    @Test
    void afterACommitItsWritesAreSeenByAll() {
        atomic(() -> {
            number.set(1);
            afterCommit(() -> elsewhere(() -> assertEquals(1, number.get())));
            afterCommit(() -> note("" + number.get()));
        });
        assertEquals(List.of("1"), events);
    }

    @Test
    void afterARollbackNothingIsLeft() {
        failing(() -> {
            number.set(1);
            afterRollback(() -> note("" + number.get()));
        });
        assertEquals(List.of("0"), events);
    }

    @Test
    void afterHooksHoldNothing() {
        AtomicBlock serial = AtomicBlock.named("serial").serialAfter(0);
        serial.run(() -> {
            number.set(1);
            afterCommit(() -> elsewhere(() -> serial.run(() -> number.set(number.get() + 1))));
            afterCommit(() -> elsewhere(() -> number.add(1)));
        });
        serial.irrevocable().run(() -> afterCommit(() -> elsewhere(() -> number.add(1))));
        assertEquals(4, number.get());
    }

    @Test
    void afterHooksMayRunBlocks() {
        atomic(() -> {
            number.set(1);
            afterCommit(() -> atomic(() -> {
                number.set(number.get() + 1);
                afterCommit(() -> note("inner hook"));
            }));
            afterCommit(() -> note("outer hook " + number.get()));
        });
        failing(() -> afterRollback(() -> atomic(() -> number.set(number.get() + 10))));
        assertEquals(List.of("inner hook", "outer hook 2"), events);
        assertEquals(12, number.get());
    }

    @Test
    void afterHooksMayWaitForAnotherBlock() {
        Running other = start(() -> atomic(() -> {
            check(number.get() == 1);
            box.set("woken");
        }));
        atomic(() -> {
            number.set(1);
            afterCommit(() -> atomic(() -> check(box.get().equals("woken"))));
        });
        other.join();
    }

    @Test
    void beforeTheCommitTheBlockGoesOn() {
        atomic(() -> {
            number.set(1);
            beforeCommit(() -> {
                assertTrue(inAtomic());
                assertEquals(1, attempt());
                assertEquals(10, number.get());
                number.set(number.get() + 1);
                box.set("written before the commit");
            });
            number.set(number.get() * 10);
        });
        assertEquals(11, number.get());
        assertEquals("written before the commit", box.get());
    }

    @Test
    void aHookBeforeTheCommitMayRegisterMore() {
        atomic(() -> beforeCommit(() -> {
            note("first");
            beforeCommit(() -> {
                note("second");
                afterCommit(() -> note("last"));
            });
            afterCommit(() -> note("third"));
        }));
        assertEquals(List.of("first", "second", "third", "last"), events);
    }

    @Test
    void aHookBeforeTheCommitRunsInAReadOnlyBlockToo() {
        AtomicBlock.named("reader").readOnly().run(() -> {
            registerAll("reader");
            beforeCommit(() -> note("sees " + number.get()));
        });
        assertEquals(List.of("before reader", "sees 0", "commit reader"), events);
    }

    @Test
    void hooksRunInABlockThatTouchesNoBox() {
        atomic(() -> registerAll("empty"));
        assertEquals(List.of("before empty", "commit empty"), events);
    }

    @Test
    void aVetoRollsBack() {
        IllegalArgumentException veto = new IllegalArgumentException("veto");
        assertSame(
                veto,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> atomic(() -> {
                            number.set(1);
                            registerAll("block");
                            beforeCommit(() -> {
                                box.set("new");
                                throw veto;
                            });
                        })));
        assertEquals(0, number.get());
        assertEquals("old", box.get());
        assertEquals(List.of("before block", "rollback block"), events);
    }

    @Test
    void anErrorIsAVetoToo() {
        assertThrows(
                AssertionError.class,
                () -> atomic(() -> {
                    number.set(1);
                    beforeCommit(() -> {
                        throw new AssertionError("veto");
                    });
                }));
        assertEquals(0, number.get());
    }

    @Test
    void hooksOfNestedBlocksWaitForTheOuter() {
        atomic(() -> {
            registerAll("outer");
            atomic(() -> registerAll("inner"));
            note("end of outer");
        });
        assertEquals(List.of("end of outer", "before outer", "before inner", "commit outer", "commit inner"), events);
    }

    @Test
    void hooksOfFinishedNestedBlocksSeeTheRollbackOfTheOuter() {
        failing(() -> {
            registerAll("outer");
            atomic(() -> registerAll("inner"));
        });
        assertEquals(List.of("rollback outer", "rollback inner"), events);
    }

    @Test
    void anUndoneNestedBlockRunsItsRollbackHooksAndNoOthers() {
        atomic(() -> {
            registerAll("outer");
            failing(() -> registerAll("inner"));
            note("undone");
        });
        assertEquals(List.of("rollback inner", "undone", "before outer", "commit outer"), events);
    }

    @Test
    void hooksOfAnUndoneNestedBlockRunOnceEvenIfTheOuterFails() {
        failing(() -> {
            registerAll("outer");
            failing(() -> {
                registerAll("inner");
                atomic(() -> registerAll("innermost"));
            });
        });
        assertEquals(List.of("rollback inner", "rollback innermost", "rollback outer"), events);
    }

    @Test
    void hooksOfAnUndoneNestedBlockRunOutside() {
        atomic(() -> {
            number.set(1);
            failing(() -> afterRollback(() -> {
                note("in atomic: " + inAtomic());
                note("sees " + number.get());
                atomic(() -> box.set("from the hook"));
            }));
            assertTrue(inAtomic());
            assertEquals(1, number.get());
        });
        assertEquals(List.of("in atomic: false", "sees 0"), events);
        assertEquals("from the hook", box.get());
        assertEquals(1, number.get());
    }

    @Test
    void anAbandonedAlternativeIsAnUndoneBlock() {
        orElse(
                () -> {
                    registerAll("first");
                    return number.get() == 0 ? retry() : null;
                },
                () -> {
                    registerAll("second");
                    return null;
                });
        assertEquals(List.of("rollback first", "before second", "commit second"), events);
    }

    @Test
    void everyAttemptHasItsOwnHooks() {
        atomic(() -> {
            registerAll("attempt " + attempt());
            long seen = number.get();
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(0, number.getAndAdd(10)));
            }
            number.set(seen + 1);
        });
        assertEquals(
                1,
                events.stream()
                        .filter(event -> event.equals("rollback attempt 1"))
                        .count());
        assertEquals(
                1, events.stream().filter(event -> event.startsWith("commit")).count());
        assertEquals("commit attempt 2", events.get(events.size() - 1));
        assertEquals(
                0,
                events.stream()
                        .filter(event -> event.equals("rollback attempt 2"))
                        .count());
    }

    @Test
    void anAttemptThatWaitsIsRolledBack() {
        Running waiter = start(() -> atomic(() -> {
            registerAll("attempt " + attempt());
            check(number.get() != 0);
        }));
        waiter.awaitParked();
        number.set(1);
        waiter.join();
        assertEquals(List.of("rollback attempt 1", "before attempt 2", "commit attempt 2"), events);
    }
}
