package dev.ame.stm.engine.version;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A write of one location outside any block, perhaps with an addition to a number at the same instant. The critical section is that of
 * {@link Publication}, without validation, and with the same care.
 */
public final class Single {
    /** In place of the signals: the location has not the base any more. */
    public static final long CONFLICT = -1;

    /** In place of the signals: a serial block is running, or an irrevocable one has written a location. */
    public static final long GATE_CLOSED = -2;

    private Single() {}

    /** Puts a number in place of the one that a free word names. Answers the signals, or why it was not done. */
    public static long put(LongLocation location, long base, long number, boolean heedGate) {
        return put(location, base, number, null, null, 0, heedGate);
    }

    /**
     * Puts an object in place of the one that a free word names.
     *
     * @param counted a number to be added to; null if there is none
     */
    public static long put(
            ObjectLocation location,
            long base,
            @Nullable Object object,
            @Nullable LongLocation counted,
            long amount,
            boolean heedGate) {
        return put(location, base, 0, object, counted, amount, heedGate);
    }

    /**
     * It cannot wait for others in a cycle: the number comes first, while nothing is locked, and the other location is not waited
     * for.
     */
    @SuppressWarnings({"NullAway", "checkstyle:MethodLength"}) // where the number was locked there is one; one piece
    private static long put(
            Location location,
            long base,
            long number,
            @Nullable Object object,
            @Nullable LongLocation counted,
            long amount,
            boolean heedGate) {
        if (Word.isReserved(base) && !Reservations.areMine()) {
            return GATE_CLOSED; // a reader may read around a reservation; a lock over it would hide it from its release
        }
        long result = CONFLICT;
        long sumReplaced = Word.NONE;
        boolean locked = false;
        boolean decided = false;
        long next = 0;
        long sumNext = 0;
        Object stored = object;
        Throwable failure = null;
        try {
            if (counted != null) {
                sumReplaced = Locking.lock(counted, WriteSet.ANY, Word.SINGLE, true);
                if (sumReplaced == Word.NONE) {
                    return GATE_CLOSED;
                }
            }
            locked = Location.WORD.compareAndSet(location, base, Word.SINGLE);
            if (!locked) {
                result = Word.isReserved(location.word) ? GATE_CLOSED : CONFLICT;
            } else {
                long first = Locking.firstWord(base, counted == null ? base : sumReplaced);
                next = Word.next(base, first);
                sumNext = counted == null ? 0 : Word.next(sumReplaced, first);
                result = Clock.signals();
                if (Clock.hasPins(result)) {
                    History history = new History();
                    history.look(null);
                    history.keep(location, base, first);
                    stored = WriteSet.stayIfNeeded(location, object);
                    if (counted != null) {
                        history.keep(counted, sumReplaced, first);
                    }
                }
                if (heedGate && Clock.hasGate(result)) {
                    result = GATE_CLOSED;
                } else {
                    VarHandle.releaseFence();
                    decided = true;
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
        if (decided) {
            // No call until the values are stored.
            if (location instanceof LongLocation one) {
                one.value = number;
            } else {
                ((ObjectLocation) location).value = stored;
            }
            boolean sums = counted != null;
            if (sums) {
                counted.value += amount;
            }
            try {
                if (sums) {
                    Location.WORD.setRelease(counted, sumNext);
                    sums = false;
                }
                Location.WORD.setRelease(location, next);
            } catch (Error e) {
                if (sums) {
                    counted.word = sumNext;
                }
                location.word = next;
            }
            return result;
        }
        if (locked) {
            location.word = base;
        }
        if (sumReplaced != Word.NONE) {
            counted.word = sumReplaced;
        }
        if (failure != null) {
            Publication.<RuntimeException>rethrow(failure);
        }
        return result;
    }
}
