package dev.ame.stm.collections.list;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a block has been told of a committed list: which elements are at some positions, and bounds of the size. A set of
 * positions is kept as one word for each 64 of them, in an open hash table, so that a walk over the list needs a bit an
 * element.
 */
final class Told {
    private static final int SPAN = Long.SIZE;
    private static final int FREE = -1;

    private int[] words = {};
    private long[] bits = {};
    private int used;

    /** The place of the word that was looked for last. */
    private int recent;

    private int atLeast;
    private int atMost = Integer.MAX_VALUE;

    void sizeAtLeast(int size) {
        atLeast = Math.max(atLeast, size);
    }

    void sizeAtMost(int size) {
        atMost = Math.min(atMost, size);
    }

    boolean knowsSize() {
        return atLeast == atMost;
    }

    void element(int index) {
        sizeAtLeast(index + 1);
        add(index / SPAN, 1L << index);
    }

    void elements(int from, int to) {
        if (from == to) {
            return;
        }
        sizeAtLeast(to);
        for (int word = from / SPAN; word <= (to - 1) / SPAN; word++) {
            int low = Math.max(from - word * SPAN, 0);
            int high = Math.min(to - word * SPAN, SPAN);
            add(word, (-1L << low) & (-1L >>> (SPAN - high)));
        }
    }

    /** Whether all this is as true of one list as of the other, of which it is known to be true. */
    <E extends @Nullable Object> boolean holds(Sequence<E> known, Sequence<E> other) {
        if (other.size() < atLeast || other.size() > atMost) {
            return false;
        }
        Sequence.Walk<E> before = known.walk();
        Sequence.Walk<E> now = other.walk();
        for (int i = 0; i < words.length; i++) {
            if (words[i] != FREE && !isSame(before, now, words[i] * SPAN, bits[i])) {
                return false;
            }
        }
        return true;
    }

    /** The first position that makes {@link #holds} answer no; -1 if it is the size. For reports. */
    <E extends @Nullable Object> int changedIndex(Sequence<E> known, Sequence<E> other) {
        if (other.size() < atLeast || other.size() > atMost) {
            return -1;
        }
        Sequence.Walk<E> before = known.walk();
        Sequence.Walk<E> now = other.walk();
        int found = Integer.MAX_VALUE;
        for (int i = 0; i < words.length; i++) {
            for (long left = words[i] == FREE ? 0 : bits[i]; left != 0; left &= left - 1) {
                int index = words[i] * SPAN + Long.numberOfTrailingZeros(left);
                if (index < found && before.get(index) != now.get(index)) {
                    found = index;
                }
            }
        }
        return found == Integer.MAX_VALUE ? -1 : found;
    }

    private static <E extends @Nullable Object> boolean isSame(
            Sequence.Walk<E> before, Sequence.Walk<E> now, int start, long mask) {
        long left = mask;
        while (left != 0) {
            int bit = Long.numberOfTrailingZeros(left);
            int shared = before.sharedWith(now, start + bit);
            if (shared == 0 && before.get(start + bit) != now.get(start + bit)) {
                return false;
            }
            int next = bit + Math.max(shared, 1);
            left = next >= SPAN ? 0 : left & (-1L << next);
        }
        return true;
    }

    private void add(int word, long mask) {
        int at = place(word); // which may make new arrays
        bits[at] |= mask;
    }

    private int place(int word) {
        if (used > 0 && words[recent] == word) {
            return recent;
        }
        if (2 * used >= words.length) {
            grow();
        }
        int at = find(words, word);
        if (words[at] == FREE) {
            words[at] = word;
            used++;
        }
        recent = at;
        return at;
    }

    private static int find(int[] table, int word) {
        int mask = table.length - 1;
        int h = word * 0x9E3779B9;
        int at = (h ^ (h >>> 15)) & mask;
        while (table[at] != FREE && table[at] != word) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        int[] moreWords = new int[Math.max(4, 2 * words.length)];
        long[] moreBits = new long[moreWords.length];
        Arrays.fill(moreWords, FREE);
        for (int i = 0; i < words.length; i++) {
            if (words[i] != FREE) {
                int at = find(moreWords, words[i]);
                moreWords[at] = words[i];
                moreBits[at] = bits[i];
            }
        }
        words = moreWords;
        bits = moreBits;
        recent = 0;
    }
}
