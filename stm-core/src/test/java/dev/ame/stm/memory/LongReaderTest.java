package dev.ame.stm.memory;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.Garbage.assertCollected;
import static dev.ame.stm.support.TestThreads.await;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old versions are kept while a reader needs them, only those it needs, and no longer. */
@Bounded
class LongReaderTest {

    private static final AtomicBlock READER = AtomicBlock.named("long reader").readOnly();

    /** A value with a number, whose collection can be observed. */
    private static final class Value {
        private final int number;

        Value(int number) {
            this.number = number;
        }
    }

    private final Box<Value> box = Box.of(new Value(0));
    private final Box<Value> other = Box.of(new Value(0));

    private List<WeakReference<Value>> overwrite(int times, boolean inBlocks) {
        List<WeakReference<Value>> traces = new ArrayList<>();
        for (int i = 1; i <= times; i++) {
            Value value = new Value(i);
            traces.add(new WeakReference<>(value));
            if (inBlocks) {
                atomic(() -> {
                    box.set(value);
                    other.set(value);
                });
            } else {
                box.set(value);
                other.set(value);
            }
        }
        return traces;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void underALongReaderOnlyTheVersionsItNeedsAreKept(boolean inBlocks) {
        READER.run(() -> {
            assertEquals(0, box.get().number);
            List<WeakReference<Value>> traces = new ArrayList<>();
            elsewhere(() -> traces.addAll(overwrite(200, inBlocks)));
            // The newest is in the boxes; everything between it and what the reader sees is needed by nobody.
            assertCollected("versions that nobody needs", traces.subList(0, 198), 0);
            assertEquals(0, box.get().number);
            assertEquals(0, other.get().number);
        });
        assertEquals(200, box.get().number);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterALongReaderTheVersionsItNeededAreFreed(boolean anotherWrite) {
        WeakReference<Value> needed = new WeakReference<>(box.get());
        READER.run(() -> {
            assertEquals(0, box.get().number);
            elsewhere(() -> overwrite(10, true));
            assertEquals(0, box.get().number);
        });
        if (anotherWrite) {
            box.set(new Value(11));
            other.set(new Value(11));
        }
        // Without another write there is nobody but the reader itself to free them: the system is quiet.
        assertCollected("versions of a reader that has ended", needed);
    }

    @Test
    void twoReadersKeepTwoVersions() {
        CountDownLatch secondHasBegun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<WeakReference<Value>> traces = new ArrayList<>();
        Running[] second = new Running[1];
        READER.run(() -> {
            assertEquals(0, box.get().number);
            elsewhere(() -> traces.addAll(overwrite(50, true)));
            second[0] = start(() -> READER.run(() -> {
                assertEquals(50, box.get().number);
                secondHasBegun.countDown();
                await(end);
                assertEquals(50, other.get().number);
            }));
            await(secondHasBegun);
            elsewhere(() -> traces.addAll(overwrite(50, true)));
            List<WeakReference<Value>> unneeded = new ArrayList<>(traces.subList(0, 49));
            unneeded.addAll(traces.subList(50, 98));
            assertCollected("versions between two readers", unneeded, 0);
            assertEquals(0, other.get().number);
        });
        end.countDown();
        second[0].join();
        assertCollected("versions of the second reader", traces.get(49));
        assertEquals(50, box.get().number);
    }

    @Test
    void aReaderThatFailedHoldsNothing() {
        WeakReference<Value> needed = new WeakReference<>(box.get());
        try {
            READER.run(() -> {
                assertEquals(0, box.get().number);
                elsewhere(() -> overwrite(10, true));
                throw new IllegalArgumentException();
            });
        } catch (IllegalArgumentException expected) {
            requireNotAtomic();
        }
        box.set(new Value(11));
        other.set(new Value(11));
        assertCollected("versions of a reader that has failed", needed);
    }

    @Test
    void aReaderThatWaitsHoldsNothing() {
        // A parked block is no reader: it looks again when it is woken.
        WeakReference<Value> needed = new WeakReference<>(box.get());
        Running waiter = start(() -> READER.run(() -> check(box.get().number == 12)));
        waiter.awaitParked();
        overwrite(10, true);
        waiter.awaitParked();
        box.set(new Value(11));
        other.set(new Value(11));
        waiter.awaitParked();
        assertCollected("versions of a reader that waits", needed);
        box.set(new Value(12));
        waiter.join();
    }

    @Test
    void aRunningWriterHoldsNoHistoryAlive() {
        // Writers that are merely slow take what is newest, or start again; nothing is kept for them.
        List<WeakReference<Value>> traces = new ArrayList<>();
        atomic(() -> {
            box.set(new Value(1));
            if (attempt() == 1) {
                elsewhere(() -> traces.addAll(overwrite(100, true)));
                assertCollected("versions under a slow writer", traces.subList(0, 98), 0);
            }
        });
        assertEquals(98, traces.subList(0, 98).size());
    }
}
