package dev.ame.stm.support;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import java.util.function.Supplier;

/** Where an operation on a box stands. Its result must be the same in all of these places. */
public enum Place {
    OUTSIDE {
        @Override
        public <T> T call(Supplier<T> action) {
            return action.get();
        }
    },
    BLOCK {
        @Override
        public <T> T call(Supplier<T> action) {
            return Stm.atomic(action::get);
        }
    },
    NESTED_BLOCK {
        @Override
        public <T> T call(Supplier<T> action) {
            return Stm.atomic(() -> Stm.atomic(action::get));
        }
    },
    SECOND_ALTERNATIVE {
        @Override
        public <T> T call(Supplier<T> action) {
            return Stm.orElse(() -> LOCKED.get() ? Stm.<T>retry() : null, action::get);
        }
    },
    SERIAL_BLOCK {
        @Override
        public <T> T call(Supplier<T> action) {
            return AtomicBlock.named("serial place").serialAfter(0).call(action::get);
        }
    },
    IRREVOCABLE_BLOCK {
        @Override
        public <T> T call(Supplier<T> action) {
            return AtomicBlock.named("irrevocable place").irrevocable().call(action::get);
        }
    };

    private static final Box<Boolean> LOCKED = Box.of(true);

    /** Runs the action in this place; it may run more than once. */
    public abstract <T> T call(Supplier<T> action);

    /** Like {@link #call}, without a result. */
    public void run(Runnable action) {
        call(() -> {
            action.run();
            return null;
        });
    }
}
