package dev.ame.stm.loop;

/** How the workers of a run share its work. */
interface Lane {
    /** What each worker does until there is nothing left to do. What it throws ends the run. */
    void work() throws Exception;

    /** What an extra worker does that was hired because others wait. */
    void help() throws Exception;

    /** Makes all workers come to an end; they drop what they have not begun. Called at any time, by anybody. */
    void end();

    /** Whether all workers are busy. */
    boolean isBehind();

    /** There may be more elements than when a worker last looked. */
    void moreToCome();

    /** There will be no more elements than there are now. */
    void allHaveCome();

    /** Undoes what is left, when no worker is left. */
    void close();
}
