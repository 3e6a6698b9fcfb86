package dev.ame.history;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import java.util.ArrayList;
import java.util.List;

/**
 * The shared boxes of one program.
 *
 * <pre>
 *   0 ............ accounts ............. firstBlind ...... size
 *   | Box, with an     | Box or LongBox,      | the same, also  |
 *   | amount to move   | read before written  | written blindly |
 * </pre>
 */
final class Boxes {
    private static final long AMOUNT = 100;

    private final List<Cell> cells = new ArrayList<>();
    private final List<Box<Cell.Entry>> accounts = new ArrayList<>();
    private final int firstBlind;

    Boxes(int size) {
        for (int i = 0; i < size; i++) {
            long id = WriteId.initial(i);
            if (i < size / 2) {
                Box<Cell.Entry> account = Box.of(new Cell.Entry(id, AMOUNT));
                accounts.add(account);
                cells.add(new Cell.OfObject(account));
            } else if (i % 2 == 0) {
                cells.add(new Cell.OfLong(LongBox.of(id)));
            } else {
                cells.add(new Cell.OfObject(Box.of(new Cell.Entry(id, 0))));
            }
        }
        firstBlind = size - Math.max(1, size / 4);
    }

    int size() {
        return cells.size();
    }

    Cell cell(int box) {
        return cells.get(box);
    }

    int accounts() {
        return accounts.size();
    }

    Box<Cell.Entry> account(int box) {
        return accounts.get(box);
    }

    /** What all amounts add up to, in every consistent state. */
    long total() {
        return AMOUNT * accounts.size();
    }

    int firstBlind() {
        return firstBlind;
    }
}
