package dev.ame.examples.classatlas;

import dev.ame.stm.loop.AtomicLoop;
import dev.ame.stm.loop.LoopReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Builds the atlas of the same files by the serial and by the atomic loop, and times both.
 *
 * <p>How the times are taken: both loops do all of the work for every file, from reading its bytes to adding up its numbers. Each
 * runs once over all files without being timed, which loads the files into memory and lets the JIT compile both. Then the two take
 * turns for {@value #ROUNDS} rounds, so that whatever else the machine does falls on both, and the median round of each counts. A
 * time is that of the loop; turning the builder's maps into an {@link Atlas} for the comparison is not part of it.
 */
final class AtlasComparison {

    static final int ROUNDS = 5;

    /** Loops over the files in one run: a warm-up and the rounds, each serial and atomic. */
    static final int PASSES = 2 * (1 + ROUNDS);

    private final List<Path> files;
    private final int threads;
    private final boolean ordered;
    private final Supplier<? extends AtlasBuilder> atomicBuilders;
    private final AtlasProgress progress;
    private long filesBefore;

    AtlasComparison(
            List<Path> files,
            int threads,
            boolean ordered,
            Supplier<? extends AtlasBuilder> atomicBuilders,
            AtlasProgress progress) {
        this.files = files;
        this.threads = threads;
        this.ordered = ordered;
        this.atomicBuilders = atomicBuilders;
        this.progress = progress;
    }

    /**
     * What came out.
     *
     * @param atlas the atlas of the serial loop
     * @param difference empty when every atomic loop built an equal one, else where the first unequal one differs
     * @param serialTime the median time of the serial loop
     * @param atomicTime the median time of the atomic loop
     * @param loop what the engine reports of that loop
     */
    record Result(Atlas atlas, String difference, Duration serialTime, Duration atomicTime, LoopReport loop) {

        boolean equal() {
            return difference.isEmpty();
        }

        double speedUp() {
            return (double) serialTime.toNanos() / atomicTime.toNanos();
        }
    }

    private record SerialPass(Atlas atlas, Duration time) {}

    private record AtomicPass(Atlas atlas, Duration time, LoopReport loop) {}

    Result run() throws IOException {
        SerialPass expected = serialPass();
        AtomicPass warmUp = atomicPass();
        if (!warmUp.atlas.equals(expected.atlas)) {
            return result(expected.atlas, List.of(expected.time), List.of(warmUp));
        }
        List<Duration> serialTimes = new ArrayList<>();
        List<AtomicPass> atomicPasses = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            serialTimes.add(serialPass().time);
            atomicPasses.add(atomicPass());
        }
        return result(expected.atlas, serialTimes, atomicPasses);
    }

    private static Result result(Atlas expected, List<Duration> serialTimes, List<AtomicPass> atomicPasses) {
        String difference = atomicPasses.stream()
                .map(pass -> AtlasDifference.describe(expected, pass.atlas))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        AtomicPass median = median(atomicPasses, Comparator.comparing(AtomicPass::time));
        return new Result(
                expected, difference, median(serialTimes, Comparator.naturalOrder()), median.time, median.loop);
    }

    private static <T> T median(List<T> values, Comparator<T> order) {
        return values.stream().sorted(order).toList().get(values.size() / 2);
    }

    private SerialPass serialPass() throws IOException {
        SerialAtlasBuilder builder = new SerialAtlasBuilder();
        long start = System.nanoTime();
        long done = 0;
        for (Path file : files) {
            builder.add(ClassFileReader.parse(Files.readAllBytes(file)));
            progress.at(filesBefore + ++done);
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        filesBefore += files.size();
        return new SerialPass(builder.build(), time);
    }

    /**
     * The loop body is the serial one and runs as one atomic block for each file. Reading stands inside the block: the file system
     * cannot change, so to read a file again when a block is re-executed gives the same bytes and disturbs nobody, and neither loop
     * has to hold all files in memory.
     */
    private AtomicPass atomicPass() throws IOException {
        AtlasBuilder builder = atomicBuilders.get();
        long start = System.nanoTime();
        AtomicLoop<Path> anyOrder = AtomicLoop.over(files)
                .named("class atlas")
                .parallelism(threads)
                .onProgress(now -> progress.at(filesBefore + now.done()));
        LoopReport loop = (ordered ? anyOrder.ordered() : anyOrder)
                .forEach(file -> builder.add(ClassFileReader.parse(Files.readAllBytes(file))));
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        filesBefore += files.size();
        return new AtomicPass(builder.build(), time, loop);
    }
}
