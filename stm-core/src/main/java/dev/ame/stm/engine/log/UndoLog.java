package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Version;
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

    private record Saved(
            int index, Version version, @Nullable Commute commute) {}

    int floor() {
        return floor;
    }

    int size() {
        return saved.size();
    }

    int index(int i) {
        return saved.get(i).index;
    }

    Version version(int i) {
        return saved.get(i).version;
    }

    @Nullable
    Commute commute(int i) {
        return saved.get(i).commute;
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

    void save(int index, Version version, @Nullable Commute commute) {
        if (lastSaved == null) {
            lastSaved = new Int2IntHashMap(NEVER);
        }
        lastSaved.put(index, saved.size());
        saved.add(new Saved(index, version, commute));
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
