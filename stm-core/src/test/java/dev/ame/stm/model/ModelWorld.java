package dev.ame.stm.model;

import java.util.ArrayList;
import java.util.List;

/** The plain model: arrays, copied before a block and put back if it is undone. */
final class ModelWorld implements World {
    private State state = new State();
    private final List<Object> observed = new ArrayList<>();
    private final List<String> hookReports = new ArrayList<>();
    private List<String> hooks = new ArrayList<>();
    private boolean inBlock;
    private boolean readOnly;
    /** How often the block has asked to be irrevocable: levels of nesting that were open at the last time are not undone. */
    private int ties;

    /** Branches of {@code orElse} that have an alternative; those that had one when the block asked to be irrevocable. */
    private int alternatives;

    private int tiedAlternatives;
    private boolean irrevocable;

    /** A value; what the boxes hold at one moment. */
    private static final class State {
        int[] boxes = new int[BOXES];
        long[] longs = new long[BOXES];
        long counter;
        int local;

        State copy() {
            State copy = new State();
            copy.boxes = boxes.clone();
            copy.longs = longs.clone();
            copy.counter = counter;
            copy.local = local;
            return copy;
        }
    }

    /** Leaves the branch of {@code orElse} that asked for it. */
    @SuppressWarnings("serial")
    private static final class Retry extends RuntimeException {
        Retry() {
            super("retry", null, false, false);
        }
    }

    List<Object> observed() {
        return observed;
    }

    List<String> hookReports() {
        return hookReports;
    }

    /** All values, to compare at the end. */
    List<Object> state() {
        List<Object> all = new ArrayList<>();
        for (int box = 0; box < BOXES; box++) {
            all.add(get(box));
            all.add(longGet(box));
        }
        all.add(counted());
        return all;
    }

    private State writable() {
        if (readOnly) {
            throw new IllegalStateException("read-only");
        }
        return state;
    }

    @Override
    public int get(int box) {
        return state.boxes[box];
    }

    @Override
    public void set(int box, int value) {
        writable().boxes[box] = value;
    }

    @Override
    public int getAndSet(int box, int value) {
        int old = get(box);
        set(box, value);
        return old;
    }

    @Override
    public boolean compareAndSet(int box, int expected, int value) {
        boolean equal = get(box) == expected;
        if (equal) {
            set(box, value);
        }
        return equal;
    }

    @Override
    public int add(int box, Adding by, int value) {
        int old = get(box);
        set(box, old + value);
        return switch (by) {
            case UPDATE, COMMUTE -> 0;
            case GET_AND_UPDATE -> old;
            case UPDATE_AND_GET -> old + value;
        };
    }

    @Override
    public long longGet(int box) {
        return state.longs[box];
    }

    @Override
    public void longSet(int box, long value) {
        writable().longs[box] = value;
    }

    @Override
    public long longGetAndSet(int box, long value) {
        long old = longGet(box);
        longSet(box, value);
        return old;
    }

    @Override
    public boolean longCompareAndSet(int box, long expected, long value) {
        boolean equal = longGet(box) == expected;
        if (equal) {
            longSet(box, value);
        }
        return equal;
    }

    @Override
    public long longAdd(int box, LongAdding by, long value) {
        long old = longGet(box);
        longSet(box, old + (by == LongAdding.INCREMENT_AND_GET ? 1 : value));
        return switch (by) {
            case ADD, UPDATE, COMMUTE -> 0;
            case GET_AND_ADD, GET_AND_UPDATE -> old;
            case UPDATE_AND_GET, INCREMENT_AND_GET -> longGet(box);
        };
    }

    @Override
    public void count(long value) {
        writable().counter += value;
    }

    @Override
    public long counted() {
        return state.counter;
    }

    @Override
    public int local() {
        return state.local;
    }

    @Override
    public void setLocal(int value) {
        state.local = value;
    }

    @Override
    public void hooks(String name) {
        hooks.add(name);
    }

    @Override
    public void becomeIrrevocable() {
        irrevocable = true;
        ties++;
        tiedAlternatives = alternatives;
    }

    @Override
    public void retry() {
        if (irrevocable && alternatives <= tiedAlternatives) {
            throw new IllegalStateException("irrevocable");
        }
        throw new Retry();
    }

    @Override
    public void block(BlockKind kind, Body body) throws Planned {
        if (inBlock) {
            nestedBlock(kind, body);
        } else {
            outermostBlock(kind, body);
        }
    }

    private void outermostBlock(BlockKind kind, Body body) throws Planned {
        State before = state.copy();
        inBlock = true;
        readOnly = kind == BlockKind.READ_ONLY;
        irrevocable = kind == BlockKind.IRREVOCABLE;
        boolean commits = false;
        try {
            body.run();
            commits = true;
        } catch (Planned.Tolerated tolerated) {
            commits = kind == BlockKind.TOLERANT;
            throw tolerated;
        } finally {
            commits |= irrevocable;
            state = commits ? state : before;
            state.local = 0;
            inBlock = false;
            readOnly = false;
            irrevocable = false;
            ties = 0;
            alternatives = 0;
            tiedAlternatives = 0;
            for (String name : hooks) {
                hookReports.add((commits ? "committed " : "rolled back ") + name);
            }
            hooks.clear();
        }
    }

    private void nestedBlock(BlockKind kind, Body body) throws Planned {
        State before = state.copy();
        List<String> hooksBefore = new ArrayList<>(hooks);
        boolean outerReadOnly = readOnly;
        readOnly |= kind == BlockKind.READ_ONLY;
        int tiesBefore = ties;
        int alternativesBefore = alternatives;
        if (kind == BlockKind.IRREVOCABLE) {
            becomeIrrevocable();
        }
        boolean stays = false;
        try {
            body.run();
            stays = true;
        } catch (Planned.Tolerated tolerated) {
            stays = kind == BlockKind.TOLERANT;
            throw tolerated;
        } finally {
            readOnly = outerReadOnly;
            alternatives = alternativesBefore;
            tiedAlternatives = Math.min(tiedAlternatives, alternatives);
            if (!stays && ties == tiesBefore) {
                state = before;
                for (String undone : hooks.subList(hooksBefore.size(), hooks.size())) {
                    hookReports.add("rolled back " + undone);
                }
                hooks = hooksBefore;
            }
        }
    }

    @Override
    public void orElse(Body first, Body second) throws Planned {
        if (!inBlock) {
            outermostBlock(BlockKind.PLAIN, () -> orElse(first, second));
            return;
        }
        try {
            nestedBlock(BlockKind.PLAIN, () -> {
                alternatives++;
                first.run();
            });
        } catch (Retry retry) {
            nestedBlock(BlockKind.PLAIN, second);
        }
    }

    @Override
    public void observe(Object what) {
        observed.add(what);
    }

    @Override
    public void pause() {}
}
