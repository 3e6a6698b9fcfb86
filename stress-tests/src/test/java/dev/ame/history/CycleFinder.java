package dev.ame.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;

/** Finds a short cycle in a part of a graph: Tarjan's strongly connected components, then a search inside one. */
final class CycleFinder {
    /** From how many nodes of a component the search for a shortest cycle starts. */
    private static final int STARTS = 200;

    private static final int NONE = -1;

    private final Graph graph;
    private final IntPredicate nodes;
    private final boolean realTime;

    /** Tarjan's numbering: 0 is unvisited. */
    private final int[] order;

    private final int[] low;
    private final boolean[] onStack;
    private final int[] component;

    private CycleFinder(Graph graph, IntPredicate nodes, boolean realTime) {
        this.graph = graph;
        this.nodes = nodes;
        this.realTime = realTime;
        order = new int[graph.nodes];
        low = new int[graph.nodes];
        onStack = new boolean[graph.nodes];
        component = new int[graph.nodes];
        Arrays.fill(component, NONE);
    }

    /**
     * Returns the edges of a cycle between attempts, helpers left out; empty if there is none.
     *
     * @param nodes which nodes take part
     * @param realTime whether real-time edges take part
     */
    static List<Edge> find(Graph graph, IntPredicate nodes, boolean realTime) {
        CycleFinder finder = new CycleFinder(graph, nodes, realTime);
        int[] smallest = finder.smallestComponent();
        return smallest.length == 0 ? List.of() : finder.shortestCycle(smallest);
    }

    private boolean follows(int edge) {
        return nodes.test(graph.target(edge)) && (realTime || graph.kind(edge) != Edge.Kind.REAL_TIME);
    }

    /** The smallest component of more than one node (edges from a node to itself are never in the graph). */
    private int[] smallestComponent() {
        int[] best = {};
        int[] stack = new int[graph.nodes];
        int[] path = new int[graph.nodes];
        int[] nextEdge = new int[graph.nodes];
        int stacked = 0;
        int visited = 0;
        for (int root = 0; root < graph.nodes; root++) {
            if (order[root] != 0 || !nodes.test(root)) {
                continue;
            }
            int depth = 0;
            path[depth] = root;
            while (depth >= 0) {
                int node = path[depth];
                if (order[node] == 0) {
                    order[node] = low[node] = ++visited;
                    nextEdge[node] = graph.firstEdge(node);
                    stack[stacked++] = node;
                    onStack[node] = true;
                }
                int child = nextChild(node, nextEdge);
                if (child != NONE) {
                    path[++depth] = child;
                    continue;
                }
                if (low[node] == order[node]) {
                    int end = stacked;
                    do {
                        stacked--;
                        onStack[stack[stacked]] = false;
                        component[stack[stacked]] = node;
                    } while (stack[stacked] != node);
                    if (end - stacked > 1 && (best.length == 0 || end - stacked < best.length)) {
                        best = Arrays.copyOfRange(stack, stacked, end);
                    }
                }
                depth--;
                if (depth >= 0) {
                    low[path[depth]] = Math.min(low[path[depth]], low[node]);
                }
            }
        }
        return best;
    }

    /** Goes through the edges of {@code node} from where it stopped, up to the first one to an unvisited node. */
    private int nextChild(int node, int[] nextEdge) {
        while (nextEdge[node] < graph.endOfEdges(node)) {
            int edge = nextEdge[node]++;
            if (!follows(edge)) {
                continue;
            }
            int target = graph.target(edge);
            if (order[target] == 0) {
                return target;
            }
            if (onStack[target]) {
                low[node] = Math.min(low[node], order[target]);
            }
        }
        return NONE;
    }

    private List<Edge> shortestCycle(int[] members) {
        List<Edge> best = List.of();
        int starts = 0;
        for (int start : members) {
            if (graph.isAttempt(start) && starts++ < STARTS) {
                List<Edge> cycle = shortestCycleThrough(start);
                if (best.isEmpty() || cycle.size() < best.size()) {
                    best = cycle;
                }
            }
        }
        return best;
    }

    /** Breadth-first, where only edges that leave an attempt count as a step. */
    private List<Edge> shortestCycleThrough(int start) {
        int[] distance = new int[graph.nodes];
        int[] cameBy = new int[graph.nodes];
        int[] cameFrom = new int[graph.nodes];
        Arrays.fill(distance, Integer.MAX_VALUE);
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        queue.add(start);
        int reached = 0;
        while (!queue.isEmpty()) {
            int node = queue.poll();
            if (node == start && reached++ > 0) {
                break;
            }
            int here = node == start ? 0 : distance[node];
            int step = graph.isAttempt(node) ? 1 : 0;
            for (int edge = graph.firstEdge(node); edge < graph.endOfEdges(node); edge++) {
                int target = graph.target(edge);
                if (follows(edge) && component[target] == component[start] && here + step < distance[target]) {
                    distance[target] = here + step;
                    cameBy[target] = edge;
                    cameFrom[target] = node;
                    if (step == 0) {
                        queue.addFirst(target);
                    } else {
                        queue.addLast(target);
                    }
                }
            }
        }
        return edges(start, cameBy, cameFrom);
    }

    private List<Edge> edges(int start, int[] cameBy, int[] cameFrom) {
        List<Edge> cycle = new ArrayList<>();
        int node = start;
        int to = start;
        do {
            int edge = cameBy[node];
            node = cameFrom[node];
            if (graph.isAttempt(node)) {
                cycle.add(new Edge(node, to, graph.kind(edge), graph.box(edge)));
                to = node;
            }
        } while (node != start);
        Collections.reverse(cycle);
        return cycle;
    }
}
