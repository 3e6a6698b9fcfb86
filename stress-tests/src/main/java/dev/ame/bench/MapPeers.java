package dev.ame.bench;

import dev.ame.stm.collections.TMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import scala.concurrent.stm.TMap$;

/** The maps that all threads share, each with every second key of a range. */
@State(Scope.Benchmark)
public class MapPeers {
    /** The number of keys. */
    @Param("16384")
    public int range;

    final TMap<Integer, Integer> ours = new TMap<>();
    final ConcurrentMap<Integer, Integer> concurrent = new ConcurrentHashMap<>();
    final scala.concurrent.stm.TMap.View<Integer, Integer> scala =
            TMap$.MODULE$.<Integer, Integer>empty().single();

    @Setup
    public final void fill() {
        for (int i = 0; i < range; i += 2) {
            ours.put(i, i);
            concurrent.put(i, i);
            scala.put(i, i);
        }
    }
}
