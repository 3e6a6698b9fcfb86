package dev.ame.bench;

import java.util.function.Consumer;
import org.multiverse.api.GlobalStmInstance;
import org.multiverse.api.Stm;
import org.multiverse.api.Txn;
import org.multiverse.api.TxnExecutor;
import org.multiverse.api.TxnFactoryBuilder;
import org.multiverse.api.callables.TxnVoidCallable;
import org.multiverse.api.references.TxnLong;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Multiverse with primitive references, the explicit transaction and one prepared executor per block, so that each learns the leanest transaction that will
 * do. Its default isolation, snapshot, allows write skew.
 */
@State(Scope.Thread)
public class MultiverseWorker extends Worker {

    private static final Stm STM = GlobalStmInstance.getGlobalStmInstance();
    private static final TxnExecutor INCREMENT = updates().newTxnExecutor();
    private static final TxnExecutor TRANSFER = updates().newTxnExecutor();
    private static final TxnExecutor LONG = updates().newTxnExecutor();
    private static final TxnExecutor RANDOM = updates().newTxnExecutor();
    private static final TxnExecutor BANK = updates().newTxnExecutor();
    private static final TxnExecutor READ = updates().setReadonly(true).newTxnExecutor();

    /** An executor that looks for no unchanged writes, because there are none, and never tires. */
    private static TxnFactoryBuilder updates() {
        return STM.newTxnFactoryBuilder().setDirtyCheckEnabled(false).setMaxRetries(Integer.MAX_VALUE);
    }

    /** The references all threads share. */
    @State(Scope.Benchmark)
    public static class Boxes {

        private TxnLong[] refs;
        private Ledger ledger;

        @Setup
        public final void create(BenchmarkParams benchmark) {
            refs = new TxnLong[Ledger.boxes(benchmark)];
            for (int i = 0; i < refs.length; i++) {
                refs[i] = STM.getDefaultRefFactory().newTxnLong(INITIAL);
            }
            ledger = new Ledger(benchmark, i -> refs[i].atomicGet());
        }
    }

    private TxnLong[] refs;

    private final TxnVoidCallable increment = txn -> {
        TxnLong ref = refs[own];
        ref.set(txn, ref.get(txn) + 1);
    };
    private final TxnVoidCallable transfer = this::move;
    private final TxnVoidCallable randomUpdate = txn -> {
        readRandom(txn);
        move(txn);
    };
    private final Consumer<Txn> transferOperation = this::move;
    private final Consumer<Txn> audit = this::readAll;
    private final TxnVoidCallable read = this::readAll;
    private final TxnVoidCallable scan = txn -> {
        startAttempt();
        readAll(txn);
    };
    private final TxnVoidCallable longBlock = txn -> {
        startAttempt();
        readAll(txn);
        requireConsistent(sum);
        for (int k = 0; k < LONG_WRITES; k++) {
            TxnLong ref = refs[longBox(k)];
            ref.set(txn, ref.get(txn) + longChange(k));
        }
    };

    @Setup
    public final void begin(Boxes shared, BenchmarkParams benchmark, ThreadParams thread) {
        refs = shared.refs;
        begin(benchmark, thread);
    }

    @TearDown
    public final void finish(Boxes shared) {
        shared.ledger.finish(this);
    }

    private void readAll(Txn txn) {
        long total = 0;
        for (TxnLong ref : refs) {
            total += ref.get(txn);
        }
        sum = total;
    }

    private void readRandom(Txn txn) {
        long total = 0;
        for (int i = 0; i < reads; i++) {
            total += refs[randomBox(i)].get(txn);
        }
        sum = total;
    }

    private void move(Txn txn) {
        TxnLong source = refs[from];
        TxnLong target = refs[to];
        source.set(txn, source.get(txn) - 1);
        target.set(txn, target.get(txn) + 1);
    }

    final void increment() {
        INCREMENT.execute(increment);
        incremented();
    }

    final void transfer() {
        chooseTransfer();
        TRANSFER.execute(transfer);
        transferred();
    }

    final long read() {
        READ.execute(read);
        requireConsistent(sum);
        return sum;
    }

    /** Reads all boxes; false if it never got through. */
    final boolean scan() {
        return counted(READ, scan);
    }

    /** Reads all boxes and writes ten; false if it never got through. */
    final boolean longBlock() {
        chooseLongBlock();
        boolean committed = counted(LONG, longBlock);
        if (committed) {
            longBlockDone();
        }
        return committed;
    }

    private boolean counted(TxnExecutor executor, TxnVoidCallable block) {
        startBlock();
        try {
            executor.execute(block);
        } catch (GaveUp e) {
            return false;
        }
        requireConsistent(sum);
        return true;
    }

    final void randomUpdate(int count) {
        chooseRandomUpdate(count);
        RANDOM.execute(randomUpdate);
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
    private static void execute(Consumer<Txn> operation) {
        BANK.execute((TxnVoidCallable) operation::accept);
    }

    /** One addition outside a block. */
    final void add() {
        refs[own].atomicIncrementAndGet(1);
        incremented();
    }
}
