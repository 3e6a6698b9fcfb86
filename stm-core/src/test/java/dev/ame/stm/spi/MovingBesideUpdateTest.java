package dev.ame.stm.spi;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ame.stm.Box;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Code of users that runs when a view moves sees nothing of what its block has read and others have replaced. */
@Bounded
class MovingBesideUpdateTest {

    /** Made before the box, so that the commit comes to it first. */
    private final Notebook notebook = new Notebook();

    private final Box<Integer> later = Box.of(0);

    @Test
    void aViewDoesNotMoveInTheCommitOfABlockThatHasUpdatedWhatIsStale() {
        List<Integer> seenByMerges = new ArrayList<>();
        AtomicInteger seen = new AtomicInteger();
        notebook.whenMerged = () -> seenByMerges.add(seen.get());
        atomic(() -> {
            seen.set(later.get());
            later.set(seen.get() + 10);
            notebook.add("mine");
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    notebook.add("theirs");
                    later.set(later.get() + 1);
                }));
            }
        });
        assertFalse(seenByMerges.contains(0), "a view moved beside a read that was not current any more");
        assertEquals(11, later.get());
        assertEquals(List.of("theirs", "mine"), atomic(notebook::lines));
    }
}
