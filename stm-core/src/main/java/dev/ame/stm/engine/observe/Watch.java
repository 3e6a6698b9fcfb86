package dev.ame.stm.engine.observe;

import dev.ame.stm.engine.log.Inquiry;
import dev.ame.stm.engine.version.Location;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one attempt reads and writes, and what it has read. Only for some attempts of blocks that have collided before: to look at the
 * stack takes some microseconds.
 */
public final class Watch {
    private static final int MAX = 128;
    private static final StackWalker WALKER = StackWalker.getInstance();

    private final BlockLabel block;
    private final Location[] locations = new Location[MAX];
    private final @Nullable Object[] values = new Object[MAX];
    private int size;
    private int asked;
    private int written;

    public Watch(BlockLabel block) {
        this.block = block;
    }

    /** Notes a read of a value, or a question. */
    public void read(Location location, @Nullable Object value) {
        if (size < MAX) {
            locations[size] = location;
            values[size++] = value;
            line().ifPresent(line -> block.learn(location, false, line));
        }
    }

    /** Notes a look at what is no plain value. */
    public void look(Location location) {
        read(location, this);
    }

    /** Notes a question. */
    public void ask(Inquiry inquiry) {
        if (asked < MAX) {
            asked++;
            line().ifPresent(line -> block.learn(inquiry, line));
        }
    }

    /** Notes a write. */
    public void write(Location location) {
        if (written < MAX) {
            written++;
            line().ifPresent(line -> block.learn(location, true, line));
        }
    }

    private static Optional<StackTraceElement> line() {
        return WALKER.walk(frames -> frames.filter(frame -> !isLibrary(frame.getClassName()))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement));
    }

    /** Whether a class is one of those between the line of a user and the engine. */
    public static boolean isLibrary(String name) {
        if (!name.startsWith("dev.ame.stm.")) {
            return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
        }
        String rest = name.substring("dev.ame.stm.".length());
        return rest.startsWith("engine.")
                || rest.startsWith("spi.")
                || rest.startsWith("loop.")
                || rest.startsWith("collections.")
                || rest.indexOf('.') < 0;
    }

    /** Whether the attempt has read a value of this location that equals another one; null if it has not been seen to. */
    public @Nullable Boolean hasRead(Location location, @Nullable Object value) {
        for (int i = 0; i < size; i++) {
            if (locations[i] == location && values[i] != this) {
                return isSame(values[i], value);
            }
        }
        return null;
    }

    /** Equality without a call of user code. */
    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        if (one == null || one == other) {
            return one == other;
        }
        boolean known = one instanceof Number || one instanceof String || one instanceof Boolean;
        return known && one.getClass().getName().startsWith("java.lang.") && one.equals(other);
    }
}
