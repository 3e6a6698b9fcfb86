package dev.ame.bench;

import clojure.lang.IPersistentMap;
import clojure.lang.LockingTransaction;
import clojure.lang.PersistentHashMap;
import clojure.lang.Ref;
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

    /** A reference to one of Clojure's persistent maps. */
    final Ref clojure = new Ref(PersistentHashMap.EMPTY);

    @Setup
    public final void fill() {
        IPersistentMap persistent = PersistentHashMap.EMPTY;
        for (int i = 0; i < range; i += 2) {
            ours.put(i, i);
            concurrent.put(i, i);
            scala.put(i, i);
            persistent = persistent.assoc(i, i);
        }
        IPersistentMap all = persistent;
        try {
            LockingTransaction.runInTransaction(() -> clojure.set(all));
        } catch (Exception e) {
            throw new IllegalStateException("Clojure's map cannot be filled", e);
        }
    }
}
