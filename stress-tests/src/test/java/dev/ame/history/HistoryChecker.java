package dev.ame.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a history is strictly serializable and opaque, and if not, names why.
 *
 * <p>The named anomaly is the simplest there is to find: lost updates, then reads that are wrong by themselves, then cycles among
 * committed attempts without real time (not serializable), then with it (not strictly), then with aborted attempts as
 * readers (not opaque), and last what the attempts themselves found wrong.
 */
final class HistoryChecker {
    private final List<Attempt> attempts;
    private final Writers writers;
    private final int boxes;

    private HistoryChecker(History history) {
        attempts = new ArrayList<>(history.attempts().size() + 1);
        attempts.add(initialState(history.boxes()));
        attempts.addAll(history.attempts());
        writers = new Writers(attempts);
        boxes = history.boxes();
    }

    /** The first violation found, or empty: then there is a serial order that explains all of the history. */
    static Optional<Violation> check(History history) {
        return new HistoryChecker(history).check();
    }

    private static Attempt initialState(int boxes) {
        Longs writes = new Longs();
        for (int box = 0; box < boxes; box++) {
            writes.add(box);
            writes.add(WriteId.initial(box));
            writes.add(WriteId.UNKNOWN);
        }
        return new Attempt(
                new Attempt.Identity(0, 0, 1, "initial state"),
                Long.MIN_VALUE,
                Long.MIN_VALUE,
                true,
                new long[0],
                writes.toArray(),
                1,
                boxes + 1L,
                null);
    }

    private Optional<Violation> check() {
        return Optional.ofNullable(writers.lostUpdate())
                .or(this::checkReads)
                .or(this::checkOrder)
                .or(this::checkFaults);
    }

    private Optional<Violation> checkReads() {
        for (Attempt attempt : attempts) {
            for (int i = 0; i < attempt.reads(); i++) {
                Violation violation = writers.checkRead(attempt, attempt.readBox(i), attempt.readId(i));
                if (violation != null) {
                    return Optional.of(violation);
                }
            }
        }
        return Optional.empty();
    }

    /** Last, since what an attempt notices is less exact than a cycle, and often a consequence of one. */
    private Optional<Violation> checkFaults() {
        return attempts.stream()
                .filter(attempt -> attempt.fault != null)
                .map(attempt -> new Violation(
                        Anomaly.BROKEN_PROMISE, "  " + attempt + System.lineSeparator() + "  " + attempt.fault))
                .findFirst();
    }

    private Optional<Violation> checkOrder() {
        Graph graph = Dependencies.graph(attempts, writers, boxes);
        List<Edge> cycle = CycleFinder.find(graph, node -> true, true);
        if (cycle.isEmpty()) {
            return Optional.empty();
        }
        List<Edge> committed = CycleFinder.find(graph, this::isNotAborted, false);
        if (committed.isEmpty()) {
            committed = CycleFinder.find(graph, this::isNotAborted, true);
        }
        if (!committed.isEmpty()) {
            return Optional.of(new Violation(name(committed), describe(committed)));
        }
        return Optional.of(new Violation(Anomaly.NON_OPAQUE_READ, describe(cycle)));
    }

    private boolean isNotAborted(int node) {
        return node >= attempts.size() || attempts.get(node).committed;
    }

    private Anomaly name(List<Edge> cycle) {
        boolean realTime = has(cycle, Edge.Kind.REAL_TIME);
        List<Edge> overlooked =
                cycle.stream().filter(e -> e.kind() == Edge.Kind.READ_WRITE).toList();
        if (overlooked.isEmpty()) {
            return realTime ? Anomaly.FUTURE_READ : Anomaly.CIRCULAR_FLOW;
        }
        if (realTime) {
            return Anomaly.STALE_READ;
        }
        if (overlooked.size() == 1) {
            return Anomaly.READ_SKEW;
        }
        return overlooked.stream().allMatch(e -> attempts.get(e.from()).writes() == 0)
                ? Anomaly.LONG_FORK
                : Anomaly.WRITE_SKEW;
    }

    private static boolean has(List<Edge> cycle, Edge.Kind kind) {
        return cycle.stream().anyMatch(e -> e.kind() == kind);
    }

    private String describe(List<Edge> cycle) {
        StringBuilder text = new StringBuilder();
        for (Edge edge : cycle) {
            text.append("  ").append(attempts.get(edge.from())).append(System.lineSeparator());
            text.append("    ").append(edge.kind().verb());
            if (edge.kind() != Edge.Kind.REAL_TIME) {
                text.append(" in box ").append(edge.box());
            }
            text.append(System.lineSeparator());
        }
        return text.append("  ").append(attempts.get(cycle.get(0).from())).toString();
    }
}
