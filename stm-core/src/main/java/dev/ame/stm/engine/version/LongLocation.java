package dev.ame.stm.engine.version;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A transactional variable with a number in it. */
public abstract class LongLocation extends Location {
    long value;

    /**
     * A location.
     *
     * @param value its first value
     */
    protected LongLocation(@Nullable String name, long value) {
        super(name);
        this.value = value;
        VarHandle.releaseFence(); // whoever finds a reference to this by a data race must find the value too
    }

    /** A location that is being deserialized: {@link Locations#restore} is still to come. */
    protected LongLocation() {
        this(null, 0);
    }

    @Override
    final Past keep(long wordOfValue) {
        return new Past(wordOfValue, value, null, older(wordOfValue));
    }
}
