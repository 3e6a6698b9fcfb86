package dev.ame.examples.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingComparisonTest {

    private static final int SIDE = 200;
    private static final List<Wire> WIRES = Wires.random(60, SIDE, SIDE, 7);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void inOrderTheWiresAreTheSameOnAnyNumberOfThreads(int threads) {
        List<RoutingComparison.Round> rounds = new RoutingComparison(WIRES, SIDE, threads, true).run(1, round -> {});

        assertEquals(1, rounds.size());
        assertTrue(rounds.stream().allMatch(RoutingComparison::same));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void inAnyOrderNoWireIsCut(int threads) {
        for (RoutingComparison.Round round : new RoutingComparison(WIRES, SIDE, threads, false).run(1, each -> {})) {
            RoutingCheck check = new RoutingCheck(round.atomic().board(), WIRES);

            assertEquals(0, check.cut());
            assertTrue(check.laid() > WIRES.size() * 9 / 10, () -> check.laid() + " wires laid");
        }
    }

    @Test
    void theCheckFindsAWireThatAnotherOneIsLaidOver() {
        Board board = new PlainBoard(SIDE, SIDE);
        Wires.putPins(WIRES, board);
        for (Wire wire : WIRES) {
            board.lay(Lee.shortest(board, wire));
        }
        assertEquals(0, new RoutingCheck(board, WIRES).cut());
        Wire victim = WIRES.get(0);
        List<Route.Cell> ofVictim = Lee.shortest(board, victim).cells();
        Route.Cell middle = ofVictim.get(ofVictim.size() / 2);
        Route.Cell beneath = new Route.Cell(1 - middle.layer(), middle.x(), middle.y());

        board.lay(new Route(WIRES.get(1).number(), List.of(middle, beneath)));

        assertEquals(1, new RoutingCheck(board, List.of(victim)).cut());
    }

    @Test
    void aPinBehindAWallIsReachedRoundIt() {
        Board board = new PlainBoard(40, 40);
        Wire wire = new Wire(1, 8, 8, 8, 16);
        for (int x = 0; x < 39; x++) {
            board.lay(new Route(2, List.of(new Route.Cell(0, x, 12), new Route.Cell(1, x, 12))));
        }

        Route route = Lee.shortest(board, wire);

        assertEquals(31 + 31 + 8 + 1, route.cells().size());
        assertTrue(route.cells().stream().anyMatch(cell -> cell.x() == 39 && cell.y() == 12));
    }

    @Test
    void aPinThatCannotBeReachedGetsNoRoute() {
        Board board = new PlainBoard(40, 40);
        for (int x = 0; x < 40; x++) {
            board.lay(new Route(2, List.of(new Route.Cell(0, x, 12), new Route.Cell(1, x, 12))));
        }

        assertEquals(List.of(), Lee.shortest(board, new Wire(1, 8, 8, 8, 16)).cells());
    }
}
