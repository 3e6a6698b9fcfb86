package dev.ame.bench;

import java.util.Random;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Which operations one thread does on a map: random keys of a range half of which is in the map, so that half of the puts
 * insert and half of the removals remove.
 */
@State(Scope.Thread)
public class MapOperations {
    private static final int SIZE = 1 << 12;

    /** Of 100 operations how many are lookups; half of the others are puts. */
    @Param({"100", "80", "0"})
    public int gets;

    /** The number of operations in a block. */
    @Param({"1", "10"})
    public int block;

    private Integer[] keys;
    private byte[] kinds;
    private int at;

    /** What an operation is. */
    static final byte GET = 0;

    static final byte PUT = 1;
    static final byte REMOVE = 2;

    @Setup(Level.Trial)
    public final void draw(MapPeers peers, ThreadParams thread) {
        Random random = new Random(42 + thread.getThreadIndex());
        keys = new Integer[SIZE];
        kinds = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            keys[i] = random.nextInt(peers.range);
            boolean get = random.nextInt(100) < gets;
            kinds[i] = get ? GET : random.nextBoolean() ? PUT : REMOVE;
        }
        at = 0;
    }

    /** Goes on to the next operation. */
    final int next() {
        at = (at + 1) & (SIZE - 1);
        return at;
    }

    final Integer key(int i) {
        return keys[i & (SIZE - 1)];
    }

    final byte kind(int i) {
        return kinds[i & (SIZE - 1)];
    }

    /** Goes on over several operations, which a block then does. */
    final int skip(int count) {
        int first = at;
        at = (at + count) & (SIZE - 1);
        return first;
    }
}
