package dev.ame.stm.engine.version;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A transactional variable with a reference in it. */
public abstract class ObjectLocation extends Location {
    @Nullable
    Object value;

    /**
     * A location.
     *
     * @param value its first value
     */
    protected ObjectLocation(@Nullable String name, @Nullable Object value) {
        super(name);
        this.value = value;
        VarHandle.releaseFence(); // whoever finds a reference to this by a data race must find the value too
    }

    /**
     * A location that is being deserialized: {@link Locations#restore} is still to come. It holds null until then, for code
     * of users that is read from the same stream and uses it too early.
     */
    protected ObjectLocation() {
        this(null, null);
    }

    @Override
    final Past keep(long wordOfValue) {
        return new Past(wordOfValue, 0, value, older(wordOfValue));
    }
}
