package dev.ame.stm;

import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Version;
import java.io.InvalidObjectException;
import org.jspecify.annotations.Nullable;

/** What the boxes have in common when they are read from a stream. */
final class SerialName {
    private SerialName() {}

    /** Completes a box, unless what the stream has for its name is none. */
    static void restore(Location box, @Nullable Object name, Version initial) throws InvalidObjectException {
        if (name != null && !(name instanceof String)) {
            throw new InvalidObjectException("the name of a box must be a text, not of " + name.getClass());
        }
        Heads.restore(box, (String) name, initial);
    }
}
