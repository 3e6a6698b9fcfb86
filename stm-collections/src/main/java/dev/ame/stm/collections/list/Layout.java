package dev.ame.stm.collections.list;

import java.util.Arrays;

/**
 * Where the elements of a block's list come from. Immutable.
 *
 * <pre>
 *   base:    0 1 2 3 4 5 6 7 ... (others may append)
 *            | |     | | | |
 *   list:    0 1 x y 4 5 6 7 ...  a b c
 *            \_/ \_/ \_________/  \___/
 *            parts:  rest         appended by the block: behind the rest, so at a position that depends on the base's size
 *            base own
 * </pre>
 *
 * The block has been told that the base reaches to the beginning of the rest, so the positions in parts do not depend on it.
 */
final class Layout {
    /** In {@link #from}, for elements of the block's own. */
    static final int OWN = -1;

    static final Layout UNTOUCHED = new Layout(new int[0], new int[0], 0);

    /** For a list of which nothing of the base is left. */
    static final Layout WITHOUT_BASE = new Layout(new int[0], new int[0], -1);

    /** For each part the position in the base of its first element, or {@link #OWN}. */
    private final int[] from;

    private final int[] length;

    /** The number of elements in parts. */
    final int parted;

    /** The position in the base where the rest begins; negative if there is no rest. */
    final int rest;

    private Layout(int[] from, int[] length, int rest) {
        this.from = from;
        this.length = length;
        this.rest = rest;
        parted = Arrays.stream(length).sum();
    }

    boolean hasRest() {
        return rest >= 0;
    }

    /** The position in the base of an element in a part; {@link #OWN} if it is not from there. */
    int baseIndex(int index) {
        int start = 0;
        for (int i = 0; i < from.length; i++) {
            if (index < start + length[i]) {
                return from[i] == OWN ? OWN : from[i] + index - start;
            }
            start += length[i];
        }
        throw new IndexOutOfBoundsException(index);
    }

    /** Tells all elements of the base in the parts between two positions. */
    void tell(Told told, int begin, int end) {
        int start = 0;
        for (int i = 0; i < from.length; i++) {
            int low = Math.max(begin - start, 0);
            int high = Math.min(end - start, length[i]);
            if (from[i] != OWN && low < high) {
                told.elements(from[i] + low, from[i] + high);
            }
            start += length[i];
        }
    }

    /** With own elements before a position in a part or the rest. */
    Layout insert(int index, int count) {
        return edit(index, index, count);
    }

    /** Without the elements between two positions in parts or the rest. */
    Layout remove(int begin, int end) {
        return edit(begin, end, 0);
    }

    private Layout edit(int begin, int end, int inserted) {
        int[] newFrom = new int[from.length + 4];
        int[] newLength = new int[from.length + 4];
        int n = 0;
        int start = 0;
        boolean done = false;
        int newRest = Math.max(rest, rest + end - parted);
        for (int i = 0; i <= from.length; i++) {
            boolean isRest = i == from.length;
            int origin = isRest ? rest : from[i];
            int size = isRest ? Math.max(0, end - parted) : length[i];
            int before = Math.min(size, Math.max(0, begin - start));
            n = add(newFrom, newLength, n, origin, before);
            if (!done && begin <= start + size) {
                n = add(newFrom, newLength, n, OWN, inserted);
                done = true;
            }
            int after = Math.max(0, Math.min(size, start + size - end));
            n = add(newFrom, newLength, n, origin == OWN ? OWN : origin + size - after, after);
            start += size;
        }
        return new Layout(Arrays.copyOf(newFrom, n), Arrays.copyOf(newLength, n), newRest);
    }

    /** Adds a part, as a continuation of the one before where it is one. */
    private static int add(int[] from, int[] length, int n, int origin, int count) {
        if (count == 0) {
            return n;
        }
        boolean continues = n > 0
                && (origin == OWN ? from[n - 1] == OWN : from[n - 1] != OWN && from[n - 1] + length[n - 1] == origin);
        if (continues) {
            length[n - 1] += count;
            return n;
        }
        from[n] = origin;
        length[n] = count;
        return n + 1;
    }
}
