package dev.ame.examples.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What is to be routed: the same for the same numbers. */
final class Wires {

    /** Pins stand apart, so that there is a way between them. */
    private static final int PIN_SPACING = 4;

    /** Most wires go to a neighbour, a few go far. */
    private static final double MEAN_LENGTH = 160;

    private Wires() {}

    /** Wires between random pins, none of which is used twice. */
    static List<Wire> random(int count, int width, int height, long seed) {
        Random random = new Random(seed);
        Set<Integer> pins = new HashSet<>();
        List<Wire> wires = new ArrayList<>();
        while (wires.size() < count) {
            int fromX = pin(random.nextDouble() * width, width);
            int fromY = pin(random.nextDouble() * height, height);
            int toX = pin(fromX + distance(random), width);
            int toY = pin(fromY + distance(random), height);
            if ((fromX != toX || fromY != toY) && pins.add(fromY * width + fromX) && pins.add(toY * width + toX)) {
                wires.add(new Wire(wires.size() + 1, fromX, fromY, toX, toY));
            }
        }
        return wires;
    }

    private static double distance(Random random) {
        double length = Math.min(3, -Math.log(1 - random.nextDouble())) * MEAN_LENGTH / 2;
        return random.nextBoolean() ? length : -length;
    }

    private static int pin(double place, int size) {
        int inside = (int) Math.max(PIN_SPACING, Math.min(size - PIN_SPACING - 1, place));
        return inside - inside % PIN_SPACING;
    }

    /** Puts the pins of all wires on a board. */
    static void putPins(List<Wire> wires, Board board) {
        for (Wire wire : wires) {
            List<Route.Cell> pins = new ArrayList<>();
            for (int layer = 0; layer < Area.LAYERS; layer++) {
                pins.add(new Route.Cell(layer, wire.fromX(), wire.fromY()));
                pins.add(new Route.Cell(layer, wire.toX(), wire.toY()));
            }
            board.lay(new Route(wire.number(), pins));
        }
    }
}
