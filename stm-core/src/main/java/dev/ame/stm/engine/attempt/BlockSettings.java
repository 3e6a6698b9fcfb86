package dev.ame.stm.engine.attempt;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How a block wants to be run. Immutable. Not a record, because {@link #isPlain} is asked for every block, and so has to be
 * known beforehand.
 */
public final class BlockSettings {
    public static final long NO_DEADLINE = Long.MAX_VALUE;
    public static final int DEFAULT_SERIAL_AFTER = 8;
    public static final BlockSettings DEFAULT =
            new BlockSettings(null, DEFAULT_SERIAL_AFTER, NO_DEADLINE, Integer.MAX_VALUE, false, false, List.of());

    /** Of an operation outside any block that runs as a block of its own. */
    public static final BlockSettings SINGLE = new BlockSettings(
            "single operation", DEFAULT_SERIAL_AFTER, NO_DEADLINE, Integer.MAX_VALUE, false, false, List.of());

    private static final AtomicInteger RUNS = new AtomicInteger(1);

    private final @Nullable String name;
    private final int serialAfter;
    private final long deadlineNanos;
    private final int maxAttempts;
    private final boolean readOnly;
    private final boolean irrevocable;
    private final List<Class<? extends Throwable>> noRollbackFor;
    private final boolean plain;
    private final int hash;

    /**
     * Settings.
     *
     * @param name for reports; null if it has none
     * @param serialAfter conflicts after which the block runs under the serial lock
     * @param deadlineNanos time for all attempts and waits together; {@link #NO_DEADLINE} for any
     * @param maxAttempts conflicts after which the block gives up
     * @param readOnly whether writes are refused
     * @param irrevocable whether the block is irrevocable from its beginning
     * @param noRollbackFor throwables that commit
     */
    public BlockSettings(
            @Nullable String name,
            int serialAfter,
            long deadlineNanos,
            int maxAttempts,
            boolean readOnly,
            boolean irrevocable,
            List<Class<? extends Throwable>> noRollbackFor) {
        this.name = name;
        this.serialAfter = serialAfter;
        this.deadlineNanos = deadlineNanos;
        this.maxAttempts = maxAttempts;
        this.readOnly = readOnly;
        this.irrevocable = irrevocable;
        this.noRollbackFor = List.copyOf(noRollbackFor);
        plain = serialAfter == DEFAULT_SERIAL_AFTER
                && deadlineNanos == NO_DEADLINE
                && maxAttempts == Integer.MAX_VALUE
                && !readOnly
                && !irrevocable
                && noRollbackFor.isEmpty();
        hash = plain ? Objects.hashCode(name) : System.identityHashCode(this);
    }

    private BlockSettings(BlockSettings same, int hash) {
        name = same.name;
        serialAfter = same.serialAfter;
        deadlineNanos = same.deadlineNanos;
        maxAttempts = same.maxAttempts;
        readOnly = same.readOnly;
        irrevocable = same.irrevocable;
        noRollbackFor = same.noRollbackFor;
        plain = same.plain;
        this.hash = hash;
    }

    /** The same for one run of a loop: what is learned in it does not reach another one. */
    BlockSettings forOneRun() {
        return new BlockSettings(this, RUNS.getAndAdd(0x9E3779B9));
    }

    /** The same with a name. */
    public BlockSettings withName(String newName) {
        return new BlockSettings(
                newName, serialAfter, deadlineNanos, maxAttempts, readOnly, irrevocable, noRollbackFor);
    }

    public @Nullable String name() {
        return name;
    }

    public int serialAfter() {
        return serialAfter;
    }

    public long deadlineNanos() {
        return deadlineNanos;
    }

    public int maxAttempts() {
        return maxAttempts;
    }

    public boolean readOnly() {
        return readOnly;
    }

    public boolean irrevocable() {
        return irrevocable;
    }

    public List<Class<? extends Throwable>> noRollbackFor() {
        return noRollbackFor;
    }

    /** Whether a first attempt needs nothing but to be run. */
    public boolean isPlain() {
        return plain;
    }

    /**
     * What a thread learns of blocks, it learns by this: by the class of their body, apart for each name, and for each object with
     * other options. A hash, so that it keeps no class alive.
     */
    int profileKey(Class<?> block) {
        return System.identityHashCode(block) + hash;
    }

    public boolean commitsOn(Throwable thrown) {
        for (Class<? extends Throwable> type : noRollbackFor) {
            if (type.isInstance(thrown)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "[name=" + name + ", serialAfter=" + serialAfter + ", deadlineNanos=" + deadlineNanos + ", maxAttempts="
                + maxAttempts + ", readOnly=" + readOnly + ", irrevocable=" + irrevocable + ", noRollbackFor="
                + noRollbackFor + ']';
    }
}
