package dev.ame.stm.options;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A block that is declared read-only reads, and refuses to write. */
@Bounded
class ReadOnlyTest {

    private static final AtomicBlock READER = AtomicBlock.named("reader").readOnly();
    private static final AtomicBlock WRITER = AtomicBlock.named("writer");
    private static final Box<String> BOX = Box.of("old");
    private static final LongBox NUMBER = LongBox.of(1);
    private static final Counter COUNTER = Counter.create();

    /** An operation that writes. */
    record Write(String name, Runnable operation) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Write> writes() {
        return List.of(
                new Write("Box.set", () -> BOX.set("new")),
                new Write("Box.getAndSet", () -> BOX.getAndSet("new")),
                new Write("Box.update", () -> BOX.update(value -> "new")),
                new Write("Box.getAndUpdate", () -> BOX.getAndUpdate(value -> "new")),
                new Write("Box.updateAndGet", () -> BOX.updateAndGet(value -> "new")),
                new Write("Box.compareAndSet", () -> BOX.compareAndSet("old", "new")),
                new Write("Box.commute", () -> BOX.commute(value -> "new")),
                new Write("LongBox.set", () -> NUMBER.set(2)),
                new Write("LongBox.getAndSet", () -> NUMBER.getAndSet(2)),
                new Write("LongBox.update", () -> NUMBER.update(value -> 2)),
                new Write("LongBox.getAndUpdate", () -> NUMBER.getAndUpdate(value -> 2)),
                new Write("LongBox.updateAndGet", () -> NUMBER.updateAndGet(value -> 2)),
                new Write("LongBox.compareAndSet", () -> NUMBER.compareAndSet(1, 2)),
                new Write("LongBox.commute", () -> NUMBER.commute(value -> 2)),
                new Write("LongBox.add", () -> NUMBER.add(1)),
                new Write("LongBox.incrementAndGet", NUMBER::incrementAndGet),
                new Write("LongBox.getAndAdd", () -> NUMBER.getAndAdd(1)),
                new Write("Counter.increment", COUNTER::increment),
                new Write("Counter.add", () -> COUNTER.add(1)),
                new Write("write in a nested block", () -> atomic(() -> NUMBER.set(2))),
                new Write("write in a nested named block", () -> WRITER.run(() -> NUMBER.set(2))),
                new Write(
                        "write in a serial nested block",
                        () -> WRITER.serialAfter(0).run(() -> NUMBER.set(2))),
                new Write(
                        "write in the second branch",
                        () -> orElse(() -> NUMBER.get() == 1 ? retry() : null, () -> {
                            NUMBER.set(2);
                            return null;
                        })),
                new Write("write before the commit", () -> beforeCommit(() -> NUMBER.set(2))));
    }

    private static void assertUntouched() {
        assertEquals("old", BOX.get());
        assertEquals(1, NUMBER.get());
        assertEquals(0, COUNTER.sum());
        assertFalse(inAtomic());
    }

    @ParameterizedTest
    @MethodSource("writes")
    void itRefusesToWrite(Write write) {
        assertThrows(
                IllegalStateException.class,
                () -> READER.run(() -> {
                    BOX.get();
                    write.operation().run();
                }));
        assertUntouched();
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aReadOnlyBlockInAWritingOneRefusesToo(Write write) {
        if (write.name().equals("write before the commit")) {
            // Runs as the last act of the whole block, which is not read-only.
            return;
        }
        Box<String> outer = Box.of("old");
        assertThrows(
                IllegalStateException.class,
                () -> atomic(() -> {
                    outer.set("new");
                    READER.run(() -> write.operation().run());
                }));
        assertUntouched();
        assertEquals("old", outer.get());
    }

    @Test
    void aRefusedWriteMayBeCaughtAndChangesNothing() {
        String seen = READER.call(() -> {
            assertThrows(IllegalStateException.class, () -> BOX.set("new"));
            assertThrows(IllegalStateException.class, () -> NUMBER.add(1));
            return BOX.get() + NUMBER.get();
        });
        assertEquals("old1", seen);
        assertUntouched();
    }

    @Test
    void theOuterBlockMayWriteBeforeAndAfter() {
        LongBox number = LongBox.of(0);
        atomic(() -> {
            number.set(1);
            assertEquals(1, (long) READER.call(() -> number.get()));
            number.set(number.get() + 1);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> READER.run(() -> {
                        throw new IllegalArgumentException();
                    }));
            number.set(number.get() + 1);
        });
        assertEquals(3, number.get());
    }

    @Test
    void itMayDoEverythingElse() {
        LongBox number = LongBox.of(0);
        boolean[] committed = new boolean[1];
        String seen = READER.call(() -> {
            afterCommit(() -> committed[0] = true);
            String first = orElse(() -> NUMBER.get() == 1 ? retry() : "one", () -> "two");
            elsewhere(() -> number.add(1));
            return first + atomic(BOX::get) + COUNTER.sum() + READER.call(NUMBER::get);
        });
        assertEquals("twoold01", seen);
        assertTrue(committed[0]);
        assertEquals(1, number.get());
    }

    @Test
    void aWriteInAnAfterHookIsNoLongerPartOfIt() {
        LongBox number = LongBox.of(0);
        READER.run(() -> afterCommit(() -> number.set(1)));
        assertEquals(1, number.get());
    }

    @Test
    void aFailedCompareAndSetDoesNoHarm() {
        READER.run(() -> {
            try {
                assertFalse(NUMBER.compareAndSet(77, 78));
            } catch (IllegalStateException refused) {
                // Refusing the attempt to write is as good as finding that there is nothing to write.
                assertTrue(inAtomic());
            }
        });
        assertUntouched();
    }
}
