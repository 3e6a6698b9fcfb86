package dev.ame.bench;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TSortedMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Single operations on a sorted map with random keys, outside and in a block, beside those of the JDK's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@SuppressWarnings("this-escape")
public class SortedMapBench {

    @Param({"skipList", "ame"})
    public String kind = "";

    @Param({"1000", "1000000"})
    public int elements;

    private ConcurrentNavigableMap<Integer, Integer> map;
    private Integer[] keys;

    /** Which key comes next; of one thread. */
    @State(Scope.Thread)
    public static class Turn {
        private int seed = System.identityHashCode(this) | 1;
        private @Nullable Integer removed;

        int next(int bound) {
            seed ^= seed << 13;
            seed ^= seed >>> 17;
            seed ^= seed << 5;
            return (int) (((seed & 0xffffffffL) * bound) >>> 32);
        }
    }

    /** Even keys, put in random order, as they come in life: so they lie scattered in memory. */
    @Setup
    public void fill() {
        keys = new Integer[elements];
        Turn turn = new Turn();
        for (int i = 0; i < elements; i++) {
            keys[i] = 2 * i;
            int other = turn.next(i + 1);
            Integer swapped = keys[other];
            keys[other] = keys[i];
            keys[i] = swapped;
        }
        map = kind.equals("ame") ? new TSortedMap<>() : new ConcurrentSkipListMap<>();
        for (Integer key : keys) {
            map.put(key, key);
        }
    }

    @Benchmark
    public @Nullable Integer get(Turn turn) {
        return map.get(keys[turn.next(elements)]);
    }

    @Benchmark
    public @Nullable Integer getInABlock(Turn turn) {
        return Stm.atomic(() -> map.get(keys[turn.next(elements)]));
    }

    @Benchmark
    public @Nullable Integer ceiling(Turn turn) {
        return map.ceilingKey(keys[turn.next(elements)] - 1);
    }

    /** Gives a key that is there another value. */
    @Benchmark
    public @Nullable Integer replace(Turn turn) {
        return map.put(keys[turn.next(elements)], keys[turn.next(elements)]);
    }

    @Benchmark
    public @Nullable Integer replaceInABlock(Turn turn) {
        return Stm.atomic(() -> map.put(keys[turn.next(elements)], keys[turn.next(elements)]));
    }

    /** Removes one key and puts back the one removed before: two operations. */
    @Benchmark
    public void removeAndPut(Turn turn) {
        exchange(turn);
    }

    @Benchmark
    public void removeAndPutInABlock(Turn turn) {
        Stm.atomic(() -> exchange(turn));
    }

    private void exchange(Turn turn) {
        Integer key = keys[turn.next(elements)];
        map.remove(key);
        if (turn.removed != null) {
            map.put(turn.removed, key);
        }
        turn.removed = key;
    }

    @Benchmark
    public long iterate() {
        return sum();
    }

    @Benchmark
    public long iterateInABlock() {
        return Stm.atomic(this::sum);
    }

    private long sum() {
        long sum = 0;
        for (Integer value : map.values()) {
            sum += value;
        }
        return sum;
    }
}
