package dev.ame.stm.failure;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A block may keep what it did although it throws, as under a plain lock. */
@Bounded
class NoRollbackForTest {

    private static final AtomicBlock KEEPS = AtomicBlock.named("keeps").noRollbackFor(IOException.class);
    private static final AtomicBlock KEEPS_ALL = AtomicBlock.named("keeps all").noRollbackFor(Throwable.class);

    private final Box<String> box = Box.of("old");
    private final LongBox number = LongBox.of(0);

    private void write(AtomicBlock block, Exception thrown) throws Exception {
        block.run(() -> {
            box.set("new");
            number.add(1);
            throw thrown;
        });
    }

    @Test
    void theNamedExceptionCommitsAndComesOut() {
        IOException thrown = new IOException();
        assertSame(thrown, assertThrows(IOException.class, () -> write(KEEPS, thrown)));
        assertEquals("new", box.get());
        assertEquals(1, number.get());
    }

    @Test
    void subclassesCommitToo() {
        assertThrows(FileNotFoundException.class, () -> write(KEEPS, new FileNotFoundException()));
        assertEquals("new", box.get());
    }

    @Test
    void otherExceptionsRollBack() {
        assertThrows(IllegalArgumentException.class, () -> write(KEEPS, new IllegalArgumentException()));
        assertThrows(Exception.class, () -> write(KEEPS, new Exception("a superclass is another class")));
        assertEquals("old", box.get());
        assertEquals(0, number.get());
    }

    @Test
    void severalClassesMayBeNamed() {
        AtomicBlock two = AtomicBlock.named("two").noRollbackFor(IOException.class, IllegalArgumentException.class);
        assertThrows(IOException.class, () -> write(two, new IOException()));
        assertThrows(IllegalArgumentException.class, () -> write(two, new IllegalArgumentException()));
        assertThrows(IllegalStateException.class, () -> write(two, new IllegalStateException()));
        assertEquals(2, number.get());
    }

    @Test
    void errorsMayBeNamed() {
        assertThrows(
                AssertionError.class,
                () -> KEEPS_ALL.run(() -> {
                    box.set("new");
                    throw new AssertionError();
                }));
        assertEquals("new", box.get());
    }

    @Test
    void hooksSeeACommit() {
        List<String> events = new ArrayList<>();
        assertThrows(
                IOException.class,
                () -> KEEPS.run(() -> {
                    beforeCommit(() -> events.add("before"));
                    afterCommit(() -> events.add("after"));
                    afterRollback(() -> events.add("rollback"));
                    throw new IOException();
                }));
        assertEquals(List.of("before", "after"), events);
    }

    @Test
    void aNestedBlockKeepsItsWritesForTheOuter() {
        atomic(() -> {
            assertThrows(IOException.class, () -> write(KEEPS, new IOException()));
            assertEquals("new", box.get());
        });
        assertEquals("new", box.get());
        assertEquals(1, number.get());
    }

    @Test
    void aNestedBlockRollsBackForOtherExceptions() {
        atomic(() -> {
            assertThrows(IllegalStateException.class, () -> write(KEEPS, new IllegalStateException()));
            assertEquals("old", box.get());
        });
        assertEquals("old", box.get());
    }

    @Test
    void theOuterOptionIsNotTheInnerOnes() {
        assertThrows(
                IOException.class,
                () -> KEEPS.run(() -> {
                    number.add(10);
                    AtomicBlock.named("plain inner").run(() -> {
                        box.set("inner");
                        throw new IOException();
                    });
                }));
        assertEquals("old", box.get());
        assertEquals(10, number.get());
    }

    @Test
    void whatTheInnerBlockKeptIsLostWhenTheOuterRollsBack() {
        assertThrows(IOException.class, () -> atomic(() -> writeAndFail(KEEPS)));
        assertEquals("old", box.get());
        assertEquals(0, number.get());
    }

    private void writeAndFail(AtomicBlock block) throws IOException {
        block.run(() -> {
            box.set("new");
            number.add(1);
            throw new IOException();
        });
    }

    @Test
    void evenThrowableDoesNotIncludeTheSignalsOfTheEngine() {
        Running waiter = start(() -> KEEPS_ALL.run(() -> {
            box.set("half");
            check(number.get() != 0);
            box.set("whole");
        }));
        waiter.awaitParked();
        assertEquals("old", box.get());
        number.set(1);
        waiter.join();
        assertEquals("whole", box.get());
    }

    @Test
    void evenThrowableDoesNotIncludeAConflict() {
        LongBox twin = LongBox.of(0);
        KEEPS_ALL.run(() -> {
            long seen = number.get();
            box.set("seen " + seen);
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    assertEquals(0, number.getAndAdd(10));
                    twin.add(10);
                }));
            }
            number.set(seen + twin.get());
        });
        assertEquals(20, number.get());
        assertEquals("seen 10", box.get());
    }

    @Test
    void aVetoOfAnotherClassRollsBack() {
        assertThrows(
                IllegalArgumentException.class,
                () -> KEEPS.run(() -> {
                    box.set("new");
                    beforeCommit(() -> {
                        throw new IllegalArgumentException("veto");
                    });
                }));
        assertEquals("old", box.get());
    }

    @Test
    void exhaustionOfAttemptsIsNotTheBlocksOwnException() {
        AtomicBlock block = KEEPS_ALL.maxAttempts(2).serialAfter(100);
        assertThrows(
                RuntimeException.class,
                () -> block.run(() -> {
                    long seen = number.get();
                    box.set("new");
                    elsewhere(() -> number.getAndAdd(1));
                    number.set(seen);
                }));
        assertEquals("old", box.get());
        assertEquals(2, number.get());
    }
}
