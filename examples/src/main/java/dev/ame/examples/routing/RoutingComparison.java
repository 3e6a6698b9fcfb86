package dev.ame.examples.routing;

import dev.ame.stm.loop.AtomicLoop;
import dev.ame.stm.loop.LoopReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Routes the same wires by the serial and by the atomic loop, and times both: in turns, so that whatever else the machine does
 * falls on both, after rounds that are not counted. The median counts. Putting up the empty board is not part of a time.
 */
final class RoutingComparison {

    /** Rounds that are not counted. */
    static final int WARM_UPS = 3;

    private final List<Wire> wires;
    private final int side;
    private final int threads;
    private final boolean ordered;

    RoutingComparison(List<Wire> wires, int side, int threads, boolean ordered) {
        this.wires = wires;
        this.side = side;
        this.threads = threads;
        this.ordered = ordered;
    }

    /** One loop that has been run, and the board it left. */
    record Pass(Board board, Duration time, int aborts) {

        double seconds() {
            return time.toNanos() / 1e9;
        }
    }

    /** Both loops in turn. */
    record Round(Pass serial, Pass atomic) {

        double speedUp() {
            return serial.seconds() / atomic.seconds();
        }
    }

    /**
     * Runs the warm-ups and the rounds.
     *
     * @param listener is told of each round when it is over
     * @return the rounds, without the warm-ups
     */
    List<Round> run(int rounds, Consumer<Round> listener) {
        List<Round> results = new ArrayList<>();
        for (int round = 0; round < WARM_UPS + rounds; round++) {
            Round result = new Round(serialPass(), atomicPass());
            if (round >= WARM_UPS) {
                listener.accept(result);
                results.add(result);
            }
        }
        return results;
    }

    /** The round with the median of what is asked for. */
    static Round median(List<Round> rounds, Comparator<Round> by) {
        return rounds.stream().sorted(by).toList().get(rounds.size() / 2);
    }

    /** Whether both loops left the same board. */
    static boolean same(Round round) {
        return Arrays.equals(PlainBoard.cellsOf(round.serial.board), PlainBoard.cellsOf(round.atomic.board));
    }

    private Pass serialPass() {
        Board board = new PlainBoard(side, side);
        Wires.putPins(wires, board);
        long start = System.nanoTime();
        for (Wire wire : wires) {
            Route route = Lee.shortest(board, wire);
            board.lay(route);
        }
        return new Pass(board, Duration.ofNanos(System.nanoTime() - start), 0);
    }

    private Pass atomicPass() {
        Board board = new SharedBoard(side, side);
        Wires.putPins(wires, board);
        AtomicLoop<Wire> loop = AtomicLoop.over(wires).parallelism(threads);
        LoopReport report = route(ordered ? loop.ordered() : loop, board);
        return new Pass(board, report.elapsed(), (int) report.aborts());
    }

    /** {@link Routing} prints this body; a test compares the two. */
    private static LoopReport route(AtomicLoop<Wire> loop, Board board) {
        return loop.forEach(wire -> {
            Route route = Lee.shortest(board, wire); // reads the board
            board.lay(route); // writes to it
        });
    }
}
