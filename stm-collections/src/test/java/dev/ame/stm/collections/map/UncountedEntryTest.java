package dev.ame.stm.collections.map;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import org.junit.jupiter.api.Test;

/** A thread is held up just after others can find the entry it has made. */
class UncountedEntryTest {
    @Test
    void whoFindsItCountsIt() throws Exception {
        HashTable<Integer, Integer> table = new HashTable<>(null);
        LongBox absent = LongBox.of(0);

        atomic(() -> {
            if (!table.contains(7)) {
                if (Stm.attempt() == 1) {
                    Elsewhere.run(() -> {
                        // All that a thread does that makes an entry, and is then held up.
                        assertFalse(table.index().insert(7, Buckets.hash(7)).isCounted());
                        atomic(() -> {
                            if (absent.get() == 0) {
                                table.put(7, 2);
                            }
                        });
                        return null;
                    });
                }
                absent.set(1);
            }
        });

        assertTrue(table.contains(7));
        assertEquals(0, absent.get(), "the key is there, and the block that has not found it has committed");
        assertEquals(2, table.get(7));
    }
}
