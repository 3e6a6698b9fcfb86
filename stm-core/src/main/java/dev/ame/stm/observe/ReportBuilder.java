package dev.ame.stm.observe;

import dev.ame.stm.engine.observe.BlockTally;
import dev.ame.stm.engine.observe.BlockWait;
import dev.ame.stm.engine.observe.Ledgers;
import dev.ame.stm.engine.observe.ThreadTime;
import dev.ame.stm.engine.observe.Totals;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Makes a report of a recording. Here, and only here, keys are turned into text, by code of users. */
final class ReportBuilder {
    private static final int MAX_KEY = 40;
    private static final int MAX_THREADS = 64;

    private final Recording recording;
    private final long elapsed;

    private ReportBuilder(Recording recording) {
        this.recording = recording;
        elapsed = System.nanoTime() - recording.began;
    }

    static ConflictReport build(Recording recording) {
        return new ReportBuilder(recording).build();
    }

    private ConflictReport build() {
        List<BlockUse> blocks = blocks();
        long inBlocks = 0;
        for (BlockUse block : blocks) {
            inBlocks += block.useful().toNanos() + block.lost().toNanos();
        }
        Totals now = Ledgers.totals();
        Totals before = Objects.requireNonNull(recording.totalsBefore, "the recording has not begun");
        return new ConflictReport(
                Duration.ofNanos(elapsed),
                now.commits() - before.commits(),
                now.readOnlyCommits() - before.readOnlyCommits(),
                conflicts(inBlocks),
                blocks,
                serial(),
                waits(),
                loops(),
                threads(),
                recording.dropped.sum());
    }

    // ---------------------------------------------------------------- conflicts

    private List<Conflict> conflicts(long inBlocks) {
        List<Conflict> all = new ArrayList<>();
        for (ConflictRow row : recording.conflicts.values()) {
            ConflictRow.Snapshot of = row.snapshot();
            double share = inBlocks <= 0 ? 0 : Math.min(1, (double) of.nanos() / inBlocks);
            all.add(new Conflict(
                    target(of),
                    of.of().cause(),
                    of.loser(),
                    of.winner(),
                    of.aborts(),
                    Duration.ofNanos(of.nanos()),
                    share,
                    of.compared(),
                    of.same(),
                    of.iterations(),
                    Advice.of(of)));
        }
        all.sort(Comparator.comparing(Conflict::lost).reversed());
        return all;
    }

    private static Target target(ConflictRow.Snapshot row) {
        Recording.RowKey of = row.of();
        if (of.kind().isEmpty()) {
            return new Target(isOfEngine(of.cause()) ? "(nothing)" : "(unknown)", null, "", List.of(), 0);
        }
        String kind = of.location() == -1 ? of.kind() + ", one of many" : of.kind();
        List<String> keys = row.keys().stream().map(ReportBuilder::render).toList();
        return new Target(kind, of.name(), of.part(), keys, row.moreKeys());
    }

    private static boolean isOfEngine(Cause cause) {
        return cause == Cause.RESTART || cause == Cause.CHAOS || cause == Cause.OTHER;
    }

    /** Code of users. */
    private static String render(Object key) {
        String text;
        try {
            text = key instanceof CharSequence ? "\"" + key + '"' : String.valueOf(key);
        } catch (RuntimeException | StackOverflowError e) {
            text = "(a " + key.getClass().getSimpleName() + " that cannot be shown)";
        }
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= MAX_KEY ? line : line.substring(0, MAX_KEY - 3) + "...";
    }

    static String describe(Location place) {
        Subject subject = Locations.subject(place) instanceof Subject of ? of : null;
        if (subject == null) {
            return new Target(Recording.kind(place), Locations.name(place), "", List.of(), 0).toString();
        }
        List<String> keys = subject.key() == null ? List.of() : List.of(render(subject.key()));
        String name = subject.name() != null ? subject.name() : Locations.name(place);
        return new Target(subject.kind(), name, subject.part(), keys, 0).toString();
    }

    // ---------------------------------------------------------------- blocks

    static BlockUse use(BlockTally tally, long aborts) {
        return new BlockUse(
                tally.block.display(),
                tally.runs(),
                tally.thrown(),
                aborts,
                Duration.ofNanos(tally.usefulNanos()),
                Duration.ofNanos(tally.lostNanos()));
    }

    private List<BlockUse> blocks() {
        Map<String, BlockUse> all = new HashMap<>();
        for (BlockTally tally : Ledgers.tallies()) {
            LongAdder lost = recording.aborts.get(tally.block);
            BlockUse now = use(tally, lost == null ? 0 : lost.sum());
            BlockUse before = recording.talliesBefore.get(tally.block);
            BlockUse own = before == null ? now : minus(now, before);
            if (own.runs() > 0 || own.aborts() > 0) {
                all.merge(own.block(), own, ReportBuilder::plus);
            }
        }
        List<BlockUse> sorted = new ArrayList<>(all.values());
        sorted.sort(Comparator.comparing((BlockUse use) -> use.useful().plus(use.lost()))
                .reversed());
        return sorted;
    }

    static BlockUse minus(BlockUse now, BlockUse before) {
        return new BlockUse(
                now.block(),
                now.runs() - before.runs(),
                now.thrown() - before.thrown(),
                now.aborts() - before.aborts(),
                minus(now.useful(), before.useful()),
                minus(now.lost(), before.lost()));
    }

    private static BlockUse plus(BlockUse one, BlockUse other) {
        return new BlockUse(
                one.block(),
                one.runs() + other.runs(),
                one.thrown() + other.thrown(),
                one.aborts() + other.aborts(),
                one.useful().plus(other.useful()),
                one.lost().plus(other.lost()));
    }

    /** Not below zero: estimates may shrink. */
    static Duration minus(Duration now, Duration before) {
        Duration difference = now.minus(before);
        return difference.isNegative() ? Duration.ZERO : difference;
    }

    // ---------------------------------------------------------------- running alone, waiting, loops

    private List<SerialUse> serial() {
        List<SerialUse> all = new ArrayList<>();
        recording.serial.values().forEach(row -> all.add(row.use()));
        all.sort(Comparator.comparing((SerialUse use) -> use.held().plus(use.waited()))
                .reversed());
        return all;
    }

    private List<WaitUse> waits() {
        Map<String, List<BlockWait>> now = new HashMap<>();
        for (BlockWait wait : Ledgers.waiting()) {
            now.computeIfAbsent(Recording.display(wait), name -> new ArrayList<>())
                    .add(wait);
        }
        List<WaitUse> all = new ArrayList<>();
        recording.waits.forEach((block, row) -> {
            List<BlockWait> present = now.remove(block);
            all.add(row.use(block, present == null ? List.of() : present, recording.began));
        });
        now.forEach((block, present) -> all.add(new WaitRow().use(block, present, recording.began)));
        all.sort(Comparator.comparing(WaitUse::waited).reversed());
        return all;
    }

    private List<LoopUse> loops() {
        List<LoopUse> all = new ArrayList<>();
        recording.loops.forEach((body, row) -> {
            LoopUse use = row.use(body);
            if (use != null) {
                all.add(use);
            }
        });
        all.sort(Comparator.comparing(LoopUse::body));
        return all;
    }

    // ---------------------------------------------------------------- threads

    private List<ThreadUse> threads() {
        List<ThreadUse> all = new ArrayList<>();
        for (ThreadTime now : Ledgers.threadTimes()) {
            ThreadTime before = recording.threadsBefore.get(now.thread());
            ThreadUse use = use(now, before);
            if (!use.useful().plus(use.lost()).plus(waited(use)).isZero()) {
                all.add(use);
            }
        }
        all.sort(Comparator.comparing(
                        (ThreadUse use) -> use.useful().plus(use.lost()).plus(waited(use)))
                .reversed());
        return all.size() <= MAX_THREADS ? all : new ArrayList<>(all.subList(0, MAX_THREADS));
    }

    private ThreadUse use(ThreadTime now, @Nullable ThreadTime before) {
        ThreadTime zero = before == null ? new ThreadTime(now.thread(), 0, 0, 0, 0, 0, 0) : before;
        long useful = Math.max(0, now.useful() - zero.useful());
        long lost = now.lost() - zero.lost();
        long serialWait = now.serialWait() - zero.serialWait();
        long turnWait = now.turnWait() - zero.turnWait();
        long retryWait = now.retryWait() - zero.retryWait();
        long rest = elapsed - useful - lost - serialWait - turnWait - retryWait;
        return new ThreadUse(
                now.thread(),
                Duration.ofNanos(useful),
                Duration.ofNanos(lost),
                Duration.ofNanos(now.serial() - zero.serial()),
                Duration.ofNanos(serialWait),
                Duration.ofNanos(turnWait),
                Duration.ofNanos(retryWait),
                Duration.ofNanos(Math.max(0, rest)));
    }

    static Duration waited(ThreadUse use) {
        return use.waitedForSerial().plus(use.waitedForTurn()).plus(use.waitedInRetry());
    }
}
