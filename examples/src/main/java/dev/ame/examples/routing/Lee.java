package dev.ame.examples.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lee's algorithm (1961): a wave goes out from one pin over free cells, one step at a time, until it meets the other pin;
 * then the way is traced back. It finds a shortest way if there is one.
 *
 * <p>The search works on a copy of an area around the pins, and looks at the whole board only if there is no way in that.
 * What it works with is the thread's own and overwritten by each search, so it may stand in an atomic block, which may run
 * again.
 */
final class Lee {

    private static final int[] MARGINS = {50, 200, Integer.MAX_VALUE >> 2};
    private static final ThreadLocal<Lee> SEARCHES = ThreadLocal.withInitial(Lee::new);

    private short[] taken = {};

    /** For each cell the length of the way to it, 1 for the pin where the wave begins, 0 where it has not been. */
    private int[] reached = {};

    private int[] wave = {};

    private Lee() {}

    /** A shortest way between the pins of a wire over cells of the board that no other wire has. */
    static Route shortest(Board board, Wire wire) {
        Lee search = SEARCHES.get();
        for (int margin : MARGINS) {
            Area area = Area.around(wire, margin, board);
            search.look(board, area);
            if (search.spread(area, wire)) {
                return new Route(wire.number(), search.traceBack(area, wire));
            }
        }
        return new Route(wire.number(), List.of());
    }

    private void look(Board board, Area area) {
        int size = Area.LAYERS * area.layerSize();
        if (taken.length < size) {
            taken = new short[size];
            reached = new int[size];
            wave = new int[size];
        }
        Arrays.fill(reached, 0, size, 0);
        board.read(area, taken);
    }

    /** Whether the wave comes to the other pin. */
    private boolean spread(Area area, Wire wire) {
        int start = area.index(wire.fromX(), wire.fromY());
        int goal = area.index(wire.toX(), wire.toY());
        int layerSize = area.layerSize();
        int width = area.width();
        int last = 0;
        reached[start] = 1;
        wave[last++] = start;
        for (int first = 0; first < last; first++) {
            int cell = wave[first];
            if (cell == goal) {
                return true;
            }
            int steps = reached[cell] + 1;
            int place = cell % layerSize;
            int column = place % width;
            last = column == 0 ? last : step(cell - 1, steps, wire, last);
            last = column == width - 1 ? last : step(cell + 1, steps, wire, last);
            last = place < width ? last : step(cell - width, steps, wire, last);
            last = place >= layerSize - width ? last : step(cell + width, steps, wire, last);
            last = step(cell < layerSize ? cell + layerSize : cell - layerSize, steps, wire, last);
        }
        return false;
    }

    private int step(int cell, int steps, Wire wire, int last) {
        if (reached[cell] != 0 || (taken[cell] != 0 && taken[cell] != wire.number())) {
            return last;
        }
        reached[cell] = steps;
        wave[last] = cell;
        return last + 1;
    }

    private List<Route.Cell> traceBack(Area area, Wire wire) {
        List<Route.Cell> route = new ArrayList<>();
        int cell = area.index(wire.toX(), wire.toY());
        for (int steps = reached[cell]; steps > 0; steps--) {
            int place = cell % area.layerSize();
            route.add(new Route.Cell(
                    cell / area.layerSize(), area.x() + place % area.width(), area.y() + place / area.width()));
            cell = steps == 1 ? cell : previous(cell, steps - 1, area);
        }
        return route;
    }

    private int previous(int cell, int steps, Area area) {
        int layerSize = area.layerSize();
        int width = area.width();
        int place = cell % layerSize;
        if (place % width > 0 && reached[cell - 1] == steps) {
            return cell - 1;
        }
        if (place % width < width - 1 && reached[cell + 1] == steps) {
            return cell + 1;
        }
        if (place >= width && reached[cell - width] == steps) {
            return cell - width;
        }
        if (place < layerSize - width && reached[cell + width] == steps) {
            return cell + width;
        }
        return cell < layerSize ? cell + layerSize : cell - layerSize;
    }
}
