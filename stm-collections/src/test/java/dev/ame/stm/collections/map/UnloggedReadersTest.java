package dev.ame.stm.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TMap;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocks that are known to only read log nothing, and still see one moment of an index that is outside of any. */
@Timeout(60)
class UnloggedReadersTest {
    /** More than it takes to be believed to only read. */
    private static final int RUNS = 100;

    private final LongBox box = LongBox.of(0);

    /** Has something done when its hash code is asked for, once. */
    private static final class Trap {
        private Runnable action;
        private int callsUntil;

        void set(int calls, Runnable what) {
            callsUntil = calls;
            action = what;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            Runnable now = action;
            if (now != null && --callsUntil == 0) {
                action = null;
                try {
                    Elsewhere.run(Executors.callable(now));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            return 1;
        }
    }

    @Test
    void aKeyThatComesBackWhileItIsLookedForIsSeenOrAllOfItIsNot() {
        for (int calls = 1; calls <= 6; calls++) {
            AtomicBlock reader = AtomicBlock.named("lookup");
            Trap key = new Trap();
            TMap<Object, Integer> map = new TMap<>();
            for (int i = 0; i < RUNS; i++) {
                look(reader, map, key);
            }
            key.set(calls, () -> {
                map.put(key, 1);
                map.remove(key);
                Stm.atomic(() -> {
                    map.put(key, 1);
                    box.set(1);
                });
            });
            List<Integer> seen = look(reader, map, key);
            assertEquals(seen.get(1), seen.get(0), "after " + calls + " calls");
            box.set(0);
        }
    }

    private List<Integer> look(AtomicBlock reader, TMap<Object, Integer> map, Object key) {
        return reader.call(() -> List.of(map.get(key) == null ? 0 : 1, (int) box.get()));
    }
}
