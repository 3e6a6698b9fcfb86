package dev.ame.stm.spi;

import static dev.ame.stm.Stm.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.support.Bounded;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A view that is used where it must not be, as an iterator that has left its block might do. */
@Bounded
class StaleViewTest {

    private final Notebook notebook = new Notebook();

    private Notebook.Page pageOfAnEarlierBlock() {
        return atomic(() -> {
            notebook.add("a");
            return notebook.page();
        });
    }

    @Test
    void afterItsBlockItChangesNothing() {
        Notebook.Page page = pageOfAnEarlierBlock();
        assertThrows(IllegalStateException.class, () -> page.add("b"));
        atomic(() -> notebook.contains("x"));
        atomic(() -> notebook.add("c"));
        assertEquals(List.of("a", "c"), notebook.lines());
    }

    @Test
    void inAnotherBlockItChangesNothing() {
        Notebook.Page page = pageOfAnEarlierBlock();
        atomic(() -> assertThrows(IllegalStateException.class, () -> page.add("b")));
        atomic(() -> {
            notebook.add("c");
            assertThrows(IllegalStateException.class, () -> page.add("b"));
        });
        assertEquals(List.of("a", "c"), notebook.lines());
    }

    @Test
    void inAReadOnlyPartItChangesNothing() {
        atomic(() -> {
            notebook.add("a");
            AtomicBlock.named("nested")
                    .readOnly()
                    .run(() -> assertThrows(
                            IllegalStateException.class, () -> notebook.page().add("b")));
        });
        assertEquals(List.of("a"), notebook.lines());
    }
}
