package dev.ame.stm.collections.sync;

import dev.ame.stm.Stm;
import dev.ame.stm.spi.Cell;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a promise, or null as long as there is none. Set once.
 *
 * @param <T> the type of the value
 */
public final class OutcomeCell<T extends @Nullable Object> extends Cell<@Nullable Outcome<T>> {

    public OutcomeCell(@Nullable String name) {
        super(name, null);
    }

    public @Nullable Outcome<T> get() {
        return read();
    }

    /** Sets the outcome if there is none. */
    public boolean set(Outcome<T> outcome) {
        if (!Stm.inAtomic()) {
            return replaceOutside(null, outcome);
        }
        if (read() != null) {
            return false;
        }
        write(outcome);
        return true;
    }
}
