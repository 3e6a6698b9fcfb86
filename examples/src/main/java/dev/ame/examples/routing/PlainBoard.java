package dev.ame.examples.routing;

/** One array, for one thread: what a program looks like before anyone thinks of cores. */
final class PlainBoard implements Board {

    private final Area all;
    private final short[] cells;

    PlainBoard(int width, int height) {
        all = new Area(0, 0, width, height);
        cells = new short[Area.LAYERS * all.layerSize()];
    }

    @Override
    public int width() {
        return all.width();
    }

    @Override
    public int height() {
        return all.height();
    }

    @Override
    public void read(Area area, short[] into) {
        for (int layer = 0; layer < Area.LAYERS; layer++) {
            for (int row = 0; row < area.height(); row++) {
                int from = layer * all.layerSize() + all.index(area.x(), area.y() + row);
                System.arraycopy(cells, from, into, layer * area.layerSize() + row * area.width(), area.width());
            }
        }
    }

    @Override
    public void lay(Route route) {
        for (Route.Cell cell : route.cells()) {
            int index = cell.layer() * all.layerSize() + all.index(cell.x(), cell.y());
            cells[index] = (short) route.wire();
        }
    }

    /** All cells, layer by layer and row by row, of any board. */
    static short[] cellsOf(Board board) {
        Area all = new Area(0, 0, board.width(), board.height());
        short[] cells = new short[Area.LAYERS * all.layerSize()];
        board.read(all, cells);
        return cells;
    }
}
