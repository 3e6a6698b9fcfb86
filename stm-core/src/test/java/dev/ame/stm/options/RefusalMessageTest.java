package dev.ame.stm.options;

import static dev.ame.stm.Stm.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicAction;
import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.spi.Tally;
import dev.ame.stm.support.Bounded;
import org.junit.jupiter.api.Test;

/** What is said to a block that does what it must not names the block, and what it has touched. */
@Bounded
class RefusalMessageTest {

    private static final AtomicBlock AUDIT = AtomicBlock.named("audit").readOnly();
    private static final AtomicBlock UNNAMED = AtomicBlock.create().readOnly();

    private final Box<String> box = Box.named("stock", "");

    private static void assertRefused(String message, AtomicAction<RuntimeException> action) {
        assertEquals(
                message, assertThrows(IllegalStateException.class, action::run).getMessage());
    }

    @Test
    void aWriteInAReadOnlyBlockIsRefusedByNames() {
        LongBox number = LongBox.named("number", 1);
        Counter counter = Counter.named("hits");
        String rest = " in read-only block \"audit\"";
        assertRefused("a write of box \"stock\"" + rest, () -> AUDIT.run(() -> box.set("")));
        assertRefused("a write of box \"stock\"" + rest, () -> AUDIT.run(() -> box.update(old -> "")));
        assertRefused("a write of box \"stock\"" + rest, () -> AUDIT.run(() -> box.commute(old -> "")));
        assertRefused("a write of box \"number\"" + rest, () -> AUDIT.run(() -> number.addAndGet(1)));
        assertRefused("a write of box \"number\"" + rest, () -> AUDIT.run(() -> number.add(1)));
        assertRefused("a write of counter \"hits\"" + rest, () -> AUDIT.run(counter::increment));
        assertRefused("a write of counter \"hits\"" + rest, () -> AUDIT.run(() -> counter.tryAdd(1, 5)));
        assertRefused("a write of collection \"tally\"" + rest, () -> AUDIT.run(() -> new Tally("tally").add(1)));
    }

    @Test
    void whatHasNoNameIsCalledByItsKind() {
        assertRefused(
                "a write of a box in a read-only block",
                () -> UNNAMED.run(() -> Box.of(1).set(2)));
        assertRefused("a write of a counter in a read-only block", () -> UNNAMED.run(() -> new Counter().decrement()));
        assertRefused("a write of a collection in a read-only block", () -> UNNAMED.run(() -> new Tally(null).add(1)));
    }

    @Test
    void theBlockThatIsNamedIsTheReadOnlyOne() {
        AtomicBlock other = AtomicBlock.named("other");
        AtomicBlock nestedReader = AtomicBlock.named("nested").readOnly();
        String rest = "a write of box \"stock\" in read-only block ";
        assertRefused(rest + "\"audit\"", () -> other.run(() -> AUDIT.run(() -> box.set(""))));
        assertRefused(rest + "\"audit\"", () -> AUDIT.run(() -> other.run(() -> box.set(""))));
        assertRefused(rest + "\"nested\"", () -> AUDIT.run(() -> nestedReader.run(() -> box.set(""))));
        assertRefused(
                rest + "\"audit\"",
                () -> AUDIT.run(() -> {
                    nestedReader.run(box::get);
                    box.set("");
                }));
        other.run(() -> {
            AUDIT.run(box::get);
            box.set("written");
        });
        assertEquals("written", box.get());
    }

    @Test
    void aRetryWithoutAReadOfOthersSaysSo() {
        assertRefused(
                "retry() in a block that has read nothing and has no deadline: it would wait for ever",
                () -> atomic(() -> retry()));
        assertRefused(
                "retry() in a block that has read nothing but its own writes and has no deadline: it would wait for"
                        + " ever; it has to read what it waits for before it writes that",
                () -> atomic(() -> {
                    box.set("own");
                    check(!box.get().equals("own"));
                }));
    }
}
