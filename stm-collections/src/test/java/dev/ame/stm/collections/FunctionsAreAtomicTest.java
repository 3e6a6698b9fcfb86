package dev.ame.stm.collections;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An operation that is given a function is one atomic operation with all that the function does, outside a block and inside
 * one: what it does to boxes happens once, with the change, however often it was called; if it throws, nothing is left.
 */
class FunctionsAreAtomicTest {

    /**
     * An operation on one element.
     *
     * @param name for the report
     * @param empty makes what the operation is done to
     * @param prepare puts the element in
     * @param operation calls the function once, with an element
     * @param interfere what another thread does meanwhile, so that the operation has to be done again
     * @param content what there is to be compared
     */
    private record Operation<T>(
            String name,
            Supplier<T> empty,
            Consumer<T> prepare,
            Operate<T> operation,
            Consumer<T> interfere,
            Function<T, Object> content) {
        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    private interface Operate<T> {
        void on(T collection, Runnable function);
    }

    private static <T> Operation<T> map(
            String name, Supplier<T> empty, Function<T, ConcurrentMap<Integer, String>> view, MapOperation operation) {
        return new Operation<>(
                name,
                empty,
                whole -> view.apply(whole).put(1, "one"),
                (whole, function) -> operation.on(view.apply(whole), function),
                whole -> view.apply(whole).put(1, "uno"),
                whole -> Map.copyOf(view.apply(whole)));
    }

    @FunctionalInterface
    private interface MapOperation {
        void on(ConcurrentMap<Integer, String> map, Runnable function);
    }

    private static <T> T after(Runnable function, T result) {
        function.run();
        return result;
    }

    private static <T> Stream<Operation<?>> map(
            String kind, Supplier<T> empty, Function<T, ConcurrentMap<Integer, String>> view) {
        return Stream.of(
                map(kind + ".compute", empty, view, (map, f) -> map.compute(1, (k, v) -> after(f, v + "!"))),
                map(kind + ".compute to null", empty, view, (map, f) -> map.compute(1, (k, v) -> after(f, null))),
                map(
                        kind + ".computeIfPresent",
                        empty,
                        view,
                        (map, f) -> map.computeIfPresent(1, (k, v) -> after(f, v + "!"))),
                map(kind + ".merge", empty, view, (map, f) -> map.merge(1, "!", (a, b) -> after(f, a + b))),
                map(kind + ".replaceAll", empty, view, (map, f) -> map.replaceAll((k, v) -> after(f, v + "!"))),
                map(
                        kind + ".keySet.removeIf",
                        empty,
                        view,
                        (map, f) -> map.keySet().removeIf(k -> after(f, map.size() == 1))),
                map(
                        kind + ".values.removeIf",
                        empty,
                        view,
                        (map, f) -> map.values().removeIf(v -> after(f, true))),
                map(
                        kind + ".entrySet.removeIf",
                        empty,
                        view,
                        (map, f) -> map.entrySet().removeIf(e -> after(f, true))),
                new Operation<>(
                        kind + ".computeIfAbsent",
                        empty,
                        whole -> {},
                        (whole, f) -> view.apply(whole).computeIfAbsent(1, k -> after(f, "new")),
                        whole -> {
                            view.apply(whole).put(1, "uno");
                            view.apply(whole).remove(1);
                        },
                        whole -> Map.copyOf(view.apply(whole))));
    }

    private static <C extends Collection<Integer>> Operation<C> removeIf(String kind, Supplier<C> empty) {
        return new Operation<>(
                kind + ".removeIf",
                empty,
                elements -> elements.add(1),
                (elements, f) -> elements.removeIf(element -> after(f, elements.contains(element))),
                elements -> atomic(() -> {
                    elements.clear();
                    elements.add(2);
                }),
                elements -> List.copyOf(elements));
    }

    private static Operation<TList<Integer>> list(String name, Operate<List<Integer>> operation, boolean part) {
        return new Operation<>(
                name,
                TList::new,
                list -> list.addAll(List.of(7, 1)),
                (list, f) -> operation.on(
                        part ? list.subList(1, 2) : list.subList(0, 2).subList(1, 2), f),
                list -> list.set(1, 2),
                list -> List.copyOf(list));
    }

    static Stream<Operation<?>> operations() {
        Stream<Operation<?>> others = Stream.of(
                removeIf("TQueue", TQueue::new),
                removeIf("TBoundedQueue", () -> new TBoundedQueue<>(2)),
                removeIf("TDeque", TDeque::new),
                removeIf("TPriorityQueue", TPriorityQueue::new),
                removeIf("TList", TList::new),
                removeIf("TSet", TSet::new),
                removeIf("TSortedSet", TSortedSet::new),
                list("TList.subList.removeIf", (list, f) -> list.removeIf(element -> after(f, true)), true),
                list("TList.subList.replaceAll", (list, f) -> list.replaceAll(element -> after(f, element + 10)), true),
                new Operation<TList<Integer>>(
                        "TList.replaceAll",
                        TList::new,
                        list -> list.add(1),
                        (list, f) -> list.replaceAll(element -> after(f, element + 10)),
                        list -> list.set(0, 2),
                        list -> List.copyOf(list)),
                new Operation<TList<Integer>>(
                        "TList.sort",
                        TList::new,
                        list -> list.addAll(List.of(2, 1)),
                        (list, f) -> list.sort((a, b) -> after(f, Integer.compare(a, b))),
                        list -> list.set(0, 3),
                        list -> List.copyOf(list)),
                array("update", (array, f) -> array.update(0, v -> after(f, 5))),
                array("getAndUpdate", (array, f) -> array.getAndUpdate(0, v -> after(f, 5))),
                array("updateAndGet", (array, f) -> array.updateAndGet(0, v -> after(f, 5))),
                numbers("update", (array, f) -> array.update(0, v -> after(f, 5L))),
                numbers("getAndUpdate", (array, f) -> array.getAndUpdate(0, v -> after(f, 5L))),
                numbers("updateAndGet", (array, f) -> array.updateAndGet(0, v -> after(f, 5L))));
        return Stream.of(
                        map("TMap", () -> new TMap<Integer, String>(), map -> map),
                        map("TSortedMap", () -> new TSortedMap<Integer, String>(), map -> map),
                        map("headMap", () -> new TSortedMap<Integer, String>(), map -> map.headMap(5)),
                        map("descendingMap", () -> new TSortedMap<Integer, String>(), map -> map.descendingMap()),
                        others)
                .flatMap(each -> each);
    }

    private static Operation<TArray<Integer>> array(String name, Operate<TArray<Integer>> operation) {
        return new Operation<>(
                "TArray." + name,
                () -> new TArray<>(1),
                array -> array.set(0, 1),
                operation,
                array -> array.set(0, 2),
                array -> List.of(array.get(0)));
    }

    private static Operation<TLongArray> numbers(String name, Operate<TLongArray> operation) {
        return new Operation<>(
                "TLongArray." + name,
                () -> new TLongArray(1),
                array -> array.set(0, 1),
                operation,
                array -> array.set(0, 2),
                array -> List.of(array.get(0)));
    }

    @ParameterizedTest
    @MethodSource("operations")
    <T> void whatTheFunctionDoesHappensOnce(Operation<T> operation) throws Exception {
        T collection = operation.empty.get();
        operation.prepare.accept(collection);
        LongBox effects = LongBox.of(0);
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        List<Boolean> calls = Collections.synchronizedList(new ArrayList<>());
        FutureTask<Void> running = Elsewhere.start(() -> {
            operation.operation.on(collection, () -> {
                effects.add(1);
                calls.add(Stm.inAtomic());
                called.countDown();
                awaitUnchecked(changed);
            });
            return null;
        });
        Elsewhere.await(called);
        operation.interfere.accept(collection);
        changed.countDown();
        Elsewhere.join(running);
        assertEquals(1, effects.get());
        assertEquals(Collections.nCopies(calls.size(), true), calls);
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            Elsewhere.await(latch);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @MethodSource("operations")
    <T> void aFunctionThatThrowsLeavesNothing(Operation<T> operation) {
        T collection = operation.empty.get();
        operation.prepare.accept(collection);
        Object before = operation.content.apply(collection);
        LongBox effects = LongBox.of(0);
        Runnable fails = () -> assertThrows(
                Failure.class,
                () -> operation.operation.on(collection, () -> {
                    effects.add(1);
                    throw new Failure();
                }));
        fails.run();
        assertEquals(0, effects.get());
        assertEquals(before, operation.content.apply(collection));
        atomic(() -> {
            effects.add(10);
            fails.run();
        });
        assertEquals(10, effects.get());
        assertEquals(before, operation.content.apply(collection));
    }

    static Stream<ConcurrentMap<Integer, Integer>> maps() {
        return Stream.of(new TMap<>(), new TSortedMap<>(), new TSortedMap<Integer, Integer>().headMap(100));
    }

    /** It would be called for ever if it were called again for its own change. */
    @ParameterizedTest
    @MethodSource("maps")
    void theResultCountsForTheKeyItself(ConcurrentMap<Integer, Integer> map) {
        LongBox calls = LongBox.of(0);
        map.put(1, 1000);
        assertEquals(2000, map.compute(1, (k, v) -> {
            calls.add(1);
            map.merge(1, 1, Integer::sum);
            map.put(2, 2);
            return 2 * v;
        }));
        assertEquals(Map.of(1, 2000, 2, 2), map);
        assertEquals(1000, map.computeIfPresent(1, (k, v) -> {
            calls.add(1);
            map.remove(1);
            return 1000;
        }));
        assertEquals(7, map.computeIfAbsent(3, k -> {
            calls.add(1);
            map.put(3, 5000);
            return 7;
        }));
        Integer same = map.get(1);
        map.compute(1, (k, v) -> {
            calls.add(1);
            map.put(1, 5000);
            return same;
        });
        assertEquals(Map.of(1, 1000, 2, 2, 3, 7), map);
        assertEquals(null, map.merge(1, 1, (a, b) -> {
            calls.add(1);
            map.put(1, 5000);
            return null;
        }));
        assertEquals(Map.of(2, 2, 3, 7), map);
        assertEquals(5, calls.get());
    }

    @Test
    void outOfTheRangeOfAPart() {
        ConcurrentMap<Integer, Integer> part = new TSortedMap<Integer, Integer>().headMap(5);
        LongBox calls = LongBox.of(0);
        assertThrows(IllegalArgumentException.class, () -> part.computeIfAbsent(7, k -> after(() -> calls.add(1), 7)));
        assertEquals(0, calls.get());
        assertEquals(null, part.compute(7, (k, v) -> after(() -> calls.add(1), null)));
        assertEquals(1, calls.get());
    }

    static Stream<Collection<Integer>> queues() {
        return Stream.of(new TQueue<>(), new TBoundedQueue<>(9), new TDeque<>(), new TPriorityQueue<>(), new TSet<>());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void aFilterMayChangeTheQueue(Collection<Integer> queue) {
        queue.addAll(List.of(1, 2, 3, 4));
        queue.removeIf(element -> {
            if (element == 1) {
                queue.add(5);
                queue.remove(3);
                queue.remove(4);
            }
            return element == 1 || element == 3;
        });
        assertEquals(List.of(2, 5), List.copyOf(queue));
    }

    @Test
    void aFilterOfADequeMayAddInFront() {
        TDeque<Integer> deque = new TDeque<>(List.of(1, 2, 3));
        deque.removeIf(element -> {
            deque.addFirst(-element);
            return element == 2;
        });
        assertEquals(List.of(-3, -2, -1, 1, 3), List.copyOf(deque));
    }

    @Test
    void aFunctionMustNotChangeTheListItself() {
        TList<Integer> list = new TList<>(List.of(1, 2, 3));
        LongBox calls = LongBox.of(0);
        Runnable change = () -> {
            calls.add(1);
            list.add(4);
        };
        List<Runnable> operations = List.of(
                () -> list.removeIf(element -> after(change, true)),
                () -> list.removeIf(element -> after(change, false)),
                () -> list.replaceAll(element -> after(change, element)),
                () -> list.subList(1, 3).replaceAll(element -> after(list::removeLast, element)),
                () -> list.sort((a, b) -> after(change, Integer.compare(b, a))));
        for (Runnable operation : operations) {
            assertThrows(ConcurrentModificationException.class, operation::run);
        }
        assertEquals(List.of(1, 2, 3), list);
        assertEquals(0, calls.get());
        list.replaceAll(element -> after(() -> list.set(0, list.get(0)), element + 1));
        assertEquals(List.of(2, 3, 4), list);
    }
}
