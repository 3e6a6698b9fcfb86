package dev.ame.examples.routing;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Goes over a board when all is done, and trusts nothing: for each wire a search from its one pin over the wire's own cells.
 * Since a cell holds one number, two wires cannot share one; if two blocks had laid their wires over each other, one of them
 * would be cut.
 */
final class RoutingCheck {

    private static final int PIN_CELLS = 2 * Area.LAYERS;

    private final Area all;
    private final short[] cells;
    private final int[] cellsOfWire = new int[1 << 16];
    private final BitSet seen = new BitSet();
    private final int laid;
    private final int cut;

    RoutingCheck(Board board, List<Wire> wires) {
        all = new Area(0, 0, board.width(), board.height());
        cells = PlainBoard.cellsOf(board);
        for (short cell : cells) {
            cellsOfWire[cell]++;
        }
        List<Wire> apart = wires.stream().filter(wire -> !connected(wire)).toList();
        laid = wires.size() - apart.size();
        cut = (int) apart.stream()
                .filter(wire -> cellsOfWire[wire.number()] != PIN_CELLS)
                .count();
    }

    /** How many wires are in pieces; a wire for which there was no way has its pins and no other cell. */
    int cut() {
        return cut;
    }

    /** How many wires connect their pins. */
    int laid() {
        return laid;
    }

    /** How many cells have a wire. */
    int used() {
        return cells.length - cellsOfWire[0];
    }

    private boolean connected(Wire wire) {
        int goal = all.index(wire.toX(), wire.toY());
        Deque<Integer> next = new ArrayDeque<>();
        visit(all.index(wire.fromX(), wire.fromY()), wire, next);
        while (!next.isEmpty()) {
            int cell = next.remove();
            if (cell == goal) {
                return true;
            }
            int column = cell % all.width();
            if (column > 0) {
                visit(cell - 1, wire, next);
            }
            if (column < all.width() - 1) {
                visit(cell + 1, wire, next);
            }
            visit(cell - all.width(), wire, next);
            visit(cell + all.width(), wire, next);
            visit(cell < all.layerSize() ? cell + all.layerSize() : cell - all.layerSize(), wire, next);
        }
        return false;
    }

    /** Up and down from the last row of one layer is the first row of the other: no wire has cells in either, see {@link Wires}. */
    private void visit(int cell, Wire wire, Deque<Integer> next) {
        if (cell >= 0 && cell < cells.length && cells[cell] == wire.number() && !seen.get(cell)) {
            seen.set(cell);
            next.add(cell);
        }
    }
}
