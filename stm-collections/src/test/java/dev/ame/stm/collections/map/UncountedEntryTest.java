package dev.ame.stm.collections.map;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * A thread is held up just after others can find the entry it has made. {@code ConcurrentHashMap} calls {@code compareTo} at
 * that moment, when a key gets many others with the same hash for neighbours.
 */
class UncountedEntryTest {
    private static final int NEIGHBOURS = 8;

    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Where the maker is stopped. */
    private static final class Stop {
        private final CountDownLatch isIn = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile Thread maker;

        void here() {
            if (Thread.currentThread() == maker) {
                isIn.countDown();
                try {
                    Elsewhere.await(goOn);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** Small numbers have the same hash. */
    private static final class Stopping implements Comparable<Stopping> {
        private final int number;
        private final Stop stop;

        Stopping(int number, Stop stop) {
            this.number = number;
            this.stop = stop;
        }

        @Override
        public int compareTo(Stopping other) {
            stop.here();
            return Integer.compare(number, other.number);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Stopping that && that.number == number;
        }

        @Override
        public int hashCode() {
            return number < 1000 ? 7 : 16 * number; // so that the others are no neighbours
        }
    }

    @Test
    void whoFindsItCountsIt() throws Exception {
        Stop stop = new Stop();
        TMap<Stopping, Integer> map = new TMap<>();
        for (int i = 0; i < 100; i++) {
            map.put(new Stopping(1000 + i, stop), i); // so that the table is not made larger instead
        }
        for (int i = 0; i < NEIGHBOURS; i++) {
            map.put(new Stopping(i, stop), i);
        }
        Stopping key = new Stopping(NEIGHBOURS, stop);
        LongBox absent = LongBox.of(0);
        FutureTask<Void> maker = new FutureTask<>(() -> {
            stop.maker = Thread.currentThread();
            assertThrows(
                    Failure.class,
                    () -> atomic(() -> {
                        map.put(key, 1);
                        throw new Failure();
                    }));
            return null;
        });

        atomic(() -> {
            if (!map.containsKey(key)) {
                if (Stm.attempt() == 1) {
                    new Thread(maker, "maker").start();
                    Elsewhere.await(stop.isIn);
                    Elsewhere.run(() -> {
                        atomic(() -> {
                            if (absent.get() == 0) {
                                map.put(key, 2);
                            }
                        });
                        return null;
                    });
                }
                absent.set(1);
            }
        });

        assertFalse(maker.isDone());
        boolean present = map.containsKey(key);
        stop.goOn.countDown();
        Elsewhere.join(maker);
        assertTrue(present);
        assertEquals(0, absent.get(), "the key is there, and the block that has not found it has committed");
        assertEquals(2, map.get(key));
    }
}
