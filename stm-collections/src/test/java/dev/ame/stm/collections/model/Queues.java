package dev.ame.stm.collections.model;

import static dev.ame.stm.collections.model.Part.kind;
import static dev.ame.stm.collections.model.Part.several;

import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TDeque;
import dev.ame.stm.collections.TPriorityQueue;
import dev.ame.stm.collections.TQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The queues. */
final class Queues {
    private static final int CAPACITY = 3;

    private static final List<Part.Kind<Queue<Integer>>> ANY = List.of(
            kind("offer", (queue, key, value) -> queue.offer(key)),
            kind("offerAgain", (queue, key, value) -> queue.offer(value)),
            kind("offerAll", (queue, key, value) -> queue.addAll(List.of(key, value))),
            kind("poll", (queue, key, value) -> queue.poll()),
            kind("pollAgain", (queue, key, value) -> queue.poll()),
            kind("peek", (queue, key, value) -> queue.peek()),
            kind("remove", (queue, key, value) -> queue.remove(key)),
            kind("contains", (queue, key, value) -> queue.contains(key)),
            kind("size", (queue, key, value) -> queue.size()),
            kind("isEmpty", (queue, key, value) -> queue.isEmpty()),
            kind("removeIf", (queue, key, value) -> queue.removeIf(element -> element % 3 == value)),
            kind("clear", (queue, key, value) -> {
                queue.clear();
                return null;
            }));

    private static final List<Part.Kind<Queue<Integer>>> IN_ORDER = List.of(
            kind("toList", (queue, key, value) -> new ArrayList<>(queue)),
            several("iterate", (queue, key, value) -> iterate(queue.iterator(), key, value)),
            kind("drainTo", (queue, key, value) -> {
                List<Integer> drained = new ArrayList<>();
                ((BlockingQueue<Integer>) queue).drainTo(drained, value);
                return drained;
            }));

    private static final List<Part.Kind<Queue<Integer>>> AT_BOTH_ENDS = List.of(
            kind("offerFirst", (queue, key, value) -> deque(queue).offerFirst(key)),
            kind("push", (queue, key, value) -> deque(queue).offerFirst(value)),
            kind("pollLast", (queue, key, value) -> deque(queue).pollLast()),
            kind("peekLast", (queue, key, value) -> deque(queue).peekLast()),
            kind("removeLastOccurrence", (queue, key, value) -> deque(queue).removeLastOccurrence(key)),
            several("descend", (queue, key, value) -> iterate(deque(queue).descendingIterator(), key, value)));

    static final Part<Queue<Integer>> QUEUE = part(
            "queue",
            TQueue::new,
            LinkedBlockingQueue::new,
            LinkedBlockingQueue::new,
            UnaryOperator.identity(),
            List.of(ANY, IN_ORDER));
    static final Part<Queue<Integer>> BOUNDED = part(
            "bounded queue",
            () -> new TBoundedQueue<>(CAPACITY),
            () -> new ArrayBlockingQueue<>(CAPACITY),
            queue -> new ArrayBlockingQueue<>(CAPACITY, false, queue),
            UnaryOperator.identity(),
            List.of(ANY.subList(0, 2), ANY.subList(3, ANY.size()), IN_ORDER));
    static final Part<Queue<Integer>> DEQUE = part(
            "deque",
            TDeque::new,
            LinkedBlockingDeque::new,
            LinkedBlockingDeque::new,
            UnaryOperator.identity(),
            List.of(ANY, IN_ORDER, AT_BOTH_ENDS));
    static final Part<Queue<Integer>> PRIORITY = part(
            "priority queue",
            TPriorityQueue::new,
            PriorityQueue::new,
            PriorityQueue::new,
            elements -> elements.sorted(),
            List.of(ANY));

    private Queues() {}

    private static Part<Queue<Integer>> part(
            String name,
            Supplier<Queue<Integer>> transactional,
            Supplier<Queue<Integer>> plain,
            UnaryOperator<Queue<Integer>> copy,
            UnaryOperator<Stream<?>> order,
            List<List<Part.Kind<Queue<Integer>>>> kinds) {
        return new Part<>(
                name,
                transactional,
                plain,
                copy,
                queue -> order.apply(((Collection<?>) queue).stream()).toList(),
                kinds.stream().flatMap(List::stream).toList());
    }

    private static Deque<Integer> deque(Queue<Integer> queue) {
        return (Deque<Integer>) queue;
    }

    /** Shows some elements, and removes one of them. */
    private static List<Integer> iterate(Iterator<Integer> iterator, int steps, int removeAt) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < steps && iterator.hasNext(); i++) {
            shown.add(iterator.next());
            if (i == removeAt) {
                iterator.remove();
            }
        }
        return shown;
    }
}
