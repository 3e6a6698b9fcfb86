package dev.ame.stm.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No entry stays in the index of a table that is not needed. */
@Timeout(60)
class UpkeepTest {
    private static final int MANY = 100_000;

    private final HashTable<Integer, Integer> table = new HashTable<>(null);

    private void assertEntries(int expected) {
        assertEquals(expected, table.index().entryCount());
    }

    @Test
    void absentKeysLeaveNothing() {
        for (int i = 0; i < MANY; i++) {
            int key = i;
            table.get(key);
            table.remove(key);
            Stm.atomic(() -> {
                table.get(key);
                table.contains(-key);
                table.remove(-key);
                return table.replace(key, null, 1);
            });
        }
        assertEntries(0);
        Stm.atomic(() -> {
            for (int i = 0; i < MANY; i++) {
                table.get(i);
            }
        });
        assertEntries(0);
    }

    @Test
    void removedKeysLeaveNothing() {
        for (int i = 0; i < MANY; i++) {
            int key = i;
            table.put(key, 1);
            Stm.atomic(() -> table.put(-key - 1, 1));
            table.remove(-key - 1);
            Stm.atomic(() -> table.remove(key));
        }
        assertEntries(0);
        Stm.atomic(() -> {
            for (int i = 0; i < MANY; i++) {
                table.put(i, i);
                table.remove(i);
            }
        });
        assertEntries(0);
    }

    @Test
    void clearingLeavesNothing() {
        for (int i = 0; i < MANY; i++) {
            table.put(i, i);
        }
        table.clear();
        assertEntries(0);
    }

    @Test
    void attemptsThatFailLeaveNothing() throws Exception {
        for (int i = 0; i < 100; i++) {
            int key = i;
            assertThrows(
                    IllegalStateException.class,
                    () -> Stm.atomic(() -> {
                        table.put(key, 1);
                        table.computeIfAbsent(-key - 1, k -> null);
                        throw new IllegalStateException();
                    }));
        }
        assertEntries(0);
        Stm.atomic(() -> {
            int seen = table.get(-1) == null ? 0 : 1;
            table.put(1000 + Stm.attempt(), 1);
            if (Stm.attempt() == 1) {
                Elsewhere.run(() -> table.put(-1, 1));
            }
            table.put(-2, seen);
        });
        assertEntries(3); // -1, -2 and 1002
    }

    @Test
    void aNestedBlockThatIsUndoneLeavesNothing() {
        Stm.atomic(() -> {
            assertThrows(
                    IllegalStateException.class,
                    () -> Stm.atomic(() -> {
                        table.put(1, 1);
                        throw new IllegalStateException();
                    }));
            table.put(2, 2);
        });
        assertEntries(1);
    }

    @Test
    void oneKeyPutAndRemovedForEverTakesLittle() {
        Stm.atomic(() -> {
            for (int i = 0; i < MANY; i++) {
                table.put(1, i);
                table.remove(1);
            }
        });
        assertEntries(0);
    }

    @Test
    void readOnlyBlocksMakeNoEntries() {
        assertThrows(
                IllegalStateException.class,
                () -> AtomicBlock.named("reader").readOnly().run(() -> table.put(1, 1)));
        assertEntries(0);
    }

    @Test
    void whatAReaderMaySeeGoesWhenItHasEnded() throws Exception {
        table.put(1, 1);
        table.put(2, 2);
        AtomicBlock.named("reader").readOnly().run(() -> {
            assertEquals(1, table.get(1));
            Elsewhere.run(() -> {
                table.remove(1);
                Stm.atomic(() -> table.remove(2));
                for (int i = 10; i < 1000; i++) {
                    table.put(i, i);
                    table.remove(i);
                    table.put(1, i);
                    table.remove(1);
                }
                assertNull(table.get(1));
                return null;
            });
            assertEntries(2);
            assertEquals(1, table.get(1));
            assertEquals(2, table.get(2));
            assertNull(table.get(10));
            assertEquals(2, table.size());
        });
        table.put(3, 3);
        table.remove(3);
        assertEntries(0);
    }

    @Test
    void aWaiterIsWokenByAnInsertion() throws Exception {
        FutureTask<Integer> waiter = Elsewhere.start(() -> Stm.atomic(() -> {
            Integer found = table.get(1);
            table.put(5, 5);
            return found == null ? Stm.retry() : found;
        }));
        awaitEntries(2);
        for (int i = 10; i < 100; i++) {
            table.put(i, i);
            table.remove(i);
        }
        assertTrue(!waiter.isDone());
        table.put(1, 7);
        assertEquals(7, Elsewhere.join(waiter));
        assertEntries(2);
    }

    @Test
    void aWaiterWhoGivesUpLeavesNothingForLong() {
        assertThrows(
                DeadlineExceededException.class,
                () -> AtomicBlock.named("impatient")
                        .deadline(Duration.ofMillis(20))
                        .run(() -> Stm.check(table.get(1) != null)));
        table.put(2, 2);
        table.remove(2);
        assertEntries(0);
    }

    @Test
    void aWaiterForARemovalIsWoken() throws Exception {
        table.put(1, 1);
        FutureTask<Boolean> waiter = Elsewhere.start(() -> Stm.atomic(() -> {
            table.put(5, 5);
            Stm.check(!table.contains(1));
            return true;
        }));
        awaitEntries(2);
        table.remove(1);
        assertTrue(Elsewhere.join(waiter));
        assertEntries(1);
    }

    @SuppressWarnings("ThreadPriorityCheck") // there is nothing to wait on
    private void awaitEntries(int expected) {
        while (table.index().entryCount() != expected) {
            Thread.yield();
        }
    }

    @Test
    void removedKeysAndValuesAreLetGo() throws Exception {
        HashTable<Object, Object> objects = new HashTable<>(null);
        ReferenceQueue<Object> letGo = new ReferenceQueue<>();
        WeakReference<Object> outside = putAndRemove(objects, false, letGo);
        WeakReference<Object> inside = putAndRemove(objects, true, letGo);
        WeakReference<Object> asked = askFor(objects, letGo);
        int left = 3;
        while (left > 0) {
            System.gc();
            left -= letGo.remove(100) == null ? 0 : 1;
        }
        assertNull(outside.get());
        assertNull(inside.get());
        assertNull(asked.get());
    }

    private static WeakReference<Object> putAndRemove(
            HashTable<Object, Object> table, boolean inBlocks, ReferenceQueue<Object> letGo) {
        Object key = new Object();
        if (inBlocks) {
            Stm.atomic(() -> table.put(key, new Object()));
            Stm.atomic(() -> table.remove(key));
        } else {
            table.put(key, new Object());
            table.remove(key);
        }
        return new WeakReference<>(key, letGo);
    }

    private static WeakReference<Object> askFor(HashTable<Object, Object> table, ReferenceQueue<Object> letGo) {
        Object key = new Object();
        Stm.atomic(() -> table.get(key));
        return new WeakReference<>(key, letGo);
    }
}
