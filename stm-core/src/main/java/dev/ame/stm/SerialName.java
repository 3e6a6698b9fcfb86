package dev.ame.stm;

import java.io.InvalidObjectException;
import org.jspecify.annotations.Nullable;

/** What the boxes have in common when they are read from a stream. */
final class SerialName {
    private SerialName() {}

    /** The name, unless what the stream has for it is none. */
    static @Nullable String of(@Nullable Object name) throws InvalidObjectException {
        if (name != null && !(name instanceof String)) {
            throw new InvalidObjectException("the name of a box must be a text, not of " + name.getClass());
        }
        return (String) name;
    }
}
