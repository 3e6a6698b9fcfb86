package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.Commute;
import dev.ame.stm.engine.log.WriteLog;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.engine.version.Pending;
import dev.ame.stm.engine.version.Word;
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
    public static void add(Transaction transaction, LongLocation location, long amount) {
        transaction.readyToWrite(location);
        if (transaction.small.add(location, amount)) {
            return;
        }
        WriteLog writes = transaction.writes();
        int index = writes.find(location);
        if (index < 0) {
            writes.addPending(location, amount, Pending.ADDITION);
            return;
        }
        Pending pending = writes.pendingAt(index);
        if (pending instanceof Commute) {
            commute(transaction, location, value -> value + amount);
        } else {
            writes.replace(index, writes.number(index) + amount, pending);
        }
    }

    public static void commute(Transaction transaction, LongLocation location, LongUnaryOperator function) {
        transaction.readyToWrite(location);
        WriteLog writes = transaction.writes();
        int index = writes.find(location);
        Pending pending = index < 0 ? null : writes.pendingAt(index);
        if (transaction.mode == Mode.SERIAL || (index >= 0 && pending == null)) {
            transaction.write(location, compute(transaction, function, transaction.read(location)));
        } else if (index < 0) {
            transaction.plain = false;
            writes.addPending(location, 0, Commute.ofLong(null, function));
        } else {
            transaction.plain = false;
            writes.replace(index, 0, Commute.ofLong(functionOf(pending, writes.number(index)), function));
        }
    }

    private static Commute functionOf(@Nullable Pending pending, long amount) {
        return pending instanceof Commute commute ? commute : Commute.ofLong(null, value -> value + amount);
    }

    public static void commute(
            Transaction transaction, ObjectLocation location, UnaryOperator<@Nullable Object> function) {
        transaction.readyToWrite(location);
        WriteLog writes = transaction.writes();
        int index = writes.find(location);
        Pending pending = index < 0 ? null : writes.pendingAt(index);
        if (transaction.mode == Mode.SERIAL || (index >= 0 && pending == null)) {
            transaction.write(location, compute(transaction, function, transaction.read(location)));
        } else {
            transaction.plain = false;
            Commute all = Commute.ofObject((Commute) pending, function);
            if (index < 0) {
                writes.addPending(location, 0, all);
            } else {
                writes.replace(index, null, all);
            }
        }
    }

    /** Reads what this attempt has written; a pending function is applied now, and the location has been read. */
    static @Nullable Object readOwn(Transaction transaction, ObjectLocation location) {
        WriteLog writes = transaction.writes();
        int index = writes.find(location);
        if (!(writes.pendingAt(index) instanceof Commute commute)) {
            return writes.objectAt(index);
        }
        Object base = Reading.committedObject(transaction, location);
        int outer = enterFunction(transaction);
        Object value;
        try {
            value = commute.applyTo(base);
        } finally {
            transaction.mode = outer;
        }
        writes.replace(index, value, null);
        return value;
    }

    /** As {@link #readOwn(Transaction, ObjectLocation)}. */
    static long readOwn(Transaction transaction, LongLocation location) {
        WriteLog writes = transaction.writes();
        int index = writes.find(location);
        Pending pending = writes.pendingAt(index);
        if (pending == null) {
            return writes.number(index);
        }
        long base = Reading.committedNumber(transaction, location);
        long value;
        if (pending instanceof Commute commute) {
            int outer = enterFunction(transaction);
            try {
                value = commute.applyTo(base);
            } finally {
                transaction.mode = outer;
            }
        } else {
            value = base + writes.number(index);
        }
        writes.replace(index, value, null);
        return value;
    }

    /** Applies all that is pending, so that nothing is left to fail. */
    static void applyAll(Transaction transaction) {
        for (int i = 0; i < transaction.writes().size(); i++) {
            Pending pending = transaction.writes().pendingAt(i);
            Location location = transaction.writes().locationAt(i);
            if (location instanceof LongLocation number && pending != null) {
                readOwn(transaction, number);
            } else if (location instanceof ObjectLocation object
                    && pending instanceof Commute commute
                    && !commute.isSettled()) {
                readOwn(transaction, object);
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
        transaction.logSnapshot = Word.NONE;
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
