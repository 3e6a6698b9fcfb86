package dev.ame.examples.routing;

/** Two layers of cells. Each holds the number of the wire that has it, or 0. */
interface Board {

    int width();

    int height();

    /** Copies the cells of an area, layer by layer and row by row. */
    void read(Area area, short[] into);

    /** Gives the cells of a route to its wire. */
    void lay(Route route);
}
