package dev.ame.bench;

import clojure.lang.LockingTransaction;
import clojure.lang.Ref;
import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;

/** Clojure's references without its language: the classes that {@code dosync}, {@code deref} and {@code ref-set} compile to. Isolation: snapshot. */
@State(Scope.Thread)
public class ClojureWorker extends Worker {

    /** The references all threads share. */
    @State(Scope.Benchmark)
    public static class Boxes {

        private Ref[] refs;
        private Ledger ledger;

        @Setup
        public final void create(BenchmarkParams benchmark) {
            refs = new Ref[Ledger.boxes(benchmark)];
            for (int i = 0; i < refs.length; i++) {
                refs[i] = new Ref((long) INITIAL);
            }
            ledger = new Ledger(benchmark, i -> (Long) refs[i].deref());
        }
    }

    private Ref[] refs;

    private final Callable<Object> increment = () -> {
        Ref ref = refs[own];
        return ref.set((Long) ref.deref() + 1);
    };
    private final Callable<Object> transfer = () -> {
        Ref source = refs[from];
        Ref target = refs[to];
        source.set((Long) source.deref() - 1);
        return target.set((Long) target.deref() + 1);
    };
    private final Callable<Object> read = this::readAll;
    private final Callable<Object> scan = () -> {
        startAttempt();
        return readAll();
    };
    private final Callable<Object> longBlock = () -> {
        startAttempt();
        readAll();
        requireConsistent(sum);
        for (int k = 0; k < LONG_WRITES; k++) {
            Ref ref = refs[longBox(k)];
            ref.set((Long) ref.deref() + longChange(k));
        }
        return true;
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

    private Object readAll() {
        long total = 0;
        for (Ref ref : refs) {
            total += (Long) ref.deref();
        }
        sum = total;
        return true;
    }

    final void increment() throws Exception {
        LockingTransaction.runInTransaction(increment);
        incremented();
    }

    final void transfer() throws Exception {
        chooseTransfer();
        LockingTransaction.runInTransaction(transfer);
        transferred();
    }

    final long read() throws Exception {
        LockingTransaction.runInTransaction(read);
        requireConsistent(sum);
        return sum;
    }

    /** Reads all boxes; false if it never got through. */
    final boolean scan() throws Exception {
        return counted(scan);
    }

    /** Reads all boxes and writes ten; false if it never got through. */
    final boolean longBlock() throws Exception {
        chooseLongBlock();
        boolean committed = counted(longBlock);
        if (committed) {
            longBlockDone();
        }
        return committed;
    }

    private boolean counted(Callable<Object> block) throws Exception {
        startBlock();
        try {
            LockingTransaction.runInTransaction(block);
        } catch (GaveUp e) {
            return false;
        }
        requireConsistent(sum);
        return true;
    }

    /** Clojure has no update outside a block. */
    final void add() throws Exception {
        increment();
    }
}
