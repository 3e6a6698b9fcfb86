package dev.ame.stm.spi;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@Bounded
class AftermathTest {

    private final Box<Integer> box = Box.of(0);
    private final List<String> happened = new CopyOnWriteArrayList<>();

    private final class Note extends Aftermath {
        private final String text;

        Note(Object owner, String text) {
            super(owner);
            this.text = text;
        }

        @Override
        protected void run() {
            assertFalse(inAtomic());
            happened.add(text + " " + box.get());
            atomic(() -> box.set(box.get() + 100));
            throw new IllegalStateException("ignored");
        }
    }

    @Test
    void runsAfterTheCommitAndBeforeHooks() {
        atomic(() -> {
            afterCommit(() -> happened.add("hook " + box.get()));
            box.set(1);
            Blocks.atEnd(new Note(this, "first"));
            Blocks.atEnd(new Note(this, "second"));
        });
        assertEquals(List.of("second 1", "first 101", "hook 201"), happened);
    }

    @Test
    void runsAfterARollback() {
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    box.set(1);
                    Blocks.atEnd(new Note(this, "note"));
                    throw new IllegalArgumentException();
                }));
        assertEquals(List.of("note 0"), happened);
    }

    @Test
    void runsAfterEachAttempt() {
        AtomicBlock.named("limited").run(() -> {
            Blocks.atEnd(new Note(this, "attempt " + attempt() + ","));
            int seen = box.get();
            if (attempt() == 1) {
                dev.ame.stm.support.TestThreads.elsewhere(() -> box.set(5));
            }
            box.set(seen + 1);
        });
        assertEquals(List.of("attempt 1, 5", "attempt 2, 106"), happened);
    }

    @Test
    void runsAfterTheWaitOfARetry() {
        Running waiter = start(() -> atomic(() -> {
            boolean ready = box.get() > 0;
            Blocks.atEnd(new Note(this, "waited"));
            check(ready);
        }));
        waiter.awaitParked();
        assertEquals(List.of(), happened);
        box.set(1);
        waiter.join();
        assertEquals(List.of("waited 1", "waited 101"), happened);
    }

    @Test
    void isFoundByItsOwner() {
        atomic(() -> {
            assertNull(Blocks.aftermathOf(this));
            Note mine = new Note(this, "mine");
            Blocks.atEnd(mine);
            Blocks.atEnd(new Note(box, "other"));
            assertSame(mine, Blocks.aftermathOf(this));
        });
        atomic(() -> assertNull(Blocks.aftermathOf(this)));
    }

    @Test
    void isNotForReaders() {
        assertThrows(IllegalStateException.class, () -> Blocks.atEnd(new Note(this, "")));
        assertThrows(
                IllegalStateException.class,
                () -> AtomicBlock.named("reader").readOnly().run(() -> Blocks.atEnd(new Note(this, ""))));
        assertThrows(IllegalStateException.class, Blocks::beforeWrite);
        assertEquals(List.of(), happened);
    }
}
