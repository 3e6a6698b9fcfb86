package dev.ame.bench;

import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.ThreadParams;

/** Plain fields under one global lock: what atomic blocks promise to behave like. */
@State(Scope.Thread)
public class GlobalLockWorker extends Worker {

    private static final Object LOCK = new Object();
    private static final ReentrantLock REENTRANT_LOCK = new ReentrantLock();

    /** What a box is to the others: an object each, so that reading many costs a pointer each here too. */
    private static final class Cell {
        private int value = INITIAL;
    }

    /** The cells all threads share. */
    @State(Scope.Benchmark)
    public static class Boxes {

        private Cell[] cells;
        private Ledger ledger;

        @Setup
        public final void create(BenchmarkParams benchmark) {
            cells = new Cell[Ledger.boxes(benchmark)];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = new Cell();
            }
            ledger = new Ledger(benchmark, i -> cells[i].value);
        }
    }

    private Cell[] cells;

    private final Runnable transferOperation = this::move;
    private final Runnable audit = this::readAll;

    @Setup
    public final void begin(Boxes shared, BenchmarkParams benchmark, ThreadParams thread) {
        cells = shared.cells;
        begin(benchmark, thread);
    }

    @TearDown
    public final void finish(Boxes shared) {
        shared.ledger.finish(this);
    }

    private void readAll() {
        long total = 0;
        for (Cell cell : cells) {
            total += cell.value;
        }
        sum = total;
    }

    private void readRandom() {
        long total = 0;
        for (int i = 0; i < reads; i++) {
            total += cells[randomBox(i)].value;
        }
        sum = total;
    }

    private void move() {
        cells[from].value--;
        cells[to].value++;
    }

    final void increment() {
        synchronized (LOCK) {
            cells[own].value++;
        }
        incremented();
    }

    /** The contended block under a {@link ReentrantLock}, the usual choice where threads wait. */
    final void contended() {
        REENTRANT_LOCK.lock();
        try {
            Cell cell = cells[own];
            int value = cell.value;
            Blackhole.consumeCPU(WORK_TOKENS);
            cell.value = value + 1;
        } finally {
            REENTRANT_LOCK.unlock();
        }
        incremented();
    }

    final void transfer() {
        chooseTransfer();
        synchronized (LOCK) {
            move();
        }
        transferred();
    }

    final long read() {
        synchronized (LOCK) {
            readAll();
        }
        requireConsistent(sum);
        return sum;
    }

    /** Reads all boxes; it cannot fail here. */
    final boolean scan() {
        startBlock();
        startAttempt();
        read();
        return true;
    }

    /** Reads all boxes and writes ten; it cannot fail here. */
    final boolean longBlock() {
        startBlock();
        startAttempt();
        chooseLongBlock();
        synchronized (LOCK) {
            readAll();
            requireConsistent(sum);
            for (int k = 0; k < LONG_WRITES; k++) {
                cells[longBox(k)].value += longChange(k);
            }
        }
        longBlockDone();
        return true;
    }

    final void randomUpdate(int count) {
        chooseRandomUpdate(count);
        synchronized (LOCK) {
            readRandom();
            move();
        }
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

    /** The one place where operations of all kinds take the lock. */
    private static void execute(Runnable operation) {
        synchronized (LOCK) {
            operation.run();
        }
    }

    /** One addition. */
    final void add() {
        increment();
    }
}
