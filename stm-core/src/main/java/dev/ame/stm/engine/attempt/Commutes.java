package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.Commute;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LongVersion;
import dev.ame.stm.engine.version.Stamps;
import dev.ame.stm.engine.version.Version;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes that are applied at the commit, to whatever is there, so that the attempt has not read the location. A serial
 * attempt applies them at once: nobody can come in between, and then a function cannot fail in the commit.
 */
public final class Commutes {
    private Commutes() {}

    /** Adds without having read, so that two blocks that add to one location do not conflict. */
    public static void addLong(Transaction transaction, Location location, long amount) {
        transaction.readyToWrite(location);
        int index = transaction.writes.find(location);
        if (index < 0) {
            transaction.plain = false;
            transaction.writes.add(transaction.longVersion(location, amount), Commute.ADD);
            return;
        }
        Commute pending = transaction.writes.pendingAt(index);
        LongVersion version = (LongVersion) transaction.writes.version(index);
        if (pending != null && pending != Commute.ADD) {
            commuteLong(transaction, location, value -> value + amount);
        } else if (transaction.writes.isOwn(index)) {
            version.value += amount;
        } else {
            transaction.writes.replace(index, transaction.longVersion(location, version.value + amount), pending);
        }
    }

    public static void commuteLong(Transaction transaction, Location location, LongUnaryOperator function) {
        transaction.readyToWrite(location);
        int index = transaction.writes.find(location);
        Commute pending = index < 0 ? null : transaction.writes.pendingAt(index);
        if (transaction.mode == Mode.SERIAL || (index >= 0 && pending == null)) {
            transaction.writeLong(location, compute(transaction, function, transaction.readLong(location)));
        } else if (index < 0) {
            transaction.plain = false;
            transaction.writes.add(transaction.longVersion(location, 0), Commute.ofLong(null, function));
        } else {
            Commute first = pending;
            if (pending == Commute.ADD) {
                long amount = ((LongVersion) transaction.writes.version(index)).value;
                first = Commute.ofLong(null, value -> value + amount);
            }
            transaction.writes.replace(index, transaction.longVersion(location, 0), Commute.ofLong(first, function));
        }
    }

    public static void commuteObject(
            Transaction transaction, Location location, UnaryOperator<@Nullable Object> function) {
        transaction.readyToWrite(location);
        int index = transaction.writes.find(location);
        Commute pending = index < 0 ? null : transaction.writes.pendingAt(index);
        if (transaction.mode == Mode.SERIAL || (index >= 0 && pending == null)) {
            transaction.writeObject(location, compute(transaction, function, transaction.readObject(location)));
        } else if (index < 0) {
            transaction.plain = false;
            transaction.writes.add(transaction.objectVersion(location, null), Commute.ofObject(null, function));
        } else {
            transaction.writes.replace(
                    index, transaction.objectVersion(location, null), Commute.ofObject(pending, function));
        }
    }

    /** Reads what this attempt has written; a pending function is applied now, and the location has been read. */
    static Version readOwn(Transaction transaction, Location location, int index) {
        Commute commute = transaction.writes.pendingAt(index);
        Version own = transaction.writes.version(index);
        if (commute == null) {
            return own;
        }
        Version base = transaction.mode == Mode.SERIAL
                ? Reading.serial(transaction, location)
                : Reading.logged(transaction, location);
        Version applied = own instanceof LongVersion amount
                ? transaction.longVersion(location, amount.value)
                : transaction.objectVersion(location, null);
        int outer = enterFunction(transaction);
        try {
            commute.apply(base, applied);
        } finally {
            transaction.mode = outer;
        }
        transaction.writes.replace(index, applied, null);
        return applied;
    }

    /** Applies all that is pending, so that nothing is left to fail. */
    static void applyAll(Transaction transaction) {
        for (int i = 0; i < transaction.writes.size(); i++) {
            Commute commute = transaction.writes.pendingAt(i);
            if (commute != null && !commute.isSettled()) {
                readOwn(transaction, transaction.writes.location(i), i);
            }
        }
    }

    /**
     * Until the mode that this answers is stored back every use of a box or a block is refused. A store, not a call: at the end
     * of the stack it is sure to work.
     */
    static int enterFunction(Transaction transaction) {
        int outer = transaction.mode;
        transaction.mode = Mode.FUNCTION;
        transaction.logSnapshot = Stamps.NONE;
        transaction.mayWrite = false;
        return outer;
    }

    private static long compute(Transaction transaction, LongUnaryOperator function, long value) {
        int outer = enterFunction(transaction);
        try {
            return function.applyAsLong(value);
        } finally {
            transaction.mode = outer;
        }
    }

    private static @Nullable Object compute(
            Transaction transaction, UnaryOperator<@Nullable Object> function, @Nullable Object value) {
        int outer = enterFunction(transaction);
        try {
            return function.apply(value);
        } finally {
            transaction.mode = outer;
        }
    }
}
