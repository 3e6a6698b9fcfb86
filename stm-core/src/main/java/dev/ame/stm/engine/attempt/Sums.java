package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.Sum;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Pins;
import dev.ame.stm.engine.version.Reservations;
import dev.ame.stm.engine.version.Word;
import java.util.Objects;

/**
 * Numbers that are spread over several locations, the parts. Blocks add to any of them, blind, and ask about the sum.
 * Whoever asks conflicts only with what changes the answer, see {@link Sum}.
 */
public final class Sums {
    /** Looks at all parts until they stay the same; then a snapshot is pinned, or a block gives way. */
    private static final int LOOKS = 16;

    private static final int LOOKS_INSIDE = 256;

    private Sums() {}

    /** The sum. A block conflicts with everything that changes it. */
    public static long get(Transaction transaction, LongLocation[] parts) {
        if (transaction.isIdle()) {
            return newest(parts);
        }
        if (!Structures.remembers(transaction)) {
            return read(transaction, parts);
        }
        Sum sum = see(transaction, parts);
        long view = sum.total() + added(transaction, parts, sum);
        sum.mustStayBetween(view, view, view);
        return view;
    }

    /** Whether the sum is at least a number. A block conflicts with what changes the answer. */
    public static boolean isAtLeast(Transaction transaction, LongLocation[] parts, long bound) {
        if (transaction.isIdle()) {
            return newest(parts) >= bound;
        }
        if (!Structures.remembers(transaction)) {
            return read(transaction, parts) >= bound;
        }
        Sum sum = see(transaction, parts);
        long view = sum.total() + added(transaction, parts, sum);
        boolean atLeast = view >= bound;
        sum.mustStayBetween(view, atLeast ? bound : Long.MIN_VALUE, atLeast ? Long.MAX_VALUE : bound - 1);
        return atLeast;
    }

    /** The time of the newest addition. */
    public static long newestTime(LongLocation[] parts) {
        long newest = 0;
        for (LongLocation part : parts) {
            newest = Math.max(newest, Word.committed(Locations.settle(part)));
        }
        return newest;
    }

    /** The sum, by reading all parts as boxes: a block conflicts with every addition. */
    public static long read(Transaction transaction, LongLocation[] parts) {
        long sum = 0;
        for (LongLocation part : parts) {
            sum += transaction.read(part);
        }
        return sum;
    }

    private static long added(Transaction transaction, LongLocation[] parts, Sum sum) {
        long own = 0;
        for (int i = 0; i < parts.length; i++) {
            own += Structures.added(transaction, parts[i], sum.number(i));
        }
        return own;
    }

    /** What the attempt sees of the parts, all of one moment; what it was told before holds there as well. */
    private static Sum see(Transaction transaction, LongLocation[] parts) {
        long[] words = new long[parts.length];
        long[] numbers = new long[parts.length];
        for (int look = 0; look < LOOKS_INSIDE; look++) {
            if (seeTogether(transaction, parts, words, numbers)) {
                Sum known = transaction.reads().sum(parts[0]);
                if (known == null) {
                    Sum sum = new Sum(parts, words, numbers);
                    Structures.remember(transaction, sum);
                    return sum;
                }
                if (!known.moveTo(words, numbers)) {
                    throw transaction.doom(AbortReason.CONFLICT);
                }
                return known;
            }
        }
        throw transaction.doom(AbortReason.CONFLICT); // others add all the time; in the end the block runs alone
    }

    private static boolean seeTogether(Transaction transaction, LongLocation[] parts, long[] words, long[] numbers) {
        Structures.cover(transaction, newestTime(parts)); // then the snapshot need not move for any part
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Structures.see(transaction, parts[i]);
            words[i] = transaction.seenWord;
        }
        boolean together = true;
        for (int i = 0; i < parts.length; i++) {
            together &= Structures.fits(transaction, parts[i], words[i]);
        }
        return together;
    }

    private static long newest(LongLocation[] parts) {
        long[] words = new long[parts.length];
        long[] numbers = new long[parts.length];
        for (int look = 0; look < LOOKS; look++) {
            if (Sum.look(parts, words, numbers, false)) {
                return Sum.total(numbers);
            }
        }
        // An irrevocable block may have told this thread to look, and a snapshot from before its end would be too old.
        Reservations.awaitActive(false, 0);
        Pin pin = Pins.claim(null);
        try {
            long snapshot = Pins.fix(pin);
            for (int i = 0; i < parts.length; i++) {
                numbers[i] = number(parts[i], snapshot);
            }
            return Sum.total(numbers);
        } finally {
            boolean released = false;
            try {
                Pins.release(pin);
                released = true;
            } finally {
                if (!released) {
                    pin.lost = true; // there was no stack: somebody else is to release it
                }
            }
        }
    }

    /** The number that a pinned snapshot has. */
    private static long number(LongLocation part, long snapshot) {
        while (true) {
            long word = Locations.settle(part); // what is reserved is replaced after the snapshot
            if (Word.committed(word) > snapshot) {
                return Objects.requireNonNull(Locations.past(part, snapshot)).number;
            }
            long number = Locations.number(part);
            if (Locations.is(part, word)) {
                return number;
            }
        }
    }
}
