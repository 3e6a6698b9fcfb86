package dev.ame.stm.memory;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.Garbage.assertCollected;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.TxnLocal;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A box whose block finished long ago keeps no old value alive, and neither does the thread that ran it. */
@Bounded
class OldValueTest {

    private static final AtomicBlock READER = AtomicBlock.named("reader").readOnly();

    private final Box<Object> box = Box.of(null);
    private final LongBox number = LongBox.of(0);

    /** A way to give the box another value. */
    record Replace(String name, Consumer<Box<Object>> how) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Replace> replacements() {
        Object next = "next";
        return List.of(
                new Replace("set", box -> box.set(next)),
                new Replace("getAndSet", box -> box.getAndSet(next)),
                new Replace("update", box -> box.update(value -> next)),
                new Replace("commute", box -> box.commute(value -> next)),
                new Replace("compareAndSet", box -> box.compareAndSet(box.get(), next)),
                new Replace("blind block", box -> atomic(() -> box.set(next))),
                new Replace("block that read it", box -> atomic(() -> box.set(box.get() == null ? null : next))),
                new Replace(
                        "serial block",
                        box -> AtomicBlock.named("serial")
                                .serialAfter(0)
                                .run(() -> box.set(box.get() == null ? null : next))),
                new Replace(
                        "irrevocable block",
                        box -> AtomicBlock.named("irrevocable")
                                .irrevocable()
                                .run(() -> box.set(box.get() == null ? null : next))),
                new Replace("nested block", box -> atomic(() -> atomic(() -> box.getAndSet(next)))),
                new Replace("hook", box -> atomic(() -> afterCommit(() -> box.set(next)))));
    }

    /** Puts a fresh object into the box and returns the only other trace of it. */
    private WeakReference<Object> fill() {
        Object value = new Object();
        atomic(() -> box.set(value));
        return new WeakReference<>(value);
    }

    @ParameterizedTest
    @MethodSource("replacements")
    void aReplacedValueIsGone(Replace replace) {
        WeakReference<Object> old = fill();
        replace.how().accept(box);
        assertEquals("next", box.get());
        assertCollected("the old value", old);
    }

    @Test
    void aValueThatWasReadIsGone() {
        WeakReference<Object> old = fill();
        assertFalse(atomic(() -> box.get() == null));
        assertFalse(READER.call(() -> box.get() == null));
        elsewhere(() -> box.set("next"));
        assertCollected("a value that was read", old);
    }

    @Test
    void theInitialValueIsGone() {
        Box<Object> fresh = Box.of(new Object());
        WeakReference<Object> old = new WeakReference<>(fresh.get());
        fresh.set("next");
        assertCollected("the initial value", old);
    }

    @Test
    void aValueOfARolledBackBlockIsGone() {
        WeakReference<?>[] written = new WeakReference<?>[1];
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    Object value = new Object();
                    written[0] = new WeakReference<>(value);
                    box.set(value);
                    throw new IllegalArgumentException();
                }));
        assertCollected("a value that was rolled back", written[0]);
    }

    @Test
    void aValueOfAnUndoneNestedBlockIsGone() {
        WeakReference<?>[] written = new WeakReference<?>[1];
        atomic(() -> {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        Object value = new Object();
                        written[0] = new WeakReference<>(value);
                        box.set(value);
                        throw new IllegalArgumentException();
                    }));
            number.set(1);
        });
        assertCollected("a value that was undone", written[0]);
    }

    @Test
    void aValueOfAnAbortedAttemptIsGone() {
        WeakReference<?>[] written = new WeakReference<?>[1];
        atomic(() -> {
            long seen = number.get();
            Object value = attempt() == 1 ? new Object() : "next";
            box.set(value);
            if (attempt() == 1) {
                written[0] = new WeakReference<>(value);
                elsewhere(() -> assertEquals(0, number.getAndAdd(10)));
            }
            number.set(seen + 1);
        });
        assertEquals("next", box.get());
        assertCollected("a value of an aborted attempt", written[0]);
    }

    @Test
    void aBlockWithManyBoxesLeavesNothing() {
        List<WeakReference<Object>> values = new ArrayList<>();
        List<WeakReference<Box<Object>>> boxes = new ArrayList<>();
        atomic(() -> {
            for (int i = 0; i < 5_000; i++) {
                Object value = new Object();
                Box<Object> each = Box.of("first");
                each.get();
                each.set(value);
                values.add(new WeakReference<>(value));
                boxes.add(new WeakReference<>(each));
            }
        });
        assertCollected("the boxes", boxes, 0);
        assertCollected("the values", values, 0);
    }

    @Test
    void aReaderOfManyBoxesLeavesNothing() {
        assertCollected("the boxes", readManyBoxes(), 0);
    }

    private static List<WeakReference<Box<Object>>> readManyBoxes() {
        List<Box<Object>> boxes =
                IntStream.range(0, 5_000).mapToObj(i -> Box.of(new Object())).toList();
        assertEquals(5_000, (long)
                atomic(() -> boxes.stream().filter(each -> each.get() != null).count()));
        return boxes.stream().map(each -> new WeakReference<>(each)).toList();
    }

    @Test
    void aPerBlockValueIsGoneAfterTheBlock() {
        TxnLocal<Object> local = TxnLocal.withInitial(Object::new);
        WeakReference<?>[] traces = new WeakReference<?>[2];
        atomic(() -> {
            traces[0] = new WeakReference<>(local.get());
            Object value = new Object();
            traces[1] = new WeakReference<>(value);
            local.set(value);
        });
        assertCollected("per-block values", List.of(traces), 0);
    }

    @Test
    void hooksResultsAndExceptionsAreGoneAfterTheBlock() {
        List<WeakReference<Object>> traces = new ArrayList<>();
        runWithTraces(traces);
        assertCollected("hooks, results and exceptions", traces, 0);
    }

    private static void runWithTraces(List<WeakReference<Object>> traces) {
        Object captured = new Object();
        traces.add(new WeakReference<>(captured));
        Runnable hook = () -> assertNotNull(captured);
        atomic(() -> {
            afterCommit(hook);
            afterRollback(hook);
            beforeCommit(hook);
        });
        Object result = atomic(() -> new Object());
        traces.add(new WeakReference<>(result));
        try {
            atomic(() -> {
                throw new IllegalArgumentException();
            });
        } catch (IllegalArgumentException e) {
            traces.add(new WeakReference<>(e));
        }
    }

    @Test
    void whatTheBlockCapturedIsGone() {
        List<WeakReference<Object>> traces = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            traces.add(capture());
        }
        assertCollected("what the lambdas captured", traces, 0);
    }

    private WeakReference<Object> capture() {
        Object captured = new Object();
        atomic(() -> number.set(captured.hashCode()));
        AtomicBlock.named("named").run(() -> number.set(captured.hashCode()));
        return new WeakReference<>(captured);
    }

    @Test
    void aBlockThatWaitedLeavesNothing() {
        WeakReference<Object> old = fill();
        Running waiter = start(() -> {
            atomic(() -> check(box.get() == "next" && number.get() == 1));
            assertCollected("what was read before the wait", old);
        });
        waiter.awaitParked();
        box.set("next");
        waiter.awaitParked();
        number.set(1);
        waiter.join();
    }
}
