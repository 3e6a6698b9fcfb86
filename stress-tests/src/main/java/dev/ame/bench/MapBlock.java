package dev.ame.bench;

import clojure.lang.IPersistentMap;
import clojure.lang.LockingTransaction;
import dev.ame.stm.AtomicAction;
import dev.ame.stm.Stm;
import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.Blackhole;
import scala.Function1;
import scala.concurrent.stm.InTxn;
import scala.concurrent.stm.MaybeTxn;
import scala.concurrent.stm.TxnExecutor;
import scala.concurrent.stm.TxnUnknown$;
import scala.runtime.BoxedUnit;

/** A block with one or several operations on a map. */
public abstract class MapBlock extends Row {
    private static final MaybeTxn UNKNOWN = TxnUnknown$.MODULE$;

    /** The blocks of one thread, made once. */
    @State(Scope.Thread)
    public static class Blocks {
        private int first;
        private AtomicAction<RuntimeException> ours = () -> {};
        private Function1<InTxn, BoxedUnit> scalaBlock = txn -> BoxedUnit.UNIT;
        private Callable<Object> clojureBlock = () -> true;
        private final TxnExecutor atomic = TxnExecutor.defaultAtomic();

        @Setup
        public final void create(MapPeers shared, MapOperations all, Blackhole hole) {
            ours = () -> {
                for (int i = first; i < first + all.block; i++) {
                    Integer key = all.key(i);
                    hole.consume(
                            switch (all.kind(i)) {
                                case MapOperations.GET -> shared.ours.get(key);
                                case MapOperations.PUT -> shared.ours.put(key, key);
                                default -> shared.ours.remove(key);
                            });
                }
            };
            scala.concurrent.stm.TMap<Integer, Integer> peer = shared.scala.tmap();
            scalaBlock = txn -> {
                for (int i = first; i < first + all.block; i++) {
                    Integer key = all.key(i);
                    hole.consume(
                            switch (all.kind(i)) {
                                case MapOperations.GET -> peer.get(key, txn);
                                case MapOperations.PUT -> peer.put(key, key, txn);
                                default -> peer.remove(key, txn);
                            });
                }
                return BoxedUnit.UNIT;
            };
            clojureBlock = () -> {
                for (int i = first; i < first + all.block; i++) {
                    Integer key = all.key(i);
                    IPersistentMap map = (IPersistentMap) shared.clojure.deref();
                    if (all.kind(i) == MapOperations.GET) {
                        hole.consume(map.valAt(key));
                    } else {
                        hole.consume(shared.clojure.set(
                                all.kind(i) == MapOperations.PUT ? map.assoc(key, key) : map.without(key)));
                    }
                }
                return true;
            };
        }
    }

    @Benchmark
    public void ame(Blocks blocks, MapOperations all) {
        blocks.first = all.skip(all.block);
        Stm.atomic(blocks.ours);
    }

    @Benchmark
    public void scalaStm(Blocks blocks, MapOperations all) {
        blocks.first = all.skip(all.block);
        blocks.atomic.apply(blocks.scalaBlock, UNKNOWN);
    }

    @Benchmark
    public Object clojure(Blocks blocks, MapOperations all) throws Exception {
        blocks.first = all.skip(all.block);
        return LockingTransaction.runInTransaction(blocks.clojureBlock);
    }

    /** One thread. */
    @Threads(1)
    public static class OneThread extends MapBlock {}

    /** Two threads. */
    @Threads(2)
    public static class TwoThreads extends MapBlock {}
}
