package dev.ame.stm.collections.counterparts;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TDeque;
import dev.ame.stm.collections.TPriorityQueue;
import dev.ame.stm.collections.TQueue;
import dev.ame.stm.collections.support.Inherited;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The queues do what their counterparts in the JDK do, method by method. */
class QueuesTest {
    private static final List<Object> ELEMENTS = List.of(1, 2, 3, 1);
    private static final List<Object> SORTED = List.of(1, 1, 2, 3);

    @TestFactory
    Stream<DynamicNode> everyMethod() {
        EveryMethod queue = new EveryMethod(
                "queue",
                BlockingQueue.class,
                () -> new LinkedBlockingQueue<>(ELEMENTS),
                () -> new TQueue<>(ELEMENTS),
                true);
        EveryMethod bounded = new EveryMethod(
                "bounded queue",
                BlockingQueue.class,
                () -> new ArrayBlockingQueue<>(7, false, ELEMENTS),
                () -> new TBoundedQueue<>(7, false, ELEMENTS),
                true);
        EveryMethod full = new EveryMethod(
                "full queue",
                BlockingQueue.class,
                () -> new ArrayBlockingQueue<>(4, false, ELEMENTS),
                () -> new TBoundedQueue<>(4, false, ELEMENTS),
                true);
        EveryMethod empty = new EveryMethod(
                "empty queue",
                BlockingQueue.class,
                () -> new ArrayBlockingQueue<>(7),
                () -> new TBoundedQueue<>(7),
                true);
        EveryMethod deque = new EveryMethod(
                "deque",
                BlockingDeque.class,
                () -> new LinkedBlockingDeque<>(ELEMENTS),
                () -> new TDeque<>(ELEMENTS),
                true);
        EveryMethod fullDeque = new EveryMethod(
                "full deque",
                BlockingDeque.class,
                () -> filled(new LinkedBlockingDeque<>(4)),
                () -> filled(new TDeque<>(4)),
                true);
        EveryMethod emptyDeque = new EveryMethod(
                "empty deque", BlockingDeque.class, () -> new LinkedBlockingDeque<>(7), () -> new TDeque<>(7), true);
        EveryMethod priority = new EveryMethod(
                "priority queue",
                BlockingQueue.class,
                () -> new PriorityBlockingQueue<>(SORTED),
                () -> new TPriorityQueue<>(SORTED),
                false);
        return Stream.of(queue, bounded, full, empty, deque, fullDeque, emptyDeque, priority)
                .flatMap(each ->
                        Stream.of(withoutExceptions(each), iterator(each).tests()));
    }

    @Test
    void nothingIsLeftToSeveralSteps() {
        Inherited.assertNothingCompound(new TQueue<>(), BlockingQueue.class);
        Inherited.assertNothingCompound(new TBoundedQueue<>(1), BlockingQueue.class);
        Inherited.assertNothingCompound(new TDeque<>(), BlockingDeque.class);
        Inherited.assertNothingCompound(new TPriorityQueue<>(), BlockingQueue.class);
    }

    /** Else reflection would find them, and refuse to call them. */
    @Test
    void allMethodsAreThoseOfPublicClasses() {
        for (Class<?> type : List.of(TQueue.class, TBoundedQueue.class, TDeque.class, TPriorityQueue.class)) {
            for (Method method : type.getMethods()) {
                assertTrue(Modifier.isPublic(method.getDeclaringClass().getModifiers()), method::toString);
            }
        }
    }

    @Test
    void aTimeWithoutAUnitIsRefusedByThoseThatMayWait() {
        assertThrows(NullPointerException.class, () -> new TQueue<>().offer(1, 0, null));
        assertThrows(NullPointerException.class, () -> new TQueue<>(ELEMENTS).poll(0, null));
        assertThrows(NullPointerException.class, () -> new TBoundedQueue<>(1).offer(1, 0, null));
        assertThrows(NullPointerException.class, () -> new TDeque<>().offerFirst(1, 0, null));
    }

    /**
     * Of what is different on purpose: queues without a limit say so, as the interface demands, whatever they hold; and a
     * full queue that is to add a null among others says that it must not be null, not that it is full.
     */
    private static DynamicNode withoutExceptions(EveryMethod queue) {
        Set<String> different =
                switch (queue.name()) {
                    case "queue", "deque" -> Set.of("remainingCapacity[]");
                    case "full queue", "full deque" -> Set.of("addAll[Collection]");
                    default -> Set.of();
                };
        Stream<? extends DynamicNode> all = ((DynamicContainer) queue.tests()).getChildren();
        return DynamicContainer.dynamicContainer(
                queue.name(), all.filter(node -> !different.contains(node.getDisplayName())));
    }

    private static BlockingDeque<Object> filled(BlockingDeque<Object> deque) {
        deque.addAll(ELEMENTS);
        return deque;
    }

    private static EveryMethod iterator(EveryMethod queue) {
        return queue.view("iterator", Iterator.class, (Iterable<?> all) -> {
            Iterator<?> iterator = all.iterator();
            if (iterator.hasNext()) {
                iterator.next();
            }
            return iterator;
        });
    }
}
