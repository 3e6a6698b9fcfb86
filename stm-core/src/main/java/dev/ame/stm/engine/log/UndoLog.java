package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Pending;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2IntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * States of write log entries that a nested block has replaced, oldest first. Entries from {@code floor} on belong to
 * the innermost level and need no saving; so do entries saved since that level began.
 */
final class UndoLog {
    private static final int NEVER = -1;

    private int floor;
    private int undoFloor;
    private final List<Saved> saved = new ArrayList<>(0);
    private @Nullable Int2IntHashMap lastSaved;

    /** What an entry held: the number or the object, and what that depends on. */
    record Saved(
            int index,
            long number,
            @Nullable Object object,
            @Nullable Pending pending) {}

    int floor() {
        return floor;
    }

    int size() {
        return saved.size();
    }

    Saved get(int i) {
        return saved.get(i);
    }

    boolean isSaved(int index) {
        Int2IntHashMap last = lastSaved;
        if (last == null) {
            return false;
        }
        int at = last.get(index);
        // What was saved later may have been undone, and its place taken by another entry.
        return at >= undoFloor && at < saved.size() && saved.get(at).index == index;
    }

    void save(Saved state) {
        if (lastSaved == null) {
            lastSaved = new Int2IntHashMap(NEVER);
        }
        lastSaved.put(state.index, saved.size());
        saved.add(state);
    }

    Mark open(int logSize) {
        Mark mark = new Mark(logSize, saved.size(), floor, undoFloor);
        floor = logSize;
        undoFloor = saved.size();
        return mark;
    }

    /**
     * What the closed level saved now counts as saved by the enclosing one: an entry that the enclosing level had
     * changed before has an older state saved, and going backwards reaches that last.
     */
    void merge(Mark mark) {
        floor = mark.outerFloor();
        undoFloor = mark.outerUndoFloor();
    }

    void rollback(Mark mark) {
        if (mark.undoSize() < saved.size()) {
            saved.subList(mark.undoSize(), saved.size()).clear();
        }
        merge(mark);
    }

    boolean isClean() {
        return lastSaved == null && floor == 0;
    }
}
