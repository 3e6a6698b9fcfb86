package dev.ame.stm.engine.version;

import static dev.ame.stm.Stm.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What words promise: each names one value of its location for good, and locations with equal ids are no worse than others. */
@Bounded
class WordsTest {

    /** More commits than one time has room for, and no reader that moves the clock. */
    @Test
    void noWordIsTakenTwice() {
        LongBox box = LongBox.of(0);
        LongBox other = LongBox.of(0);
        Set<Long> words = new HashSet<>();
        long last = -1;
        for (int i = 0; i < 2000; i++) {
            int value = i;
            switch (i % 3) {
                case 0 -> box.set(value);
                case 1 -> atomic(() -> box.set(value));
                default ->
                    atomic(() -> {
                        box.set(value);
                        other.set(value);
                    });
            }
            long word = Locations.word(box);
            assertTrue(word > last && Word.isFree(word));
            assertTrue(words.add(word));
            last = word;
            assertEquals(value, box.get());
        }
    }

    @Test
    void thereIsOneOrderOfWords() {
        long free = Word.LATEST;
        long reserved = Word.reserve(0);
        long lock = Word.lock(1, 0);
        assertTrue(Word.isFree(free) && !Word.isReserved(free) && !Word.isLocked(free));
        assertTrue(!Word.isFree(reserved) && Word.isReserved(reserved) && !Word.isLocked(reserved));
        assertTrue(!Word.isFree(lock) && !Word.isReserved(lock) && Word.isLocked(lock));
        assertTrue(free < reserved && Word.reserve(free) < lock && lock < Word.lock(1, 1));
        assertEquals(free, Word.committed(Word.reserve(free)));
        assertTrue(Word.lock(-1, Integer.MAX_VALUE) > 0, "a lock is a positive number, whoever has it");
    }

    /** As they have after 2^32 locations. Blocks that write two of them blind lock them in the order in which they write. */
    @Test
    void twoCommitsInOppositeOrdersDoNotWaitForEachOther() throws Exception {
        LongBox one = LongBox.of(0);
        LongBox other = LongBox.of(0);
        setId(other, Locations.id(one));
        int times = 100_000;
        AtomicInteger done = new AtomicInteger();
        Thread opposite = new Thread(() -> {
            for (int i = 0; i < times; i++) {
                int value = i;
                atomic(() -> {
                    other.set(value);
                    one.set(value);
                });
                done.incrementAndGet();
            }
        });
        opposite.start();
        for (int i = 0; i < times; i++) {
            int value = -i;
            atomic(() -> {
                one.set(value);
                other.set(value);
            });
        }
        opposite.join();
        assertEquals(times, done.get());
        assertEquals(one.get(), other.get());
    }

    private static void setId(Location location, int id) throws ReflectiveOperationException {
        var field = Location.class.getDeclaredField("id");
        field.setAccessible(true);
        field.set(location, id);
    }
}
