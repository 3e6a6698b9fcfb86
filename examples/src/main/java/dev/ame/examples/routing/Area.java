package dev.ame.examples.routing;

/**
 * A rectangle of a board, on both layers.
 *
 * @param x its first column
 * @param y its first row
 */
record Area(int x, int y, int width, int height) {

    static final int LAYERS = 2;

    /** What a search for a wire looks at: the rectangle between its pins with a margin, as far as the board goes. */
    static Area around(Wire wire, int margin, Board board) {
        int left = Math.max(0, Math.min(wire.fromX(), wire.toX()) - margin);
        int top = Math.max(0, Math.min(wire.fromY(), wire.toY()) - margin);
        int right = Math.min(board.width(), Math.max(wire.fromX(), wire.toX()) + margin + 1);
        int bottom = Math.min(board.height(), Math.max(wire.fromY(), wire.toY()) + margin + 1);
        return new Area(left, top, right - left, bottom - top);
    }

    int layerSize() {
        return width * height;
    }

    /** The place of a cell in an array of the area's cells, layer by layer and row by row. */
    int index(int cellX, int cellY) {
        return (cellY - y) * width + cellX - x;
    }
}
