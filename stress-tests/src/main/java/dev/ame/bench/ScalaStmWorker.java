package dev.ame.bench;

import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;
import scala.Function1;
import scala.concurrent.stm.InTxn;
import scala.concurrent.stm.MaybeTxn;
import scala.concurrent.stm.Ref;
import scala.concurrent.stm.Ref$;
import scala.concurrent.stm.TxnExecutor;
import scala.concurrent.stm.TxnUnknown$;
import scala.concurrent.stm.japi.STM;
import scala.math.Numeric;
import scala.math.Numeric.IntIsIntegral$;
import scala.runtime.BoxedUnit;

/**
 * ScalaSTM with the explicit transaction ({@code InTxn}) and object references: its primitive references box and unbox on each access from Java and Scala
 * alike, so they lose inside a block. They win for a single addition outside one, so that uses them.
 */
@State(Scope.Thread)
public class ScalaStmWorker extends Worker {

    private static final MaybeTxn UNKNOWN = TxnUnknown$.MODULE$;

    /** Scala's {@code Numeric[Int]} as Java sees it. */
    @SuppressWarnings("unchecked")
    private static final Numeric<Object> INT = (Numeric<Object>) (Object) IntIsIntegral$.MODULE$;

    /** The references all threads share. */
    @State(Scope.Benchmark)
    public static class Boxes {

        private Ref<Integer>[] refs;
        private Ref.View<Object> adder;
        private Ledger ledger;

        @Setup
        public final void create(BenchmarkParams benchmark) {
            adder = Ref$.MODULE$.apply(0).single();
            refs = newArray(Ledger.boxes(benchmark));
            for (int i = 0; i < refs.length; i++) {
                refs[i] = STM.newRef(INITIAL).ref();
            }
            ledger = new Ledger(benchmark, this::finalValue);
        }

        private long finalValue(int i) {
            int value = refs[i].single().get();
            return i == 0 ? value + (Integer) adder.get() : value;
        }

        @SuppressWarnings({"rawtypes", "unchecked"})
        private static Ref<Integer>[] newArray(int length) {
            return new Ref[length];
        }
    }

    private final TxnExecutor atomic = TxnExecutor.defaultAtomic();
    private Ref<Integer>[] refs;
    private Ref.View<Object> adder;

    private final Function1<InTxn, BoxedUnit> increment = txn -> {
        Ref<Integer> ref = refs[own];
        ref.set(ref.get(txn) + 1, txn);
        return BoxedUnit.UNIT;
    };
    private final Function1<InTxn, BoxedUnit> transfer = this::move;
    private final Function1<InTxn, BoxedUnit> randomUpdate = txn -> {
        readRandom(txn);
        return move(txn);
    };
    private final Consumer<InTxn> transferOperation = this::move;
    private final Consumer<InTxn> audit = this::readAll;
    private final Function1<InTxn, BoxedUnit> read = this::readAll;
    private final Function1<InTxn, BoxedUnit> scan = txn -> {
        startAttempt();
        return readAll(txn);
    };
    private final Function1<InTxn, BoxedUnit> longBlock = txn -> {
        startAttempt();
        readAll(txn);
        requireConsistent(sum);
        for (int k = 0; k < LONG_WRITES; k++) {
            Ref<Integer> ref = refs[longBox(k)];
            ref.set(ref.get(txn) + longChange(k), txn);
        }
        return BoxedUnit.UNIT;
    };

    @Setup
    public final void begin(Boxes shared, BenchmarkParams benchmark, ThreadParams thread) {
        refs = shared.refs;
        adder = shared.adder;
        begin(benchmark, thread);
    }

    @TearDown
    public final void finish(Boxes shared) {
        shared.ledger.finish(this);
    }

    private BoxedUnit readAll(InTxn txn) {
        long total = 0;
        for (Ref<Integer> ref : refs) {
            total += ref.get(txn);
        }
        sum = total;
        return BoxedUnit.UNIT;
    }

    private void readRandom(InTxn txn) {
        long total = 0;
        for (int i = 0; i < reads; i++) {
            total += refs[randomBox(i)].get(txn);
        }
        sum = total;
    }

    private BoxedUnit move(InTxn txn) {
        Ref<Integer> source = refs[from];
        Ref<Integer> target = refs[to];
        source.set(source.get(txn) - 1, txn);
        target.set(target.get(txn) + 1, txn);
        return BoxedUnit.UNIT;
    }

    final void increment() {
        atomic.apply(increment, UNKNOWN);
        incremented();
    }

    final void transfer() {
        chooseTransfer();
        atomic.apply(transfer, UNKNOWN);
        transferred();
    }

    final long read() {
        atomic.apply(read, UNKNOWN);
        requireConsistent(sum);
        return sum;
    }

    /** Reads all boxes; false if it never got through. */
    final boolean scan() {
        return counted(scan);
    }

    /** Reads all boxes and writes ten; false if it never got through. */
    final boolean longBlock() {
        chooseLongBlock();
        boolean committed = counted(longBlock);
        if (committed) {
            longBlockDone();
        }
        return committed;
    }

    private boolean counted(Function1<InTxn, BoxedUnit> block) {
        startBlock();
        try {
            atomic.apply(block, UNKNOWN);
        } catch (GaveUp e) {
            return false;
        }
        requireConsistent(sum);
        return true;
    }

    final void randomUpdate(int count) {
        chooseRandomUpdate(count);
        atomic.apply(randomUpdate, UNKNOWN);
        transferred();
    }

    /** An audit or a transfer. */
    final void bank(int audits) {
        if (isAuditNext(audits)) {
            execute(audit);
            requireConsistent(sum);
        } else {
            chooseTransfer();
            execute(transferOperation);
            transferred();
        }
    }

    /** The one place where operations of all kinds become blocks. */
    private void execute(Consumer<InTxn> operation) {
        atomic.apply(
                txn -> {
                    operation.accept(txn);
                    return BoxedUnit.UNIT;
                },
                UNKNOWN);
    }

    /** One addition outside a block; only for a row with one box. */
    final void add() {
        adder.$plus$eq(1, INT);
        incremented();
    }
}
