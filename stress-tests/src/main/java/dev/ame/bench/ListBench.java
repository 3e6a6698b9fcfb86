package dev.ame.bench;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One operation on a list of some length, outside a block or as a block. */
public class ListBench extends Row {

    @Param("100000")
    public int boxes;

    private List<Integer> ame = List.of();
    private List<Integer> plain = List.of();
    private int random;

    @Setup
    public void fill() {
        List<Integer> all = IntStream.range(0, boxes).boxed().toList();
        ame = new TList<>(all);
        plain = Collections.synchronizedList(new ArrayList<>(all));
        random = ThreadLocalRandom.current().nextInt();
    }

    private int anywhere() {
        random = 1664525 * random + 1013904223;
        return (random >>> 1) % boxes;
    }

    @Benchmark
    public Integer getAme() {
        return ame.get(anywhere());
    }

    @Benchmark
    public Integer getAmeBlock() {
        int index = anywhere();
        return Stm.atomic(() -> ame.get(index));
    }

    @Benchmark
    public Integer getSynchronized() {
        return plain.get(anywhere());
    }

    @Benchmark
    public Integer setAme() {
        return ame.set(anywhere(), 1);
    }

    @Benchmark
    public Integer setAmeBlock() {
        int index = anywhere();
        return Stm.atomic(() -> ame.set(index, 1));
    }

    @Benchmark
    public Integer setSynchronized() {
        return plain.set(anywhere(), 1);
    }

    @Benchmark
    public Integer addAndRemoveLastAme() {
        ame.add(1);
        return ame.remove(boxes);
    }

    @Benchmark
    public Integer addAndRemoveLastSynchronized() {
        plain.add(1);
        return plain.remove(boxes);
    }

    @Benchmark
    public Integer insertAndRemoveAme() {
        int index = anywhere();
        ame.add(index, 1);
        return ame.remove(index);
    }

    @Benchmark
    public Integer insertAndRemoveSynchronized() {
        int index = anywhere();
        plain.add(index, 1);
        return plain.remove(index);
    }

    @Benchmark
    public long iterateAme() {
        long sum = 0;
        for (Integer element : ame) {
            sum += element;
        }
        return sum;
    }

    @Benchmark
    public long iterateAmeBlock() {
        return Stm.atomic(() -> {
            long sum = 0;
            for (Integer element : ame) {
                sum += element;
            }
            return sum;
        });
    }
}
