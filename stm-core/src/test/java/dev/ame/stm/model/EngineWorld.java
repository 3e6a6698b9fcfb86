package dev.ame.stm.model;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.TxnLocal;
import java.util.ArrayList;
import java.util.List;

/** The engine under test, through its public interface. */
final class EngineWorld implements World {
    private static final AtomicBlock NAMED = AtomicBlock.named("named");
    private static final AtomicBlock TOLERANT = AtomicBlock.named("tolerant").noRollbackFor(Planned.Tolerated.class);
    private static final AtomicBlock SERIAL = AtomicBlock.named("serial").serialAfter(0);
    private static final AtomicBlock READ_ONLY = AtomicBlock.named("read-only").readOnly();
    private static final AtomicBlock IRREVOCABLE =
            AtomicBlock.named("irrevocable").irrevocable();

    private final List<Box<Integer>> boxes = new ArrayList<>();
    private final List<LongBox> longs = new ArrayList<>();
    private final Counter counter = Counter.create();
    private final TxnLocal<Integer> local = TxnLocal.withInitial(() -> 0);
    private final ThreadLocal<List<Object>> observed = ThreadLocal.withInitial(ArrayList::new);
    private final ThreadLocal<List<String>> hookReports = ThreadLocal.withInitial(ArrayList::new);

    EngineWorld() {
        for (int i = 0; i < BOXES; i++) {
            boxes.add(Box.of(0));
            longs.add(LongBox.of(0));
        }
    }

    /** By the calling thread. */
    List<Object> observed() {
        return observed.get();
    }

    /** From blocks of the calling thread. */
    List<String> hookReports() {
        return hookReports.get();
    }

    /** All values, at one moment. */
    List<Object> state() {
        return READ_ONLY.call(() -> {
            List<Object> all = new ArrayList<>();
            for (int box = 0; box < BOXES; box++) {
                all.add(get(box));
                all.add(longGet(box));
            }
            all.add(counted());
            return all;
        });
    }

    @Override
    public int get(int box) {
        return boxes.get(box).get();
    }

    @Override
    public void set(int box, int value) {
        boxes.get(box).set(value);
    }

    @Override
    public int getAndSet(int box, int value) {
        return boxes.get(box).getAndSet(value);
    }

    /** By identity; the object to expect is the one in the box if it is the value to expect. */
    @Override
    public boolean compareAndSet(int box, int expected, int value) {
        Integer current = boxes.get(box).get();
        return boxes.get(box).compareAndSet(current == expected ? current : Integer.valueOf(expected), value);
    }

    @Override
    public int add(int box, Adding by, int value) {
        switch (by) {
            case UPDATE -> boxes.get(box).update(old -> old + value);
            case COMMUTE -> boxes.get(box).commute(old -> old + value);
            case GET_AND_UPDATE -> {
                return boxes.get(box).getAndUpdate(old -> old + value);
            }
            case UPDATE_AND_GET -> {
                return boxes.get(box).updateAndGet(old -> old + value);
            }
        }
        return 0;
    }

    @Override
    public long longGet(int box) {
        return longs.get(box).get();
    }

    @Override
    public void longSet(int box, long value) {
        longs.get(box).set(value);
    }

    @Override
    public long longGetAndSet(int box, long value) {
        return longs.get(box).getAndSet(value);
    }

    @Override
    public boolean longCompareAndSet(int box, long expected, long value) {
        return longs.get(box).compareAndSet(expected, value);
    }

    @Override
    public long longAdd(int box, LongAdding by, long value) {
        LongBox target = longs.get(box);
        switch (by) {
            case ADD -> target.add(value);
            case UPDATE -> target.update(old -> old + value);
            case COMMUTE -> target.commute(old -> old + value);
            case GET_AND_ADD -> {
                return target.getAndAdd(value);
            }
            case INCREMENT_AND_GET -> {
                return target.incrementAndGet();
            }
            case GET_AND_UPDATE -> {
                return target.getAndUpdate(old -> old + value);
            }
            case UPDATE_AND_GET -> {
                return target.updateAndGet(old -> old + value);
            }
        }
        return 0;
    }

    @Override
    public void count(long value) {
        if (value == 1) {
            counter.increment();
        } else {
            counter.add(value);
        }
    }

    @Override
    public long counted() {
        return counter.sum();
    }

    @Override
    public int local() {
        return local.get();
    }

    @Override
    public void setLocal(int value) {
        local.set(value);
    }

    @Override
    public void hooks(String name) {
        Stm.afterCommit(() -> hookReports().add("committed " + name));
        Stm.afterRollback(() -> hookReports().add("rolled back " + name));
    }

    @Override
    public void becomeIrrevocable() {
        Stm.irrevocable("model test");
    }

    @Override
    public void retry() {
        Stm.retry();
    }

    @Override
    public void block(BlockKind kind, Body body) throws Planned {
        Body forgetful = Stm.inAtomic() ? body : forgetting(body);
        switch (kind) {
            case PLAIN -> Stm.atomic(forgetful::run);
            case NAMED -> NAMED.run(forgetful::run);
            case TOLERANT -> TOLERANT.run(forgetful::run);
            case SERIAL -> SERIAL.run(forgetful::run);
            case READ_ONLY -> READ_ONLY.run(forgetful::run);
            case IRREVOCABLE -> IRREVOCABLE.run(forgetful::run);
        }
    }

    /** Forgets what an aborted attempt had observed. */
    private Body forgetting(Body body) {
        int before = observed().size();
        int reportsBefore = hookReports().size();
        return () -> {
            observed().subList(before, observed().size()).clear();
            hookReports().subList(reportsBefore, hookReports().size()).clear();
            body.run();
        };
    }

    @Override
    public void orElse(Body first, Body second) throws Planned {
        Body forgetful = Stm.inAtomic() ? first : forgetting(first);
        Stm.<Void, Planned>orElse(
                () -> {
                    forgetful.run();
                    return null;
                },
                () -> {
                    second.run();
                    return null;
                });
    }

    @Override
    public void observe(Object what) {
        observed.get().add(what);
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it
    public void pause() {
        Thread.yield();
    }
}
