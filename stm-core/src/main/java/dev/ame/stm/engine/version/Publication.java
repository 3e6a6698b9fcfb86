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
        /** A serial block is running. */
        GATE_CLOSED,
        /** A location has changed since a pending function was applied to it. */
        FUNCTION_STALE
    }

    private int installed;

    /** Whether a block's commit was decided; set before its first version is published, cleared when the block ends. */
    public boolean committed;

    private long signals;

    /** The signals as they were after the versions were installed. */
    public long signals() {
        return signals;
    }

    /**
     * Installs the versions, validates, and publishes them.
     *
     * @param order the indices in the order of the locations' ids, in the low halves; null for 0, 1, 2, ...
     * @param pending the entries that depend on what they are put over, by index; null if there are none
     * @param own the stamp of the tentative versions
     * @param patient whether to wait for other committers as long as it takes: for one that nobody else can wait for in
     *     turn, because the gate is closed for its sake, or because it has read nothing and so installs only
     * @param heedGate whether a closed gate stops this commit
     */
    public Result commit(
            @Nullable Location[] locations,
            @Nullable Version[] versions,
            int n,
            long @Nullable [] order,
            @Nullable Pending @Nullable [] pending,
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
            result = install(locations, versions, n, order, pending, patient);
            if (result == Result.DONE) {
                stamp = Clock.now() + 1; // the commit's place in the serial order, if it is to have one
                signals = Clock.signals();
                kept = Clock.hasPins(signals) ? keep(locations, versions, n, stamp) : null;
                if (heedGate && Clock.hasGate(signals)) {
                    result = Result.GATE_CLOSED;
                } else if (!validation.isCurrent(own)) {
                    result = Result.CONFLICT;
                } else {
                    decided = true;
                    committed = true;
                    for (; published < n; published++) {
                        Version version = get(versions, published);
                        version.setPreviousPlain(kept == null ? null : kept[published]);
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
            Location location = locations[k];
            Version version = versions[k];
            Version below = version == null ? null : version.previous;
            if (location != null && below != null) {
                location.head = below;
            }
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure != null) {
            throw (RuntimeException) failure;
        }
        return result;
    }

    /** Puts the tentative versions over the heads, in the order of the locations' ids, so that waiting cannot cycle. */
    private Result install(
            @Nullable Location[] locations,
            @Nullable Version[] versions,
            int n,
            long @Nullable [] order,
            @Nullable Pending @Nullable [] pending,
            boolean patient) {
        for (int i = 0; i < n; i++) {
            int k = order == null ? i : (int) order[i];
            Location location = get(locations, k);
            Version version = get(versions, k);
            Pending function = pending == null ? null : pending[k];
            Version head;
            do {
                head = i == 0 || patient ? Heads.awaitCommitted(location) : Heads.awaitBriefly(location);
                if (head.isTentative()) {
                    return Result.CONFLICT;
                }
                if (function != null && version.previous != head) {
                    if (!function.isTrusted()) {
                        return Result.FUNCTION_STALE;
                    }
                    function.apply(head, version);
                }
                version.setPreviousPlain(head);
            } while (!Heads.casHead(location, head, version));
            installed = i + 1;
        }
        return Result.DONE;
    }

    /** To be called before the validation: so long attempts learn in time what is written here, see {@code Watch}. */
    private static @Nullable Version[] keep(
            @Nullable Location[] locations, @Nullable Version[] versions, int n, long stamp) {
        @Nullable Version[] kept = new Version[n];
        for (int i = 0; i < n; i++) {
            kept[i] = keep(get(locations, i), get(versions, i), stamp);
        }
        return kept;
    }

    /**
     * The same for one write: of a block, which has read what {@code validation} knows, or outside one, when it must be
     * put over {@code base}.
     *
     * @param base what the head must be, or the result is {@link Result#CONFLICT}; null for any
     */
    public Result commitOne(
            Location location,
            @Nullable Version base,
            Version version,
            Validation validation,
            long own,
            boolean heedGate) {
        committed = false;
        Result result = Result.CONFLICT;
        Version below = null;
        boolean decided = false;
        long stamp = 0;
        Version kept = null;
        Throwable failure = null;
        try {
            Version head = base;
            while (below == null) {
                if (base == null) {
                    head = Heads.awaitCommitted(location);
                }
                version.setPreviousPlain(head);
                if (head != null && Heads.casHead(location, head, version)) {
                    below = head;
                } else if (base != null) {
                    return result;
                }
            }
            stamp = Clock.now() + 1;
            signals = Clock.signals();
            kept = Clock.hasPins(signals) ? keep(location, version, stamp) : null;
            if (heedGate && Clock.hasGate(signals)) {
                result = Result.GATE_CLOSED;
            } else if (validation.isCurrent(own)) {
                decided = true;
                committed = base == null;
                result = Result.DONE;
                version.setPreviousPlain(kept);
                version.publishRelease(stamp);
                return result;
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        // From here on bytecode alone: no call, no allocation.
        if (decided) {
            version.previous = kept;
            version.stamp = stamp;
            return result;
        }
        if (below != null) {
            location.head = below;
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure != null) {
            throw (RuntimeException) failure;
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
            belowSum = installSum(number, sum, amount);
            version.setPreviousPlain(base);
            if (Heads.casHead(location, base, version)) {
                below = base;
                stamp = Clock.now() + 1;
                signals = Clock.signals();
                if (heedGate && Clock.hasGate(signals)) {
                    result = Result.GATE_CLOSED;
                } else {
                    if (Clock.hasPins(signals)) {
                        keptSum = History.keep(number, sum, stamp);
                        kept = keep(location, version, stamp);
                    }
                    decided = true;
                    result = Result.DONE;
                    version.setPreviousPlain(kept);
                    version.publishRelease(stamp);
                    sum.setPreviousPlain(keptSum);
                    sum.publishRelease(stamp);
                    return result;
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        // From here on bytecode alone: no call, no allocation.
        if (decided) {
            version.previous = kept;
            version.stamp = stamp;
            sum.previous = keptSum;
            sum.stamp = stamp;
            return result;
        }
        if (below != null) {
            location.head = below;
        }
        if (belowSum != null) {
            number.head = belowSum;
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure != null) {
            throw (RuntimeException) failure;
        }
        return result;
    }

    /** Answers what the sum was put over. Nothing can fail between the compare-and-set and the return. */
    private static Version installSum(Location number, LongVersion sum, long amount) {
        while (true) {
            Version head = Heads.awaitCommitted(number);
            sum.value = ((LongVersion) head).value + amount;
            sum.setPreviousPlain(head);
            if (Heads.casHead(number, head, sum)) {
                return head;
            }
        }
    }

    private static @Nullable Version keep(Location location, Version version, long stamp) {
        Version kept = History.keep(location, version, stamp);
        ObjectVersion.stayIfNeeded(version, kept);
        return kept;
    }

    private static <T> T get(@Nullable T[] array, int index) {
        return Objects.requireNonNull(array[index]);
    }
}
