package dev.ame.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Turns a history into the graph of "must come before" that every serial order has to obey.
 *
 * <pre>
 *   write-write   writer of a value        -> the one that replaced it
 *   write-read    writer of a value        -> who read it
 *   read-write    reader of a value        -> the one that replaced it
 *   real time     attempt -> c1 -> c2 -> c3 -> ...    one helper per completion, in order of time;
 *                                   |                 an attempt hangs on the last completion
 *                                   +-> attempt       before its begin
 * </pre>
 *
 * <p>Each box has one chain of values, since each write names the one it replaced. So an order that obeys all edges
 * explains every read, and a cycle proves that there is none. Where a write did not look at what it replaced the chain
 * is broken; there a read-write edge is still known to whoever began after the value's writer was over.
 */
final class Dependencies {
    private final List<Attempt> attempts;
    private final Writers writers;
    private final int boxes;
    private final Graph.Builder graph;

    private Dependencies(List<Attempt> attempts, Writers writers, int boxes) {
        this.attempts = attempts;
        this.writers = writers;
        this.boxes = boxes;
        this.graph = new Graph.Builder(attempts.size());
    }

    /** @param attempts the first is the initial state */
    static Graph graph(List<Attempt> attempts, Writers writers, int boxes) {
        Dependencies dependencies = new Dependencies(attempts, writers, boxes);
        dependencies.addValueEdges();
        dependencies.addRealTimeEdges();
        dependencies.addProgramOrder();
        dependencies.addEdgesOfBlindWrites();
        return dependencies.graph.build();
    }

    private void addValueEdges() {
        for (int node = 0; node < attempts.size(); node++) {
            Attempt attempt = attempts.get(node);
            for (int i = 0; i < attempt.reads(); i++) {
                int box = attempt.readBox(i);
                graph.add(writers.writer(attempt.readId(i)), node, Edge.Kind.WRITE_READ, box);
                int replacer = writers.replacer(attempt.readId(i));
                if (replacer != Writers.NOBODY) {
                    graph.add(node, replacer, Edge.Kind.READ_WRITE, box);
                }
            }
            for (int i = 0; i < attempt.writes(); i++) {
                int replaced = writers.writer(attempt.replacedId(i));
                if (replaced != Writers.NOBODY) {
                    graph.add(replaced, node, Edge.Kind.WRITE_WRITE, attempt.writtenBox(i));
                }
            }
        }
    }

    private void addRealTimeEdges() {
        int count = attempts.size();
        Integer[] byEnd = sortedNodes(Comparator.comparingLong(node -> attempts.get(node).end));
        long[] ends = new long[count];
        int firstHelper = graph.addHelpers(count);
        for (int i = 0; i < count; i++) {
            ends[i] = attempts.get(byEnd[i]).end;
            graph.add(byEnd[i], firstHelper + i, Edge.Kind.REAL_TIME, -1);
            if (i > 0) {
                graph.add(firstHelper + i - 1, firstHelper + i, Edge.Kind.REAL_TIME, -1);
            }
        }
        for (int node = 0; node < count; node++) {
            int completed = countBelow(ends, attempts.get(node).begin);
            if (completed > 0) {
                graph.add(firstHelper + completed - 1, node, Edge.Kind.REAL_TIME, -1);
            }
        }
    }

    /** The clock is too coarse to order neighbours of one thread; the list does. */
    private void addProgramOrder() {
        int[] last = new int[attempts.stream().mapToInt(a -> a.thread).max().orElse(0) + 1];
        Arrays.fill(last, Writers.NOBODY);
        for (int node = 0; node < attempts.size(); node++) {
            int thread = attempts.get(node).thread;
            if (last[thread] != Writers.NOBODY) {
                graph.add(last[thread], node, Edge.Kind.REAL_TIME, -1);
            }
            last[thread] = node;
        }
    }

    private void addEdgesOfBlindWrites() {
        boolean[] blind = new boolean[boxes];
        List<List<Integer>> writersOf = new ArrayList<>();
        for (int box = 0; box < boxes; box++) {
            writersOf.add(new ArrayList<>());
        }
        for (int node = 1; node < attempts.size(); node++) {
            Attempt attempt = attempts.get(node);
            for (int i = 0; i < attempt.writes(); i++) {
                writersOf.get(attempt.writtenBox(i)).add(node);
                blind[attempt.writtenBox(i)] |= attempt.replacedId(i) == WriteId.UNKNOWN;
            }
        }
        SuffixChain[] chains = new SuffixChain[boxes];
        for (int box = 0; box < boxes; box++) {
            chains[box] = blind[box] ? new SuffixChain(box, writersOf.get(box)) : null;
        }
        for (int node = 0; node < attempts.size(); node++) {
            Attempt attempt = attempts.get(node);
            for (int i = 0; i < attempt.reads(); i++) {
                SuffixChain chain = chains[attempt.readBox(i)];
                if (chain != null) {
                    chain.addEdgesFrom(node, writers.writer(attempt.readId(i)));
                }
            }
        }
    }

    private Integer[] sortedNodes(Comparator<Integer> order) {
        Integer[] nodes = new Integer[attempts.size()];
        Arrays.setAll(nodes, i -> i);
        Arrays.sort(nodes, order);
        return nodes;
    }

    /** How many of the sorted {@code times} are smaller than {@code limit}. */
    private static int countBelow(long[] times, long limit) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The writers of one box by their begin, each with a helper: helper i leads to all writers from the i-th on.
     *
     * <pre>
     *   h1 -> h2 -> h3 -> ...
     *   |     |     |
     *   w1    w2    w3
     * </pre>
     */
    private final class SuffixChain {
        private static final int DIRECT_EDGES = 32;

        private final int box;
        private final int[] nodes;
        private final long[] begins;
        private final int firstHelper;

        SuffixChain(int box, List<Integer> writersOfBox) {
            this.box = box;
            nodes = writersOfBox.stream()
                    .sorted(Comparator.comparingLong(node -> attempts.get(node).begin))
                    .mapToInt(node -> node)
                    .toArray();
            begins = Arrays.stream(nodes)
                    .mapToLong(node -> attempts.get(node).begin)
                    .toArray();
            firstHelper = graph.addHelpers(nodes.length);
            for (int i = 0; i < nodes.length; i++) {
                graph.add(firstHelper + i, nodes[i], Edge.Kind.READ_WRITE, box);
                if (i > 0) {
                    graph.add(firstHelper + i - 1, firstHelper + i, Edge.Kind.READ_WRITE, box);
                }
            }
        }

        /** {@code reader} saw the value of {@code writer}, so it comes before all that began after {@code writer} was over. */
        void addEdgesFrom(int reader, int writer) {
            int start = countBelow(begins, attempts.get(writer).end + 1);
            int own = start;
            while (own < nodes.length && nodes[own] != reader && begins[own] <= attempts.get(reader).begin) {
                own++;
            }
            if (own < nodes.length && nodes[own] == reader) {
                // The reader is in its own suffix: go round it, naming the few before it one by one.
                for (int i = start; i < own && i < start + DIRECT_EDGES; i++) {
                    graph.add(reader, nodes[i], Edge.Kind.READ_WRITE, box);
                }
                start = own + 1;
            }
            if (start < nodes.length) {
                graph.add(reader, firstHelper + start, Edge.Kind.READ_WRITE, box);
            }
        }
    }
}
