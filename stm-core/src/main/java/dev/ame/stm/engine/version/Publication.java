package dev.ame.stm.engine.version;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The critical section of a commit: from the first tentative version that is installed to the last that is published or
 * taken off again. Belongs to one transaction.
 *
 * <p>It cannot be left half way. Taking versions off, and publishing once the first stamp is stored, are plain bytecode
 * in this class, without a call or an allocation, so neither a full stack nor a full heap gets in between.
 */
public final class Publication {
    /** How it went. But for {@link #DONE}, nothing has happened. */
    public enum Result {
        DONE,
        /** Something read has changed, or another committer has to be given way. */
        CONFLICT,
        /** A serial block is running, or an irrevocable one has written a location. */
        GATE_CLOSED,
        /** A location has changed since a pending function was applied to it. */
        FUNCTION_STALE
    }

    private int installed;

    /** Whether a block's commit was decided; set before its first version is published, cleared when the block ends. */
    public boolean committed;

    private long signals;

    /** The hash of the last location that a version could not be put over, with the sign bit set; 0 for none. */
    public int lost;

    /** The signals as they were after the versions were installed. */
    public long signals() {
        return signals;
    }

    /**
     * Installs the versions, validates, and publishes them.
     *
     * @param order the indices in the order of the locations' ids, in the low halves; null for 0, 1, 2, ...
     * @param pending the entries that depend on what they are put over, by index; null if there are none
     * @param based bit by bit, the entries whose version must be put over the one it names as its previous
     * @param own the stamp of the tentative versions
     * @param patient whether to wait for other committers as long as it takes: for one that nobody else can wait for in
     *     turn, because the gate is closed for its sake, or because it has read nothing and so installs only
     * @param heedGate whether a closed gate stops this commit
     */
    public Result commit(
            @Nullable Version[] versions,
            int n,
            long @Nullable [] order,
            @Nullable Pending @Nullable [] pending,
            long based,
            Validation validation,
            long own,
            boolean patient,
            boolean heedGate) {
        installed = 0;
        committed = false;
        Result result = Result.CONFLICT;
        boolean decided = false;
        int published = 0;
        long stamp = 0;
        @Nullable Version[] kept = null;
        Throwable failure = null;
        try {
            result = install(versions, n, order, pending, based, patient);
            if (result == Result.DONE) {
                stamp = Clock.now() + 1; // the commit's place in the serial order, if it is to have one
                signals = Clock.signals();
                kept = Clock.hasPins(signals) ? keep(versions, n, stamp) : null;
                if (heedGate && Clock.hasGate(signals)) {
                    result = Result.GATE_CLOSED;
                } else if (!validation.isCurrent(own)) {
                    result = Result.CONFLICT;
                } else {
                    decided = true;
                    committed = true;
                    for (; published < n; published++) {
                        Version version = get(versions, published);
                        version.previous = kept == null ? null : kept[published];
                        version.publishRelease(stamp);
                    }
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        // From here on bytecode alone: no call, no allocation.
        if (decided) {
            for (; published < n; published++) {
                Version version = versions[published];
                if (version != null) {
                    version.previous = kept == null ? null : kept[published];
                    version.stamp = stamp;
                }
            }
            return result;
        }
        for (int i = 0; i < installed; i++) {
            int k = order == null ? i : (int) order[i];
            Version version = versions[k];
            Location location = version == null ? null : version.location;
            Version below = version == null ? null : version.previous;
            if (location != null && below != null) {
                location.head = below;
            }
        }
        if (failure != null) {
            rethrow(failure);
        }
        return result;
    }

    /** Puts the tentative versions over the heads, in the order of the locations' ids, so that waiting cannot cycle. */
    private Result install(
            @Nullable Version[] versions,
            int n,
            long @Nullable [] order,
            @Nullable Pending @Nullable [] pending,
            long based,
            boolean patient) {
        for (int i = 0; i < n; i++) {
            int k = order == null ? i : (int) order[i];
            Version version = get(versions, k);
            Location location = version.location();
            Pending function = pending == null ? null : pending[k];
            boolean steady = i == 0 || patient;
            if (function != null) {
                Result result = Installation.ofPending(location, version, function, steady);
                if (result != Result.DONE) {
                    return result;
                }
            } else if (!Installation.of(version, k < Long.SIZE && (based & (1L << k)) != 0, steady)) {
                return notInstalled(location);
            }
            installed = i + 1;
        }
        return Result.DONE;
    }

    /** Why a version could not be installed. A write over what is reserved has no conflict: it comes later. */
    private Result notInstalled(Location location) {
        lost = Heads.hash(location) | Integer.MIN_VALUE;
        return Heads.isReserved(location) ? Result.GATE_CLOSED : Result.CONFLICT;
    }

    /** To be called before the validation: so long attempts learn in time what is written here, see {@code Watch}. */
    private static @Nullable Version[] keep(@Nullable Version[] versions, int n, long stamp) {
        @Nullable Version[] kept = new Version[n];
        for (int i = 0; i < n; i++) {
            kept[i] = keep(get(versions, i), stamp);
        }
        return kept;
    }

    /**
     * The same for one or two writes, in this order, of which none is pending. Most commits are small, so this is straight
     * code, and short enough to be compiled into its caller.
     *
     * @param firstBased whether the first version must be put over the one it names as its previous, or the result is
     *     {@link Result#CONFLICT}
     * @param validation null if nothing was read but what the versions are put over
     */
    @SuppressWarnings("NullAway") // a version that is installed has a location, and lies over another one
    public Result commitFew(
            Version first,
            boolean firstBased,
            @Nullable Version second,
            boolean secondBased,
            @Nullable Validation validation,
            long own,
            boolean heedGate) {
        committed = false;
        Result result = Result.CONFLICT;
        boolean firstIn = false;
        boolean secondIn = false;
        boolean decided = false;
        long stamp = 0;
        Throwable failure = null;
        try {
            firstIn = Installation.of(first, firstBased, true);
            secondIn = firstIn && second != null && Installation.of(second, secondBased, validation == null);
            if (second == null ? firstIn : secondIn) {
                stamp = Clock.now() + 1;
                signals = Clock.signals();
                Version firstKept = null;
                Version secondKept = null;
                if (signals != 0) {
                    firstKept = keepIfPinned(first, stamp);
                    secondKept = keepIfPinned(second, stamp);
                }
                if (heedGate && Clock.hasGate(signals)) {
                    result = Result.GATE_CLOSED;
                } else if (validation == null || validation.isCurrent(own)) {
                    decided = true;
                    committed = true;
                    result = Result.DONE;
                    first.previous = firstKept;
                    if (second != null) {
                        second.previous = secondKept;
                        second.publishRelease(stamp);
                    }
                    first.publishRelease(stamp);
                    return result;
                }
            } else {
                result = notInstalled(firstIn ? second.location() : first.location());
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        // From here on bytecode alone: no call, no allocation.
        if (decided) {
            first.stamp = stamp;
            if (second != null) {
                second.stamp = stamp;
            }
            return result;
        }
        if (secondIn) {
            second.location.head = second.previous;
        }
        if (firstIn) {
            first.location.head = first.previous;
        }
        if (failure != null) {
            rethrow(failure);
        }
        return result;
    }

    private @Nullable Version keepIfPinned(@Nullable Version version, long stamp) {
        return version == null || !Clock.hasPins(signals) ? null : keep(version, stamp);
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    /**
     * Puts a version over {@code base}, outside a block.
     *
     * @param base what the head must be, or the result is {@link Result#CONFLICT}
     */
    public Result replace(Location location, Version base, Version version, boolean heedGate) {
        Result result = Result.CONFLICT;
        boolean decided = false;
        long stamp = 0;
        Version kept = null;
        Throwable failure = null;
        version.previous = base;
        if (!Heads.casHead(location, base, version)) {
            return notInstalled(location);
        }
        try {
            stamp = Clock.now() + 1;
            signals = Clock.signals();
            kept = Clock.hasPins(signals) ? keep(version, stamp) : null;
            if (heedGate && Clock.hasGate(signals)) {
                result = Result.GATE_CLOSED;
            } else {
                decided = true;
                result = Result.DONE;
                version.previous = kept;
                version.publishRelease(stamp);
                return result;
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        // From here on bytecode alone: no call, no allocation.
        if (decided) {
            version.stamp = stamp;
            return result;
        }
        location.head = base;
        if (failure != null) {
            rethrow(failure);
        }
        return result;
    }

    /**
     * The same for a write outside a block, and an addition to a number. It cannot wait for others in a cycle: the number
     * comes first, while nothing is owned, and the other head is not waited for.
     *
     * @param sum the new version of the number
     * @param base what the head of the location must be, or the result is {@link Result#CONFLICT}
     */
    public Result commitCounted(
            Location number,
            LongVersion sum,
            long amount,
            Location location,
            Version base,
            Version version,
            boolean heedGate) {
        committed = false;
        Result result = Result.CONFLICT;
        Version below = null;
        Version belowSum = null;
        boolean decided = false;
        long stamp = 0;
        Version kept = null;
        Version keptSum = null;
        Throwable failure = null;
        try {
            belowSum = Installation.ofSum(number, sum, amount);
            version.previous = base;
            if (belowSum == null) {
                result = notInstalled(number);
            } else if (!Heads.casHead(location, base, version)) {
                result = notInstalled(location);
            } else {
                below = base;
                stamp = Clock.now() + 1;
                signals = Clock.signals();
                if (heedGate && Clock.hasGate(signals)) {
                    result = Result.GATE_CLOSED;
                } else {
                    if (Clock.hasPins(signals)) {
                        keptSum = History.keep(number, sum, stamp);
                        kept = keep(version, stamp);
                    }
                    decided = true;
                    result = Result.DONE;
                    version.previous = kept;
                    sum.previous = keptSum;
                    version.publishRelease(stamp);
                    sum.publishRelease(stamp);
                    return result;
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        // From here on bytecode alone: no call, no allocation.
        if (decided) {
            version.stamp = stamp;
            sum.stamp = stamp;
            return result;
        }
        if (below != null) {
            location.head = below;
        }
        if (belowSum != null) {
            number.head = belowSum;
        }
        if (failure != null) {
            rethrow(failure);
        }
        return result;
    }

    private static @Nullable Version keep(Version version, long stamp) {
        Version kept = History.keep(version.location(), version, stamp);
        ObjectVersion.stayIfNeeded(version, kept);
        return kept;
    }

    private static <T> T get(@Nullable T[] array, int index) {
        return Objects.requireNonNull(array[index]);
    }
}
