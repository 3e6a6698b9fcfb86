package dev.ame.bench;

import dev.ame.stm.LongBox;
import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.loop.AtomicExecutor;
import dev.ame.stm.loop.AtomicLoop;
import dev.ame.stm.loop.LoopReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** Whole loops: the plain serial one, and the atomic one on one or two threads, in any order or in that of the elements. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets up the states
public class LoopBench {
    private static final int TOTALS = 16;

    /** Who runs the loop. */
    public enum Way {
        PLAIN,
        ANY_1,
        ANY_2,
        ORDERED_1,
        ORDERED_2;

        <T> AtomicLoop<T> set(AtomicLoop<T> loop) {
            AtomicLoop<T> threads = loop.parallelism(this == ANY_1 || this == ORDERED_1 ? 1 : 2);
            return this == ORDERED_1 || this == ORDERED_2 ? threads.ordered() : threads;
        }
    }

    /** Work that takes about this many microseconds. */
    private static long work(long seed, long micros) {
        long x = seed | 1;
        for (long i = micros * 500; i > 0; i--) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }

    /** 4096 entries of a dictionary, worked on, written back, and added to one of 16 totals. */
    @State(Scope.Benchmark)
    public static class Dictionary {
        @Param
        public Way way;

        /** Whether a total is read and set, or added to blindly. */
        @Param({"true", "false"})
        public boolean readTotals;

        private final Map<Integer, Long> entries = new HashMap<>();

        @Setup
        public void fill() {
            for (int i = 0; i < 4096; i++) {
                entries.put(i, i * 7L + 1);
            }
        }

        private Object plain() {
            Map<Integer, Long> out = new HashMap<>();
            long[] totals = new long[TOTALS];
            for (Map.Entry<Integer, Long> entry : entries.entrySet()) {
                long result = work(entry.getValue(), 20);
                out.put(entry.getKey(), result);
                totals[(int) (result & (TOTALS - 1))] += result;
            }
            return out.getOrDefault(0, 0L) + totals[0];
        }

        private Object atomic() {
            TMap<Integer, Long> out = new TMap<>();
            LongBox[] totals = boxes(TOTALS);
            way.set(AtomicLoop.over(entries)).forEach(entry -> {
                long result = work(entry.getValue(), 20);
                out.put(entry.getKey(), result);
                LongBox total = totals[(int) (result & (TOTALS - 1))];
                if (readTotals) {
                    total.set(total.get() + result);
                } else {
                    total.add(result);
                }
            });
            return out.getOrDefault(0, 0L) + totals[0].get();
        }
    }

    @Benchmark
    public Object dictionary(Dictionary state) {
        return state.way == Way.PLAIN ? state.plain() : state.atomic();
    }

    /** Iterations of which some percent change one box, and the others one of their own. */
    @State(Scope.Benchmark)
    public static class Conflicts {
        @Param
        public Way way;

        @Param({"1", "10", "50", "100"})
        public int percent;

        private static final int COUNT = 4096;
        private final LongBox[] own = boxes(COUNT);
        private final long[] ownPlain = new long[COUNT];
        private final LongBox shared = LongBox.of(0);
        private long sharedPlain;

        private Object plain() {
            for (int i = 0; i < COUNT; i++) {
                if (i % 100 < percent) {
                    sharedPlain += work(i, 20);
                } else {
                    ownPlain[i] += work(i, 20);
                }
            }
            return sharedPlain + ownPlain[COUNT - 1];
        }

        private LoopReport atomic() {
            return way.set(AtomicLoop.range(0, COUNT)).forEach(i -> {
                LongBox box = i % 100 < percent ? shared : own[i];
                long old = box.get();
                box.set(old + work(i, 20));
            });
        }
    }

    @Benchmark
    public Object conflicts(Conflicts state) {
        return state.way == Way.PLAIN ? state.plain() : state.atomic();
    }

    /** A million bodies of some 50 ns. */
    @State(Scope.Benchmark)
    public static class Small {
        @Param
        public Way way;

        private static final int COUNT = 1_000_000;
        private final LongBox[] own = boxes(1024);
        private final long[] ownPlain = new long[1024];

        private static long step(int i) {
            long x = i | 1;
            for (int k = 0; k < 25; k++) {
                x ^= x << 13;
                x ^= x >>> 7;
                x ^= x << 17;
            }
            return x;
        }

        private Object plain() {
            for (int i = 0; i < COUNT; i++) {
                ownPlain[i & 1023] += step(i);
            }
            return ownPlain;
        }

        private LoopReport atomic() {
            return way.set(AtomicLoop.range(0, COUNT)).forEach(i -> own[i & 1023].add(step(i)));
        }
    }

    @Benchmark
    public Object small(Small state) {
        return state.way == Way.PLAIN ? state.plain() : state.atomic();
    }

    /** Work of 20 us, and an append to one list. */
    @State(Scope.Benchmark)
    public static class Append {
        @Param({"PLAIN", "ORDERED_1", "ORDERED_2"})
        public Way way;

        private static final int COUNT = 4096;

        private Object plain() {
            List<Long> list = new ArrayList<>();
            IntStream.range(0, COUNT).forEach(i -> list.add(work(i, 20)));
            return list;
        }

        private Object atomic() {
            TList<Long> list = new TList<>();
            way.set(AtomicLoop.range(0, COUNT)).forEach(i -> list.add(work(i, 20)));
            return list;
        }
    }

    @Benchmark
    public Object append(Append state) {
        return state.way == Way.PLAIN ? state.plain() : state.atomic();
    }

    /** Tasks of an executor. */
    @State(Scope.Benchmark)
    public static class Tasks {
        /** Which executor. */
        public enum Kind {
            SINGLE_THREAD,
            ORDERED,
            UNORDERED
        }

        @Param
        public Kind kind;

        private final LongBox[] boxes = boxes(1024);
        private final long[] plain = new long[1024];

        private Object run(int tasks, int micros) throws InterruptedException {
            if (kind == Kind.SINGLE_THREAD) {
                ExecutorService executor = Executors.newSingleThreadExecutor();
                for (int i = 0; i < tasks; i++) {
                    int k = i;
                    executor.execute(() -> plain[k & 1023] += work(k, micros));
                }
                executor.shutdown();
                return executor.awaitTermination(1, TimeUnit.HOURS);
            }
            try (AtomicExecutor executor = kind == Kind.ORDERED ? new AtomicExecutor() : AtomicExecutor.unordered()) {
                for (int i = 0; i < tasks; i++) {
                    int k = i;
                    executor.execute(() -> boxes[k & 1023].add(work(k, micros)));
                }
            }
            return boxes;
        }
    }

    @Benchmark
    public Object hundredThousandSmallTasks(Tasks state) throws InterruptedException {
        return state.run(100_000, 0);
    }

    @Benchmark
    public Object thousandTasksOfAMillisecond(Tasks state) throws InterruptedException {
        return state.run(1_000, 1_000);
    }

    private static LongBox[] boxes(int count) {
        LongBox[] boxes = new LongBox[count];
        for (int i = 0; i < count; i++) {
            boxes[i] = LongBox.of(0);
        }
        return boxes;
    }
}
