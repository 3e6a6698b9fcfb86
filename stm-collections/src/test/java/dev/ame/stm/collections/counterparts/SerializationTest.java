package dev.ame.stm.collections.counterparts;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.collections.TArray;
import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TDeque;
import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.TLongArray;
import dev.ame.stm.collections.TPriorityQueue;
import dev.ame.stm.collections.TQueue;
import dev.ame.stm.collections.TSemaphore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has a counterpart that can be serialized can be serialized, and comes back with what it held and what it was made of. */
class SerializationTest {
    private static final List<Integer> ELEMENTS = List.of(1, 2, 3, 1);

    static Stream<Collection<Integer>> collections() {
        return Stream.of(
                new TQueue<>(ELEMENTS),
                new TBoundedQueue<>(5, true, ELEMENTS),
                new TDeque<>(ELEMENTS),
                new TPriorityQueue<>(ELEMENTS),
                new TList<>(ELEMENTS),
                new TList<>(ELEMENTS).subList(1, 3));
    }

    @ParameterizedTest
    @MethodSource("collections")
    void aCollectionComesBackWithItsElements(Collection<Integer> collection) {
        Collection<Integer> copy = copyOf(collection);
        assertNotSame(collection, copy);
        assertEquals(collection.getClass(), copy.getClass());
        assertArrayEquals(collection.toArray(), copy.toArray());
    }

    @Test
    void inABlockTheBlocksOwnElementsAreWritten() {
        TQueue<Integer> queue = new TQueue<>(ELEMENTS);
        TQueue<Integer> copy = atomic(() -> {
            queue.add(4);
            return copyOf(queue);
        });
        assertEquals(List.of(1, 2, 3, 1, 4), List.copyOf(copy));
    }

    @Test
    void limitsAreKept() {
        assertEquals(1, copyOf(new TBoundedQueue<>(5, false, ELEMENTS)).remainingCapacity());
        TDeque<Integer> deque = new TDeque<>(2);
        deque.add(1);
        assertEquals(1, copyOf(deque).remainingCapacity());
        assertEquals(Integer.MAX_VALUE, copyOf(new TDeque<>()).remainingCapacity());
    }

    @Test
    void theOrderOfAPriorityQueueIsKept() {
        TPriorityQueue<Integer> queue = new TPriorityQueue<>(1, Collections.reverseOrder());
        queue.addAll(ELEMENTS);
        TPriorityQueue<Integer> copy = copyOf(queue);
        assertEquals(3, copy.poll());
        assertEquals(Collections.reverseOrder(), copy.comparator());
    }

    @Test
    void arraysComeBack() {
        assertEquals(
                Arrays.asList("a", null),
                Arrays.asList(copyOf(new TArray<>(new String[] {"a", null})).toArray()));
        assertArrayEquals(
                new long[] {1, 0}, copyOf(new TLongArray(new long[] {1, 0})).toArray());
    }

    @Test
    void aSemaphoreComesBackWithItsPermits() {
        TSemaphore copy = copyOf(new TSemaphore(2));
        assertTrue(copy.tryAcquire(2));
        assertFalse(copy.tryAcquire());
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"}) // it is what was written
    private static <T> T copyOf(T original) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
