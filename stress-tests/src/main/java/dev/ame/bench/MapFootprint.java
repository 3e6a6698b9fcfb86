package dev.ame.bench;

import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TSortedMap;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** How much memory an entry takes in maps of several sizes, and how long it takes to put one in, beside the JDK's maps. */
public final class MapFootprint {
    private static final int[] SIZES = {1_000, 10_000, 100_000, 1_000_000};

    /** Rounds for each map and size, of which the last counts: the code is compiled then. */
    private static final int ROUNDS = 3;

    private MapFootprint() {}

    /**
     * Prints a table.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println("| map | entries | bytes an entry | ns to put one in |");
        System.out.println("|---|--:|--:|--:|");
        print("ConcurrentHashMap", ConcurrentHashMap::new);
        print("TMap", TMap::new);
        print("ConcurrentSkipListMap", ConcurrentSkipListMap::new);
        print("TSortedMap", TSortedMap::new);
    }

    private static void print(String name, Supplier<Map<Integer, Integer>> maker) {
        for (int size : SIZES) {
            Integer[] keys = new Integer[size];
            for (int i = 0; i < size; i++) {
                keys[i] = i * 7;
            }
            for (int round = 1; round <= ROUNDS; round++) {
                long before = used();
                long began = System.nanoTime();
                Map<Integer, Integer> map = maker.get();
                for (Integer key : keys) {
                    map.put(key, key);
                }
                long nanos = System.nanoTime() - began;
                double bytes = (double) (used() - before) / size;
                if (round == ROUNDS) {
                    // Asking the map for its size keeps it alive until here.
                    System.out.printf("| %s | %,d | %.1f | %.0f |%n", name, map.size(), bytes, (double) nanos / size);
                }
            }
        }
    }

    /** The bytes in use after a collection. Keys and values are there before and after. */
    private static long used() {
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
