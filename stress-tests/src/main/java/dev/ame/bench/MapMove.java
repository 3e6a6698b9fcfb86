package dev.ame.bench;

import clojure.lang.IPersistentMap;
import clojure.lang.LockingTransaction;
import dev.ame.stm.AtomicAction;
import dev.ame.stm.Stm;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import scala.Function1;
import scala.concurrent.stm.InTxn;
import scala.concurrent.stm.MaybeTxn;
import scala.concurrent.stm.TxnExecutor;
import scala.concurrent.stm.TxnUnknown$;
import scala.runtime.BoxedUnit;

/** A block that moves the value of one key of a map to another one, both at random, and one that was there to the first. */
public abstract class MapMove extends Row {
    private static final MaybeTxn UNKNOWN = TxnUnknown$.MODULE$;

    /** A plain map, and its lock. */
    @State(Scope.Benchmark)
    public static class Locked {
        private final Map<Integer, Integer> map = new HashMap<>();

        @Setup
        public final void fill(MapPeers peers) {
            map.putAll(peers.concurrent);
        }
    }

    /** The blocks of one thread, made once. */
    @State(Scope.Thread)
    public static class Blocks {
        private int range;
        private Integer from = 0;
        private Integer to = 0;
        private AtomicAction<RuntimeException> ours = () -> {};
        private Function1<InTxn, BoxedUnit> scalaBlock = txn -> BoxedUnit.UNIT;
        private Callable<Object> clojureBlock = () -> true;
        private final TxnExecutor atomic = TxnExecutor.defaultAtomic();

        @Setup
        public final void create(MapPeers shared) {
            range = shared.range;
            ours = () -> {
                Integer value = shared.ours.remove(from);
                if (value != null) {
                    Integer other = shared.ours.put(to, value);
                    if (other != null) {
                        shared.ours.put(from, other);
                    }
                }
            };
            scala.concurrent.stm.TMap<Integer, Integer> peer = shared.scala.tmap();
            scalaBlock = txn -> {
                scala.Option<Integer> value = peer.remove(from, txn);
                if (value.isDefined()) {
                    scala.Option<Integer> other = peer.put(to, value.get(), txn);
                    if (other.isDefined()) {
                        peer.put(from, other.get(), txn);
                    }
                }
                return BoxedUnit.UNIT;
            };
            clojureBlock = () -> {
                IPersistentMap map = (IPersistentMap) shared.clojure.deref();
                Object value = map.valAt(from);
                if (value != null) {
                    Object other = from.equals(to) ? null : map.valAt(to);
                    IPersistentMap moved = map.without(from).assoc(to, value);
                    shared.clojure.set(other == null ? moved : moved.assoc(from, other));
                }
                return true;
            };
        }

        private void choose() {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            from = random.nextInt(range);
            to = random.nextInt(range);
        }
    }

    @Benchmark
    public void ame(Blocks blocks) {
        blocks.choose();
        Stm.atomic(blocks.ours);
    }

    @Benchmark
    public void scalaStm(Blocks blocks) {
        blocks.choose();
        blocks.atomic.apply(blocks.scalaBlock, UNKNOWN);
    }

    @Benchmark
    public Object clojure(Blocks blocks) throws Exception {
        blocks.choose();
        return LockingTransaction.runInTransaction(blocks.clojureBlock);
    }

    @Benchmark
    public void globalLock(Blocks blocks, Locked locked) {
        blocks.choose();
        synchronized (locked) {
            Integer value = locked.map.remove(blocks.from);
            if (value != null) {
                Integer other = locked.map.put(blocks.to, value);
                if (other != null) {
                    locked.map.put(blocks.from, other);
                }
            }
        }
    }

    /** One thread. */
    @Threads(1)
    public static class OneThread extends MapMove {}

    /** Two threads. */
    @Threads(2)
    public static class TwoThreads extends MapMove {}
}
