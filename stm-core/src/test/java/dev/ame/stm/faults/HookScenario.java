package dev.ame.stm.faults;

import static dev.ame.stm.Stm.*;

import dev.ame.stm.LongBox;
import dev.ame.stm.engine.attempt.Speculation;

/** A block with hooks, which ends in one way or another. It adds to the number if it commits. */
public enum HookScenario {
    COMMITS {
        @Override
        void run(LongBox number, Runnable hooks) {
            atomic(() -> {
                number.set(number.get() + 1);
                hooks.run();
            });
        }
    },
    THROWS {
        @Override
        void run(LongBox number, Runnable hooks) {
            try {
                atomic(() -> {
                    number.set(number.get() + 1);
                    hooks.run();
                    throw new IllegalArgumentException();
                });
            } catch (IllegalArgumentException expected) {
                inAtomic();
            }
        }
    },
    NESTED_BLOCK_THROWS {
        @Override
        void run(LongBox number, Runnable hooks) {
            atomic(() -> {
                try {
                    atomic(() -> {
                        number.set(number.get() + 1);
                        hooks.run();
                        throw new IllegalArgumentException();
                    });
                } catch (IllegalArgumentException expected) {
                    inAtomic();
                }
            });
        }
    },
    RUNS_AHEAD_AND_COMMITS {
        @Override
        void run(LongBox number, Runnable hooks) {
            ahead(number, hooks);
            ahead.commit();
        }
    },
    RUNS_AHEAD_AND_LOSES {
        @Override
        void run(LongBox number, Runnable hooks) {
            ahead(number, hooks);
            number.add(0);
            ahead.commit();
        }
    },
    RUNS_AHEAD_IN_VAIN {
        @Override
        void run(LongBox number, Runnable hooks) {
            ahead(number, hooks);
            ahead.abandon();
        }
    };

    /** What was run ahead last. */
    private static Speculation ahead = new Speculation();

    abstract void run(LongBox number, Runnable hooks);

    /** As a loop does when it is over: abandons what was run ahead if the end of that has not even begun. */
    static void close() {
        if (ahead.isOpen()) {
            ahead.abandon();
        }
    }

    private static void ahead(LongBox number, Runnable hooks) {
        ahead = new Speculation();
        try {
            ahead.run(HookScenario.class, false, transaction -> {
                number.set(number.get() + 1);
                hooks.run();
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
