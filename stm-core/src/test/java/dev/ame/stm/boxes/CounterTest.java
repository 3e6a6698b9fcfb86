package dev.ame.stm.boxes;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Place;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A counter's increments never collide with each other, and its sum is nevertheless exact. */
@Bounded
class CounterTest {

    private final Counter counter = Counter.create();

    @ParameterizedTest
    @EnumSource
    void itCounts(Place place) {
        assertEquals(0, place.call(counter::sum));
        place.run(counter::increment);
        place.run(() -> counter.add(10));
        place.run(() -> counter.add(-3));
        assertEquals(8, place.call(counter::sum));
    }

    @ParameterizedTest
    @EnumSource
    void aBlockSeesItsOwnIncrements(Place place) {
        counter.add(5);
        long seen = place.call(() -> {
            counter.increment();
            long middle = counter.sum();
            counter.add(2);
            return middle * 100 + counter.sum();
        });
        assertEquals(608, seen);
    }

    @Test
    void aNamedCounterIsACounter() {
        Counter named = Counter.named("hits");
        named.increment();
        assertEquals(1, named.sum());
        assertEquals(0, Counter.named("hits").sum());
    }

    @Test
    void methodReferencesAreNotAmbiguous() {
        atomic(counter::increment);
        long sum = atomic(counter::sum);
        assertEquals(1, sum);
    }

    @Test
    void overlappingIncrementsDoNotAbortEachOther() {
        AtomicInteger runs = new AtomicInteger();
        together(4, index -> {
            for (int i = 0; i < 500; i++) {
                atomic(() -> {
                    runs.incrementAndGet();
                    counter.increment();
                });
            }
        });
        assertEquals(2_000, counter.sum());
        assertEquals(2_000, runs.get());
    }

    @Test
    void theSumIsOfOneInstant() {
        // Every block adds to both counters or neither; a reader never sees one without the other.
        Counter twin = Counter.create();
        together(3, index -> {
            for (int i = 0; i < 1_000; i++) {
                if (index == 0) {
                    assertEquals(0, (long) atomic(() -> counter.sum() - twin.sum()));
                } else {
                    atomic(() -> {
                        counter.increment();
                        twin.increment();
                    });
                }
            }
        });
        assertEquals(2_000, counter.sum());
    }

    @Test
    void theSumNeverGoesBack() {
        together(3, index -> {
            long last = 0;
            for (int i = 0; i < 2_000; i++) {
                if (index == 0) {
                    long sum = counter.sum();
                    assertTrue(sum >= last);
                    last = sum;
                } else {
                    counter.increment();
                }
            }
        });
        assertEquals(4_000, counter.sum());
    }

    @Test
    void aBlockThatReadTheSumAndWritesItIsExact() {
        LongBox copy = LongBox.of(-1);
        atomic(() -> {
            long sum = counter.sum();
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    counter.add(5);
                    assertEquals(-1, copy.get());
                }));
            }
            copy.set(sum);
        });
        assertEquals(5, copy.get());
    }

    @Test
    void itWrapsAroundLikeALong() {
        counter.add(Long.MAX_VALUE);
        counter.increment();
        assertEquals(Long.MIN_VALUE, counter.sum());
    }
}
