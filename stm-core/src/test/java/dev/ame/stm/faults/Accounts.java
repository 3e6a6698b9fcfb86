package dev.ame.stm.faults;

import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import java.util.ArrayList;
import java.util.List;

/** Boxes and structures in pairs whose sums are zero between any two blocks. */
final class Accounts {
    private final LongBox a = LongBox.of(0);
    private final LongBox b = LongBox.of(0);
    private final Box<Integer> boxA = Box.of(0);
    private final Box<Integer> boxB = Box.of(0);
    private final List<LongBox> many = new ArrayList<>();
    private final Ledger ledger = new Ledger();
    private final Ledger counterpart = new Ledger();
    private final Ledger alone = new Ledger();
    private final LongBox entered = LongBox.of(0);
    private final LongBox counted = LongBox.of(0);
    private final Counter counter = Counter.create();
    private final Box<Integer> single = Box.of(0);
    private final LongBox waited = LongBox.of(0);
    private volatile String torn;

    Accounts() {
        for (int i = 0; i < 12; i++) {
            many.add(LongBox.of(0));
        }
    }

    void transfer() {
        halfATransfer();
        otherHalf();
    }

    void halfATransfer() {
        b.set(b.get() + 1);
        boxA.set(boxA.get() - 1);
    }

    void otherHalf() {
        a.set(a.get() - 1);
        boxB.update(value -> value + 1);
    }

    void transferBlindly() {
        a.add(-1);
        b.add(1);
        boxA.commute(value -> value - 1);
        boxB.commute(value -> value + 1);
    }

    void incrementMany() {
        for (int i = many.size() - 1; i >= 0; i--) {
            many.get(i).set(many.get(i).get() + 1);
        }
    }

    void enter() {
        ledger.sum();
        counterpart.sum();
        enterBlindly();
    }

    void enterBlindly() {
        ledger.add(1);
        counterpart.add(-1);
        entered.add(1);
    }

    void count() {
        counted.set(counted.get() + 1);
    }

    void wake() {
        waited.add(1);
    }

    long waited() {
        return waited.get();
    }

    long readEntered() {
        return entered.get();
    }

    void readLedgers() {
        note(ledger.sum() + counterpart.sum() == 0, "ledgers");
    }

    void read() {
        note(a.get() + b.get() == 0, "long boxes");
        note(boxA.get() + boxB.get() == 0, "boxes");
    }

    void singleOperations() {
        counted.incrementAndGet();
        counted.add(1);
        counter.increment();
        single.set(1);
        single.update(value -> value + 1);
        single.commute(value -> value + 1);
        single.getAndSet(7);
        single.compareAndSet(7, 8);
        single.get();
        counter.sum();
        alone.add(1);
    }

    /** To be called in a block. */
    void readAll() {
        read();
        readLedgers();
        note(ledger.sum() == entered.get(), "ledger and box");
        note(many.stream().mapToLong(LongBox::get).distinct().count() == 1, "many boxes");
    }

    private void note(boolean sound, String what) {
        if (!sound) {
            torn = what;
        }
    }

    /** Whether some box still has an older version, although nobody reads from the past. */
    boolean hasHistory() {
        List<Location> all = new ArrayList<>(List.of(a, b, boxA, boxB, entered, counted, single, waited));
        all.addAll(many);
        return all.stream().anyMatch(location -> Locations.past(location, Long.MAX_VALUE) != null);
    }

    /** What some attempt has seen by halves; null if all was well. */
    String torn() {
        return torn;
    }
}
