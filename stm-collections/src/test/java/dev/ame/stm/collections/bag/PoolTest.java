package dev.ame.stm.collections.bag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** Which items takers find, and in which order. */
class PoolTest {

    private static Pool<Integer> pool(int size) {
        Pool<Integer> pool = Pool.empty();
        for (int i = 0; i < size; i++) {
            pool = pool.with(new Item<>(i));
        }
        return pool;
    }

    /** One that found the newest would be overtaken at its commit, again and again, by those at the front. */
    @Test
    void takersFindTheOldestFirst() {
        for (int size : new int[] {1, Chunk.SIZE, Chunk.SIZE + 1, 10 * Chunk.SIZE + 3}) {
            Pool<Integer> pool = pool(size);
            for (int i = 0; i < size; i++) {
                Pool.Found<Integer> found = pool.findFree();
                assertNotNull(found);
                assertEquals(i, found.number());
                found.item().claim(Item.TAKEN);
            }
            assertNull(pool.findFree());
        }
    }

    @Test
    void whatHasMovedToTheFrontIsOlderThanWhatHasNot() {
        Pool<Integer> pool = pool(3 * Chunk.SIZE).without(Chunk.SIZE);
        assertNotNull(pool);
        for (int i = 0; i < 3 * Chunk.SIZE; i++) {
            pool = pool.with(new Item<>(-1));
        }
        for (int i = 0; i < 6 * Chunk.SIZE; i++) {
            if (i != Chunk.SIZE) {
                Pool.Found<Integer> found = pool.findFree();
                assertNotNull(found);
                assertEquals(i, found.number());
                found.item().claim(Item.TAKEN);
            }
        }
        assertNull(pool.findFree());
    }
}
