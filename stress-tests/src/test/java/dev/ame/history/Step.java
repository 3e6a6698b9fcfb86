package dev.ame.history;

/** One step of a block: an operation, or a nested block of them. */
@FunctionalInterface
interface Step {
    void run(Actor actor);
}
