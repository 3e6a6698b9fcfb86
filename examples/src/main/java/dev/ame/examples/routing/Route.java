package dev.ame.examples.routing;

import java.util.List;

/**
 * The way of one wire.
 *
 * @param wire the number of the wire
 * @param cells its cells from pin to pin; none if there was no way
 */
record Route(int wire, List<Cell> cells) {

    record Cell(int layer, int x, int y) {}
}
