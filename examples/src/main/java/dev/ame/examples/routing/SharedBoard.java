package dev.ame.examples.routing;

import dev.ame.stm.Box;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same for any number of threads, in atomic blocks: a {@link Box} for each tile of {@value #SIDE} by {@value #SIDE}
 * cells. A tile is never changed, but replaced by a changed copy.
 *
 * <p>The size of a tile is the one thing to choose. A box for each cell would be read ten thousand times by one search; one
 * box for the whole board would make each wire collide with every other. With tiles, two wires collide only if one is laid
 * through a tile that the other one's search has looked at.
 */
final class SharedBoard implements Board {

    private static final int SIDE = 32;

    private final int width;
    private final int height;
    private final int columns;
    private final List<Box<short[]>> tiles = new ArrayList<>();

    SharedBoard(int width, int height) {
        this.width = width;
        this.height = height;
        columns = (width + SIDE - 1) / SIDE;
        int rows = (height + SIDE - 1) / SIDE;
        short[] free = new short[Area.LAYERS * SIDE * SIDE];
        for (int i = 0; i < columns * rows; i++) {
            tiles.add(Box.of(free));
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public void read(Area area, short[] into) {
        int right = area.x() + area.width();
        int bottom = area.y() + area.height();
        for (int tileY = area.y() / SIDE; tileY * SIDE < bottom; tileY++) {
            for (int tileX = area.x() / SIDE; tileX * SIDE < right; tileX++) {
                short[] tile = tiles.get(tileY * columns + tileX).get();
                int fromX = Math.max(area.x(), tileX * SIDE);
                int toX = Math.min(right, tileX * SIDE + SIDE);
                int toY = Math.min(bottom, tileY * SIDE + SIDE);
                for (int y = Math.max(area.y(), tileY * SIDE); y < toY; y++) {
                    for (int layer = 0; layer < Area.LAYERS; layer++) {
                        int to = layer * area.layerSize() + area.index(fromX, y);
                        System.arraycopy(tile, inTile(layer, fromX, y), into, to, toX - fromX);
                    }
                }
            }
        }
    }

    @Override
    public void lay(Route route) {
        Map<Box<short[]>, short[]> changed = new HashMap<>();
        for (Route.Cell cell : route.cells()) {
            Box<short[]> box = tiles.get(cell.y() / SIDE * columns + cell.x() / SIDE);
            short[] tile = changed.computeIfAbsent(box, old -> old.get().clone());
            tile[inTile(cell.layer(), cell.x(), cell.y())] = (short) route.wire();
        }
        changed.forEach(Box::set);
    }

    private static int inTile(int layer, int x, int y) {
        return (layer * SIDE + y % SIDE) * SIDE + x % SIDE;
    }
}
