package dev.ame.stm.handle;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Txn;
import dev.ame.stm.support.Bounded;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** What a block does with a handle is what it does without. */
@Bounded
class TxnTest {
    private static final AtomicBlock NAMED = AtomicBlock.named("handle");

    private final Box<String> text = Box.of("a");
    private final Box<Integer> integer = Box.of(1);
    private final LongBox number = LongBox.of(1);
    private final LongBox other = LongBox.of(10);

    private void addOne(Txn tx) {
        tx.add(number, 1);
    }

    private long sum(Txn tx) {
        return tx.get(number) + tx.get(other);
    }

    // ---------------------------------------------------------------- the operations

    @Test
    void everyOperationDoesWhatThatOfTheBoxDoes() {
        atomic(tx -> {
            assertEquals("a", tx.get(text));
            assertEquals(1, tx.get(number));
            assertSame(tx, tx.set(text, "b"));
            assertSame(tx, tx.set(number, 2));
            assertSame(tx, tx.add(number, 3));
            assertSame(tx, tx.update(text, old -> old + "c"));
            assertSame(tx, tx.update(number, old -> old * 2));
            assertEquals("bc", tx.get(text));
            assertEquals(10, tx.get(number));
        });
        assertEquals("bc", text.get());
        assertEquals(10, number.get());
    }

    @Test
    void valuesMayBeNull() {
        Box<String> box = Box.of(null);
        assertNull(atomic(tx -> tx.get(box)));
        atomic(tx -> tx.set(box, "x").update(box, old -> null));
        assertNull(box.get());
    }

    @Test
    void aHandleAndThePlainMethodsSeeEachOthersWrites() {
        atomic(tx -> {
            number.set(5);
            assertEquals(5, tx.get(number));
            tx.set(number, 6);
            assertEquals(6, number.get());
            number.add(1);
            tx.add(number, 1);
            assertEquals(8, number.get());
            number.commute(value -> value + 1);
            assertEquals(9, tx.get(number));
            text.update(value -> value + tx.get(number));
            assertEquals("a9", tx.get(text));
        });
        assertEquals(9, number.get());
    }

    @Test
    void addingIsBlind() {
        atomic(tx -> {
            tx.add(number, 1);
            if (attempt() == 1) {
                elsewhere(() -> number.add(100));
            }
            other.set(attempt());
        });
        assertEquals(102, number.get());
        assertEquals(1, other.get());
    }

    @Test
    void whatIsReadIsInTheReadSet() {
        atomic(tx -> {
            long seen = tx.get(number);
            if (attempt() == 1) {
                elsewhere(() -> number.set(5));
            }
            tx.set(other, seen);
        });
        assertEquals(5, other.get());
    }

    @Test
    void nullsAreRefused() {
        atomic(tx -> {
            assertThrows(NullPointerException.class, () -> tx.update(text, null));
            assertThrows(NullPointerException.class, () -> tx.update(number, null));
            assertThrows(NullPointerException.class, () -> tx.get((LongBox) null));
            assertThrows(NullPointerException.class, () -> tx.set((LongBox) null, 1));
        });
    }

    // ---------------------------------------------------------------- the forms of a block

    @Test
    void lambdasGetTheFormTheyLookLike() throws IOException {
        atomic(tx -> tx.set(number, tx.get(number) + tx.get(other)));
        assertEquals(11, number.get());
        long read = atomic(tx -> tx.get(number));
        assertEquals(11, read);
        int sum = atomic(tx -> tx.get(integer) + tx.get(integer));
        assertEquals(2, sum);
        atomic(tx -> {
            tx.set(number, 1);
        });
        assertEquals("a!", atomic(tx -> {
            return tx.get(text) + "!";
        }));
        long bySum = atomic(tx -> sum(tx));
        assertEquals(11, bySum);
        long byReference = atomic(this::sum);
        assertEquals(11, byReference);
        atomic((Txn tx) -> addOne(tx));
        atomic(this::addOne);
        assertEquals(3, number.get());
        assertThrows(
                IOException.class,
                () -> atomic(tx -> {
                    throw new IOException();
                }));
        assertThrows(
                IOException.class,
                () -> atomic(tx -> {
                    if (tx.get(number) > 0) {
                        throw new IOException();
                    }
                    return 1;
                }));
    }

    @Test
    void lambdasWithoutAHandleAreWhatTheyWere() {
        atomic(() -> number.set(4));
        atomic(() -> {
            number.set(5);
        });
        long read = atomic(() -> number.get());
        assertEquals(5, read);
        assertEquals(5L, atomic(number::get));
        atomic(number::increment);
        assertEquals(6, number.get());
    }

    @Test
    void namedBlocksTakeThemToo() throws InterruptedException {
        NAMED.run(tx -> addOne(tx));
        NAMED.run(this::addOne);
        NAMED.run(tx -> tx.add(number, 1));
        long read = NAMED.call(tx -> tx.get(number));
        assertEquals(4, read);
        assertEquals(14L, NAMED.call(this::sum));
        NAMED.run(() -> number.increment());
        assertEquals(5L, NAMED.call(number::get));
        Semaphore permits = new Semaphore(1);
        NAMED.run(permits::acquire); // overloaded: acquire(int) would take a handle's place
        NAMED.run(permits::release);
        assertEquals(1, permits.availablePermits());
    }

    // ---------------------------------------------------------------- nesting, other kinds of block

    @Test
    void aNestedBlockGetsTheSameHandleAndIsUndoneAlone() {
        atomic(tx -> {
            tx.set(number, 2);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(inner -> {
                        assertSame(tx, inner);
                        inner.set(number, 3).set(text, "b");
                        tx.set(other, 3);
                        throw new IllegalArgumentException();
                    }));
            assertEquals(2, tx.get(number));
            assertEquals("a", tx.get(text));
            assertEquals(10, tx.get(other));
            tx.add(other, 1);
            atomic(() -> tx.add(other, 1));
            long read = atomic(inner -> inner.get(other));
            assertEquals(12, read);
        });
        assertEquals(2, number.get());
        assertEquals("a", text.get());
        assertEquals(12, other.get());
    }

    @Test
    void aHandleGoesWithTheBranchesOfOrElse() {
        long result = atomic(tx -> orElse(
                () -> {
                    tx.set(number, 100);
                    return tx.get(other) > 0 ? retry() : 1L;
                },
                () -> tx.get(number) + 1));
        assertEquals(2, result);
        assertEquals(1, number.get());
    }

    @Test
    void aReadOnlyBlockRefusesWrites() {
        AtomicBlock reader = AtomicBlock.named("reader").readOnly();
        assertEquals(11L, reader.call(this::sum));
        assertThrows(IllegalStateException.class, () -> reader.run(tx -> tx.set(number, 1)));
        assertThrows(IllegalStateException.class, () -> reader.run(tx -> tx.add(number, 1)));
        assertThrows(IllegalStateException.class, () -> reader.run(tx -> tx.update(text, old -> "b")));
        atomic(tx -> {
            assertThrows(IllegalStateException.class, () -> reader.run(inner -> tx.set(number, 7)));
            tx.set(number, 2);
        });
        assertEquals(2, number.get());
    }

    @Test
    void serialAndIrrevocableBlocks() {
        AtomicBlock.named("serial").serialAfter(0).run(tx -> tx.set(number, tx.get(number) + 1));
        AtomicBlock.named("irrevocable").irrevocable().run(tx -> tx.set(number, tx.get(number) + 1));
        atomic(tx -> {
            tx.add(number, 1);
            irrevocable("for a test");
            tx.add(number, 1).set(text, "b");
            assertEquals(5, tx.get(number));
        });
        assertEquals(5, number.get());
        assertEquals("b", text.get());
    }

    @Test
    void everyAttemptAndEveryBlockOfAThreadHasOneHandle() {
        Txn[] seen = new Txn[2];
        atomic(tx -> {
            assertTrue(attempt() == 1 || seen[0] == tx);
            seen[0] = tx;
            long read = tx.get(number);
            if (attempt() == 1) {
                elsewhere(() -> number.add(1));
            }
            tx.set(number, read + 1);
        });
        assertEquals(3, number.get());
        atomic(tx -> {
            seen[1] = tx;
        });
        assertNotNull(seen[0]);
        assertSame(seen[0], seen[1]);
    }
}
