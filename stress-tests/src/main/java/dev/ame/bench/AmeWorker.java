package dev.ame.bench;

import dev.ame.stm.AtomicAction;
import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.ThreadParams;

/** Ame with objects in its boxes, through the plain thread-bound API. */
@State(Scope.Thread)
public class AmeWorker extends Worker {

    private static final AtomicBlock READ_ONLY = AtomicBlock.named("read").readOnly();

    /** The boxes all threads share. */
    @State(Scope.Benchmark)
    public static class Boxes {

        private Box<Integer>[] boxes;
        private Ledger ledger;

        @Setup
        public final void create(BenchmarkParams benchmark) {
            boxes = newArray(Ledger.boxes(benchmark));
            for (int i = 0; i < boxes.length; i++) {
                boxes[i] = Box.of(INITIAL);
            }
            ledger = new Ledger(benchmark, i -> boxes[i].get());
        }

        @SuppressWarnings({"rawtypes", "unchecked"})
        private static Box<Integer>[] newArray(int length) {
            return new Box[length];
        }
    }

    private Box<Integer>[] boxes;

    private final AtomicAction<RuntimeException> increment = () -> {
        Box<Integer> box = boxes[own];
        box.set(box.get() + 1);
    };
    private final AtomicAction<RuntimeException> contended = () -> {
        Box<Integer> box = boxes[own];
        int value = box.get();
        Blackhole.consumeCPU(WORK_TOKENS);
        box.set(value + 1);
    };
    private final AtomicAction<RuntimeException> transfer = this::move;
    private final AtomicAction<RuntimeException> randomUpdate = () -> {
        readRandom();
        move();
    };
    private final Runnable transferOperation = this::move;
    private final Runnable audit = this::readAll;
    private final AtomicAction<RuntimeException> read = this::readAll;
    private final AtomicAction<RuntimeException> scan = () -> {
        startAttempt();
        readAll();
    };
    private final AtomicAction<RuntimeException> longBlock = () -> {
        startAttempt();
        readAll();
        requireConsistent(sum);
        for (int k = 0; k < LONG_WRITES; k++) {
            Box<Integer> box = boxes[longBox(k)];
            box.set(box.get() + longChange(k));
        }
    };

    @Setup
    public final void begin(Boxes shared, BenchmarkParams benchmark, ThreadParams thread) {
        boxes = shared.boxes;
        begin(benchmark, thread);
    }

    @TearDown
    public final void finish(Boxes shared) {
        shared.ledger.finish(this);
    }

    private void readAll() {
        long total = 0;
        for (Box<Integer> box : boxes) {
            total += box.get();
        }
        sum = total;
    }

    private void readRandom() {
        long total = 0;
        for (int i = 0; i < reads; i++) {
            total += boxes[randomBox(i)].get();
        }
        sum = total;
    }

    private void move() {
        Box<Integer> source = boxes[from];
        Box<Integer> target = boxes[to];
        source.set(source.get() - 1);
        target.set(target.get() + 1);
    }

    final void increment() {
        Stm.atomic(increment);
        incremented();
    }

    final void contended() {
        Stm.atomic(contended);
        incremented();
    }

    final void transfer() {
        chooseTransfer();
        Stm.atomic(transfer);
        transferred();
    }

    /** An increment of the box that all who call this increment. */
    final void hot() {
        chooseHot();
        contended();
    }

    /** A transfer between boxes that no {@link #hot} block uses. */
    final void transferApart() {
        chooseApart();
        Stm.atomic(transfer);
        transferred();
    }

    final long read() {
        Stm.atomic(read);
        requireConsistent(sum);
        return sum;
    }

    final long readDeclared() {
        READ_ONLY.run(read);
        requireConsistent(sum);
        return sum;
    }

    /** Reads all boxes; false if it never got through. */
    final boolean scan() {
        startBlock();
        try {
            Stm.atomic(scan);
        } catch (GaveUp e) {
            return false;
        }
        requireConsistent(sum);
        return true;
    }

    final boolean scanDeclared() {
        startBlock();
        try {
            READ_ONLY.run(scan);
        } catch (GaveUp e) {
            return false;
        }
        requireConsistent(sum);
        return true;
    }

    /** Reads all boxes and writes ten; false if it never got through. */
    final boolean longBlock() {
        startBlock();
        chooseLongBlock();
        try {
            Stm.atomic(longBlock);
        } catch (GaveUp e) {
            return false;
        }
        longBlockDone();
        return true;
    }

    final void randomUpdate(int count) {
        chooseRandomUpdate(count);
        Stm.atomic(randomUpdate);
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
    private static void execute(Runnable operation) {
        Stm.atomic(operation::run);
    }

    /** One update outside a block. */
    final void add() {
        boxes[own].update(value -> value + 1);
        incremented();
    }
}
