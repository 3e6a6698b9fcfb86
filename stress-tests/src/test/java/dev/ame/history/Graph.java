package dev.ame.history;

import java.util.Arrays;

/**
 * A directed graph over ints, edges grouped by their source, built once.
 *
 * <p>Nodes below {@link #attempts} are attempts. Those above are helpers: they stand for no attempt, only pass real
 * time on, so that n attempts need O(n) real-time edges.
 */
final class Graph {
    final int attempts;
    final int nodes;

    /** The edges of node {@code n} are those from {@code first[n]} up to {@code first[n + 1]}. */
    private final int[] first;

    private final int[] targets;
    private final Edge.Kind[] kinds;
    private final short[] boxes;

    private Graph(Builder builder) {
        attempts = builder.attempts;
        nodes = builder.nodes;
        first = new int[nodes + 1];
        targets = new int[builder.size];
        kinds = new Edge.Kind[builder.size];
        boxes = new short[builder.size];
        for (int i = 0; i < builder.size; i++) {
            first[builder.from[i] + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            first[node + 1] += first[node];
        }
        int[] next = Arrays.copyOf(first, nodes);
        for (int i = 0; i < builder.size; i++) {
            int place = next[builder.from[i]]++;
            targets[place] = builder.to[i];
            kinds[place] = builder.kinds[i];
            boxes[place] = builder.boxes[i];
        }
    }

    int firstEdge(int node) {
        return first[node];
    }

    int endOfEdges(int node) {
        return first[node + 1];
    }

    int target(int edge) {
        return targets[edge];
    }

    Edge.Kind kind(int edge) {
        return kinds[edge];
    }

    int box(int edge) {
        return boxes[edge];
    }

    int edges() {
        return targets.length;
    }

    boolean isAttempt(int node) {
        return node < attempts;
    }

    static final class Builder {
        private final int attempts;
        private int nodes;
        private int size;
        private int[] from = new int[1024];
        private int[] to = new int[1024];
        private Edge.Kind[] kinds = new Edge.Kind[1024];
        private short[] boxes = new short[1024];

        Builder(int attempts) {
            this.attempts = attempts;
            this.nodes = attempts;
        }

        /** Adds {@code count} helper nodes and returns the first. */
        int addHelpers(int count) {
            int firstHelper = nodes;
            nodes += count;
            return firstHelper;
        }

        void add(int source, int target, Edge.Kind kind, int box) {
            if (source == target) {
                return;
            }
            if (size == from.length) {
                from = Arrays.copyOf(from, size * 2);
                to = Arrays.copyOf(to, size * 2);
                kinds = Arrays.copyOf(kinds, size * 2);
                boxes = Arrays.copyOf(boxes, size * 2);
            }
            from[size] = source;
            to[size] = target;
            kinds[size] = kind;
            boxes[size] = (short) box;
            size++;
        }

        Graph build() {
            return new Graph(this);
        }
    }
}
