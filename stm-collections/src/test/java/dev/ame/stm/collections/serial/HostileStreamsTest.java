package dev.ame.stm.collections.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.collections.TArray;
import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TDeque;
import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.TLongArray;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TPriorityQueue;
import dev.ame.stm.collections.TQueue;
import dev.ame.stm.collections.TSemaphore;
import dev.ame.stm.collections.TSet;
import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.collections.TSortedSet;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no collection can have written is refused when it is read; there is never a collection that breaks later. */
class HostileStreamsTest {
    /** A number of elements that stands nowhere else in the stream. */
    private static final int SIZE = 0x1357;

    private static final List<Integer> ELEMENTS =
            IntStream.range(0, SIZE).mapToObj(i -> 100_000 + i).toList();

    private static TBoundedQueue<Integer> bounded() {
        return new TBoundedQueue<>(0x2468, false, ELEMENTS);
    }

    private static <K> Map<K, K> mapOf(Collection<K> keys) {
        Map<K, K> map = new HashMap<>();
        keys.forEach(key -> map.put(key, key));
        return map;
    }

    /** The name of its type stands for a large collection in reports. */
    private static Named<Object> named(Object collection) {
        return Named.of(collection.getClass().getSimpleName(), collection);
    }

    static Stream<Named<Object>> collections() {
        return Stream.of(
                        new TQueue<>(ELEMENTS),
                        bounded(),
                        new TDeque<>(ELEMENTS),
                        new TPriorityQueue<>(ELEMENTS),
                        new TList<>(ELEMENTS),
                        new TArray<>(ELEMENTS),
                        new TLongArray(new long[SIZE]),
                        new TSet<>(ELEMENTS),
                        new TSortedSet<>(ELEMENTS),
                        new TMap<>(mapOf(ELEMENTS)),
                        new TMap<>(mapOf(ELEMENTS)).keySet(),
                        new TSortedMap<>(mapOf(ELEMENTS)),
                        new TSortedMap<>(mapOf(ELEMENTS)).headMap(3),
                        new TSortedMap<>(mapOf(ELEMENTS)).snapshot())
                .map(HostileStreamsTest::named);
    }

    private static void assertRefused(byte[] bytes) {
        assertThrows(InvalidObjectException.class, () -> Wire.read(bytes));
    }

    private static void assertRefused(Object collection, UnaryOperator<Object> instead) throws IOException {
        assertRefused(Wire.write(collection, instead));
    }

    @ParameterizedTest
    @MethodSource("collections")
    void aNegativeSize(Object collection) throws IOException {
        assertRefused(Wire.replaceInt(Wire.write(collection), SIZE, -1));
        assertRefused(Wire.replaceInt(Wire.write(collection), SIZE, Integer.MIN_VALUE));
    }

    /** Nor is memory taken for them. */
    @ParameterizedTest
    @MethodSource("collections")
    void missingElements(Object collection) throws IOException {
        assertRefused(Wire.replaceInt(Wire.write(collection), SIZE, SIZE + 1));
        assertRefused(Wire.replaceInt(Wire.write(collection), SIZE, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("collections")
    void nullElements(Object collection) throws IOException {
        byte[] bytes = Wire.write(collection, object -> object.equals(100_007) ? null : object);
        if (collection instanceof TList || collection instanceof TArray || collection instanceof TLongArray) {
            return; // they may have them, or have none
        }
        assertRefused(bytes);
    }

    @Test
    void capacities() throws IOException {
        for (int capacity : new int[] {0, -1, Integer.MIN_VALUE, SIZE - 1}) {
            assertRefused(Wire.replaceInt(Wire.write(bounded()), 0x2468, capacity));
        }
        TDeque<Integer> deque = new TDeque<>(0x2468);
        deque.addAll(ELEMENTS);
        for (int capacity : new int[] {0, -1, Integer.MIN_VALUE, SIZE - 1}) {
            assertRefused(Wire.replaceInt(Wire.write(deque), 0x2468, capacity));
        }
    }

    @Test
    void negativePermitsArePermitted() throws IOException, ClassNotFoundException {
        byte[] bytes = Wire.replaceInt(Wire.write(new TSemaphore(0x2468)), 0x2468, -3);
        assertEquals(-3, ((TSemaphore) Wire.read(bytes)).availablePermits());
    }

    @Test
    void anOrderThatIsNone() throws IOException {
        TPriorityQueue<Integer> queue = new TPriorityQueue<>(1, Collections.reverseOrder());
        TSortedMap<Integer, Integer> map = new TSortedMap<>(Collections.reverseOrder());
        TSortedSet<Integer> set = new TSortedSet<>(Collections.reverseOrder());
        for (Object collection : List.of(queue, map, set, map.headMap(3))) {
            assertRefused(collection, object -> object == Collections.reverseOrder() ? "order" : object);
        }
    }

    @Test
    void theOrderOfOtherThings() throws IOException {
        TPriorityQueue<String> queue = new TPriorityQueue<>(1, String.CASE_INSENSITIVE_ORDER);
        TSortedMap<String, String> map = new TSortedMap<>(String.CASE_INSENSITIVE_ORDER);
        TSortedSet<String> set = new TSortedSet<>(String.CASE_INSENSITIVE_ORDER);
        queue.addAll(List.of("a", "b"));
        map.putAll(Map.of("a", "a", "b", "b"));
        set.addAll(List.of("a", "b"));
        for (Object collection : List.of(queue, map, set, map.headMap("b", true))) {
            assertRefused(collection, object -> object.equals("b") ? 1 : object);
        }
        assertRefused(map.headMap("c"), object -> object.equals("c") ? 1 : object);
    }

    /** One element alone is compared with nothing. */
    @Test
    void whatHasNoOrder() throws IOException {
        UnaryOperator<Object> instead = object -> object.equals(100) ? new ArrayList<>() : object;
        assertRefused(new TPriorityQueue<>(List.of(100)), instead);
        assertRefused(new TSortedMap<>(Map.of(100, 1)), instead);
        assertRefused(new TSortedSet<>(List.of(100)), instead);
    }

    @Test
    void aRangeThatEndsBeforeItBegins() throws IOException {
        TSortedMap<Integer, Integer> map = new TSortedMap<>(Map.of(5, 5));
        assertRefused(map.subMap(100, 200), object -> object.equals(100) ? 300 : object);
        assertRefused(map.navigableKeySet().subSet(100, 200), object -> object.equals(100) ? 300 : object);
    }

    /** Keys that can be written, but can neither be hashed nor compared once they are read. */
    private record Key(int number) implements Serializable, Comparable<Key> {
        private void check() {
            if (number < 0) {
                throw new IllegalStateException("touched");
            }
        }

        @Override
        public int compareTo(Key other) {
            check();
            return Integer.compare(number, other.number);
        }

        @Override
        public int hashCode() {
            check();
            return number;
        }
    }

    @Test
    void elementsThatThrow() throws IOException {
        List<Key> keys = List.of(new Key(1), new Key(2), new Key(3));
        UnaryOperator<Object> instead = object -> object.equals(new Key(2)) ? new Key(-1) : object;
        for (Object collection : List.of(
                new TSet<>(keys),
                new TMap<>(mapOf(keys)),
                new TMap<>(mapOf(keys)).values(),
                new TPriorityQueue<>(keys),
                new TSortedSet<>(keys),
                new TSortedMap<>(mapOf(keys)),
                new TSortedMap<>(mapOf(keys)).descendingMap())) {
            assertRefused(collection, instead);
        }
    }

    /** A key whose hash is its set's size: not a good one, but it must not do harm while the set is read. */
    @SuppressWarnings("serial") // what it is given is
    private static final class SizeOfItsOwner implements Serializable {
        private static final long serialVersionUID = 1;

        private final Collection<?> owner;

        SizeOfItsOwner(Collection<?> owner) {
            this.owner = owner;
        }

        @Override
        public boolean equals(Object other) {
            return other == this || (other instanceof SizeOfItsOwner that && that.owner.size() != owner.size());
        }

        @Override
        public int hashCode() {
            return owner.size();
        }
    }

    @Test
    void keysThatAskTheirOwner() {
        TSet<Object> set = new TSet<>();
        set.add(new SizeOfItsOwner(set));
        set.add(new SizeOfItsOwner(set));
        TSet<Object> copy = Wire.copy(set);
        assertEquals(2, copy.size());
    }

    /** An element that puts things into its owner while that is being read. */
    @SuppressWarnings("serial") // what it is given is
    private static final class Intruder implements Serializable {
        private static final long serialVersionUID = 1;

        private final Collection<Object> owner;
        private final int times;

        Intruder(Collection<Object> owner, int times) {
            this.owner = owner;
            this.times = times;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            for (int i = 0; i < times; i++) {
                owner.add(i);
            }
        }
    }

    @Test
    void whatElementsPutInMeanwhileStays() throws IOException {
        for (Collection<Object> owner :
                List.<Collection<Object>>of(new TQueue<>(), new TBoundedQueue<>(5), new TList<>(), new TSet<>())) {
            owner.add(new Intruder(owner, 2));
            assertEquals(3, Wire.copy(owner).size());
        }
        TBoundedQueue<Object> full = new TBoundedQueue<>(5);
        full.add(new Intruder(full, 5));
        assertRefused(Wire.write(full));
    }

    @Test
    void somethingElseInPlaceOfTheContent() throws IOException {
        TMap<Integer, Integer> map = new TMap<>(Map.of(1, 1));
        TSortedMap<Integer, Integer> sorted = new TSortedMap<>(Map.of(1, 1));
        for (Object collection : List.of(map, map.keySet(), sorted, sorted.headMap(1), new TSortedSet<>(List.of(1)))) {
            List<String> parts = new ArrayList<>();
            Wire.write(collection, object -> {
                parts.add(object.getClass().getName());
                return object;
            });
            for (String part : parts) {
                if (part.startsWith("dev.ame.")
                        && !part.equals(collection.getClass().getName())) {
                    for (Object other : Stream.of("other", null, new int[0]).toArray()) {
                        assertRefused(
                                collection,
                                object -> object.getClass().getName().equals(part) ? other : object);
                    }
                }
            }
        }
    }

    @Test
    void theContentOfAnother() throws IOException {
        List<Object> maps = List.of(new TMap<>(Map.of(1, 1)), new TMap<>(Map.of(2, 2)));
        List<Object> sorted = List.of(new TSortedMap<>(Map.of(1, 1)), new TSortedMap<>(Map.of(2, 2)));
        for (List<Object> both : List.of(maps, sorted)) {
            List<Object> first = new ArrayList<>();
            assertRefused(new ArrayList<>(both), object -> {
                if (!object.getClass().getName().endsWith("Content")) {
                    return object;
                }
                first.add(object);
                return first.get(0);
            });
        }
    }

    /** Whatever byte of a stream is another: what is read can be used, or nothing is. */
    @ParameterizedTest
    @MethodSource("small")
    void anyByteChanged(Object collection) throws IOException {
        byte[] bytes = Wire.write(collection);
        for (int i = 4; i < bytes.length; i++) {
            for (int change : new int[] {1, 0xff}) {
                byte[] changed = bytes.clone();
                changed[i] ^= (byte) change;
                assertUsableOrRefused(changed);
            }
        }
    }

    static Stream<Object> small() {
        TSortedMap<Integer, Integer> sorted = new TSortedMap<>(Map.of(1, 2, 3, 4));
        return Stream.of(
                new TQueue<>(List.of(1, 2)),
                new TBoundedQueue<>(3, false, List.of(1, 2)),
                new TDeque<>(List.of(1, 2)),
                new TPriorityQueue<>(List.of(1, 2)),
                new TList<>(List.of(1, 2)),
                new TArray<>(List.of(1, 2)),
                new TLongArray(new long[] {1, 2}),
                new TSet<>(List.of(1, 2)),
                new TSortedSet<>(List.of(1, 2)),
                new TMap<>(Map.of(1, 2)),
                new TMap<>(Map.of(1, 2)).keySet(),
                sorted,
                sorted.headMap(2),
                sorted.navigableKeySet(),
                sorted.snapshot());
    }

    private static void assertUsableOrRefused(byte[] bytes) {
        Object read;
        try {
            read = Wire.read(bytes);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            boolean ours = Stream.of(e.getStackTrace())
                    .limit(1)
                    .anyMatch(frame -> frame.getClassName().startsWith("dev.ame."));
            assertEquals(false, ours && !(e instanceof IOException), () -> e.toString());
            return;
        }
        assertNotNull(read.toString());
        if (read instanceof Collection<?> elements && read.getClass().getName().startsWith("dev.ame.")) {
            assertEquals(elements.size(), elements.toArray().length);
            try {
                elements.remove(1);
                elements.clear();
                assertTrue(elements.isEmpty());
            } catch (UnsupportedOperationException e) {
                // the byte that says whether it is a snapshot
            }
        }
    }
}
