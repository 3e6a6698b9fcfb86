package dev.ame.bench;

import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Threads;

/** One operation on a map, outside any block. */
public abstract class MapSingle extends Row {
    @Benchmark
    public @Nullable Object ame(MapPeers peers, MapOperations operations) {
        return on(peers.ours, operations);
    }

    @Benchmark
    public @Nullable Object concurrentHashMap(MapPeers peers, MapOperations operations) {
        return on(peers.concurrent, operations);
    }

    private static @Nullable Object on(ConcurrentMap<Integer, Integer> map, MapOperations operations) {
        int i = operations.next();
        Integer key = operations.key(i);
        return switch (operations.kind(i)) {
            case MapOperations.GET -> map.get(key);
            case MapOperations.PUT -> map.put(key, key);
            default -> map.remove(key);
        };
    }

    @Benchmark
    public Object scalaStm(MapPeers peers, MapOperations operations) {
        int i = operations.next();
        Integer key = operations.key(i);
        return switch (operations.kind(i)) {
            case MapOperations.GET -> peers.scala.get(key);
            case MapOperations.PUT -> peers.scala.put(key, key);
            default -> peers.scala.remove(key);
        };
    }

    /** One thread. */
    @Threads(1)
    public static class OneThread extends MapSingle {}

    /** Two threads. */
    @Threads(2)
    public static class TwoThreads extends MapSingle {}
}
