package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.ObjectLocation;
import org.jspecify.annotations.Nullable;

/**
 * Operations outside any block, each a commit of its own: read what is there, and put something else in its place if the word is still the
 * same. Whoever has to try again has been overtaken by a commit that succeeded.
 */
public final class Outside {
    private Outside() {}

    /** Sets the value; answers the one before. */
    public static @Nullable Object exchange(Transaction transaction, ObjectLocation location, @Nullable Object value) {
        while (true) {
            long base = Locations.awaitCommitted(location);
            Object before = Locations.object(location);
            if (Locations.is(location, base) && transaction.protocol.put(location, base, value, null, 0)) {
                return before;
            }
        }
    }

    /** As {@link #exchange(Transaction, ObjectLocation, Object)}. */
    public static long exchange(Transaction transaction, LongLocation location, long value) {
        while (true) {
            long base = Locations.awaitCommitted(location);
            long before = Locations.number(location);
            if (Locations.is(location, base) && transaction.protocol.put(location, base, value)) {
                return before;
            }
        }
    }

    /** Sets the value if it is {@code expected}, compared by identity; answers the one before. */
    public static @Nullable Object compareAndExchange(
            Transaction transaction, ObjectLocation location, @Nullable Object expected, @Nullable Object value) {
        while (true) {
            long base = Locations.awaitCommitted(location);
            Object before = Locations.object(location);
            if (Locations.is(location, base)
                    && (before != expected || transaction.protocol.put(location, base, value, null, 0))) {
                return before;
            }
        }
    }

    /** As {@link #compareAndExchange(Transaction, ObjectLocation, Object, Object)}. */
    public static long compareAndExchange(Transaction transaction, LongLocation location, long expected, long value) {
        while (true) {
            long base = Locations.awaitCommitted(location);
            long before = Locations.number(location);
            if (Locations.is(location, base)
                    && (before != expected || transaction.protocol.put(location, base, value))) {
                return before;
            }
        }
    }

    /** Sets the value if it is {@code expected}, and adds to a number at the same instant; answers whether it was. */
    public static boolean replace(
            Transaction transaction,
            ObjectLocation location,
            @Nullable Object expected,
            @Nullable Object value,
            @Nullable LongLocation counted,
            long amount) {
        while (true) {
            long base = Locations.awaitCommitted(location);
            boolean expectedIsThere = Locations.object(location) == expected;
            if (Locations.is(location, base)) {
                if (!expectedIsThere) {
                    return false;
                }
                if (transaction.protocol.put(location, base, value, counted, amount)) {
                    return true;
                }
            }
        }
    }

    /** Sets the value if that is the one that a word names. */
    public static boolean replace(Transaction transaction, ObjectLocation location, long base, @Nullable Object value) {
        return transaction.protocol.put(location, base, value, null, 0);
    }

    /** Adds; answers the new number. */
    public static long add(Transaction transaction, LongLocation location, long amount) {
        if (transaction.publication.add(location, amount)) {
            return transaction.publication.sum;
        }
        while (true) {
            long base = Locations.awaitCommitted(location);
            long sum = Locations.number(location) + amount;
            if (Locations.is(location, base) && transaction.protocol.put(location, base, sum)) {
                return sum;
            }
            Thread.onSpinWait();
        }
    }
}
