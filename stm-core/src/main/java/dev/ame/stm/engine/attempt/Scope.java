package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.Participant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt has asked for besides reading and writing: hooks, per-block values, alternatives, deadlines. Most
 * attempts ask for nothing and have no scope.
 */
final class Scope {
    final List<Runnable> beforeCommit = new ArrayList<>(0);
    final List<Runnable> afterCommit = new ArrayList<>(0);
    List<Runnable> afterRollback = new ArrayList<>(0);
    /** Of {@link #beforeCommit}, how many have been run. */
    int beforeCommitRun;

    /** Rollback hooks of nested blocks that were undone: to be run when the serial lock is not held, and there is stack for it. */
    List<Runnable> undone = new ArrayList<>(0);

    /** Whether the block has submitted work that begins only when it has committed. */
    boolean defersWork;

    /** Who else decides about the commit. */
    @Nullable
    Participant participant;

    @Nullable
    Locals locals;

    /** The locals of the enclosing levels of nesting, which a savepoint wants back as they are. */
    @Nullable
    Locals localsFloor;

    /** Whether the attempt is shared by several blocks, see {@link Joint}. */
    boolean joint;

    /** Levels of nesting in which {@code retry} has an alternative. */
    int alternatives;

    /** Of {@link #alternatives}, those that had been opened when the attempt became irrevocable: they are none any more. */
    int tiedAlternatives;

    /** The nested block whose own deadline is the one in force; null if it is that of the whole block. */
    @Nullable
    Savepoint limit;

    /** What a nested block goes back to. */
    record Mark(
            int beforeCommit,
            int afterCommit,
            int afterRollback,
            @Nullable Locals locals,
            @Nullable Locals localsFloor,
            int alternatives,
            @Nullable Savepoint limit,
            boolean defersWork) {}

    /** The mark of a nested block that began before there was a scope. */
    static final Mark NOTHING = new Mark(0, 0, 0, null, null, 0, null, false);

    /** Whether {@code retry} goes on with the other branch of an {@code orElse}. */
    boolean hasAlternative() {
        return alternatives > tiedAlternatives;
    }

    Mark enter() {
        Mark mark = new Mark(
                beforeCommit.size(),
                afterCommit.size(),
                afterRollback.size(),
                locals,
                localsFloor,
                alternatives,
                limit,
                defersWork);
        localsFloor = locals;
        return mark;
    }

    void leave(Mark mark) {
        localsFloor = mark.localsFloor;
        alternatives = mark.alternatives;
        tiedAlternatives = Math.min(tiedAlternatives, alternatives); // those that are opened from now on are not tied
        limit = mark.limit;
    }

    /** Drops what was asked for since the mark; the rollback hooks among it are to be run. */
    void undo(Mark mark) {
        List<Runnable> kept = new ArrayList<>(afterRollback.subList(0, mark.afterRollback));
        List<Runnable> toRun = new ArrayList<>(undone);
        toRun.addAll(afterRollback.subList(mark.afterRollback, afterRollback.size()));
        beforeCommit.subList(mark.beforeCommit, beforeCommit.size()).clear();
        afterCommit.subList(mark.afterCommit, afterCommit.size()).clear();
        locals = mark.locals;
        defersWork = mark.defersWork;
        // Stores, so that each hook is in one of the two, whatever there is stack for.
        afterRollback = kept;
        undone = toRun;
    }
}
