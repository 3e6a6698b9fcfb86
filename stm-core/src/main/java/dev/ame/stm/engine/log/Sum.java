package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LockHolder;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.Word;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What an attempt was told of the sum of the numbers in some locations, the parts: that it lies between bounds. An
 * attempt has one for all that it asks about the same parts.
 *
 * <p>The bounds are kept as bounds of how far the sum may have moved since the first look, the <em>drift</em>. The sum
 * may wrap around, and so may the drift; a drift within the bounds takes the sum to a place within the bounds that were
 * asked for, without wrapping around on the way.
 *
 * <h2>Why a commit may rely on it</h2> The commit looks at the parts after it has read the clock, which is its place in
 * the order of commits. Another commit that comes before it in this order had locked its parts by then. So a part that still has the
 * word that was seen had this value at that place. A part that the commit writes itself had the value that it replaces. A part that another
 * commit has locked is waited for briefly. Of a part that has been committed to since, the value at that place is not known: then the question
 * has to be asked again.
 */
public final class Sum extends Inquiry {
    /** Looks for a moment at which nobody commits to any part, before that counts as a conflict. */
    private static final int LOOKS = 1 << 10;

    private final LongLocation[] parts;

    /** What was seen in the parts last, all of one moment. */
    private final long[] words;

    private final long[] numbers;
    private final long origin;

    /** A part that was found changed last. */
    private int changedPart;

    private long leastDrift = Long.MIN_VALUE;
    private long greatestDrift = Long.MAX_VALUE;

    /**
     * Without bounds.
     *
     * @param parts where the numbers are; the first one stands for all
     * @param words the words under which the attempt has seen them
     * @param numbers what it has seen
     */
    public Sum(LongLocation[] parts, long[] words, long[] numbers) {
        this.parts = parts;
        this.words = words.clone();
        this.numbers = numbers.clone();
        origin = total();
    }

    /** What the numbers that were seen last add up to. */
    public long total() {
        return total(numbers);
    }

    public long number(int part) {
        return numbers[part];
    }

    public static long total(long[] numbers) {
        long total = 0;
        for (long number : numbers) {
            total += number;
        }
        return total;
    }

    /** Takes another look for the last one; false if the sum is not within the bounds there. */
    public boolean moveTo(long[] newWords, long[] newNumbers) {
        for (int i = 0; i < words.length; i++) {
            changedPart = words[i] == newWords[i] ? changedPart : i;
        }
        System.arraycopy(newWords, 0, words, 0, words.length);
        System.arraycopy(newNumbers, 0, numbers, 0, numbers.length);
        long drift = total() - origin;
        return leastDrift <= drift && drift <= greatestDrift;
    }

    /**
     * Adds what the attempt was told: its view of the sum, which is what was seen last and what it has added itself,
     * lies between two bounds.
     *
     * @param view the sum as the attempt sees it
     * @param lowest at most the view
     * @param highest at least the view
     */
    public void mustStayBetween(long view, long lowest, long highest) {
        long drift = total() - origin;
        leastDrift = Math.max(leastDrift, add(drift, subtract(lowest, view)));
        greatestDrift = Math.min(greatestDrift, add(drift, subtract(highest, view)));
    }

    /** The sum, or the bound of all numbers that it would pass: then the bounds are closer than they need be. */
    private static long add(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? bound(a) : sum;
    }

    private static long subtract(long a, long b) {
        long difference = a - b;
        return ((a ^ b) & (a ^ difference)) < 0 ? bound(a) : difference;
    }

    private static long bound(long direction) {
        return direction < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /**
     * Looks at what is newest. True if all of it was so at one moment: a word that is there at two looks has been there in
     * between, since no word comes back once another has taken its place.
     *
     * @param around whether what an irrevocable block is going to replace counts, without a wait for its end
     */
    public static boolean look(LongLocation[] parts, long[] words, long[] numbers, boolean around) {
        for (int i = 0; i < parts.length; i++) {
            LongLocation part = parts[i];
            long word;
            do {
                word = around ? Locations.settle(part) : Locations.awaitCommitted(part);
                numbers[i] = Locations.number(part);
            } while (!Locations.is(part, word));
            words[i] = Word.committed(word);
        }
        for (int i = 0; i < parts.length - 1; i++) {
            if (Locations.head(parts[i]) != words[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected boolean isUnchanged(LockHolder holder) {
        long drift = total() - origin;
        for (int i = 0; i < parts.length; i++) {
            LongLocation part = parts[i];
            long word = Locations.head(part, holder);
            if (Word.isLocked(word) && holder.lock > word) {
                word = Word.committed(Locations.settleBriefly(part));
            }
            if (word == words[i]) {
                continue;
            }
            if (Locations.word(part) != holder.lock) {
                return false;
            }
            drift += Locations.number(part) - numbers[i]; // locked by the asker, who has not stored yet
        }
        return leastDrift <= drift && drift <= greatestDrift;
    }

    @Override
    protected boolean askAgain() {
        long[] newWords = new long[parts.length];
        long[] newNumbers = new long[parts.length];
        for (int look = 0; look < LOOKS; look++) {
            if (look(parts, newWords, newNumbers, true)) {
                return moveTo(newWords, newNumbers);
            }
        }
        return false;
    }

    @Override
    protected long since() {
        return Arrays.stream(words).max().orElse(0);
    }

    /** Whether just one sum will do. */
    public boolean isExact() {
        return leastDrift == greatestDrift;
    }

    @Override
    protected Location changedPlace() {
        return parts[changedPart];
    }

    @Override
    protected Location place() {
        return parts[0];
    }

    @Override
    protected Collection<? extends Location> places() {
        return List.of(parts);
    }
}
