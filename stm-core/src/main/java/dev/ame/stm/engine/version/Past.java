package dev.ame.stm.engine.version;

import org.jspecify.annotations.Nullable;

/** A value that its location had before, and that some pinned reader may need. */
public final class Past {
    /** The word under which the value was committed. */
    public final long word;

    /** The value, of a {@link LongLocation}. */
    public final long number;

    /** The value, of an {@link ObjectLocation}. */
    public final @Nullable Object object;

    /** The next older value that is kept. Only ever cut, so that it names an older one than before. */
    @Nullable
    volatile Past older;

    Past(long word, long number, @Nullable Object object, @Nullable Past older) {
        this.word = word;
        this.number = number;
        this.object = object;
        this.older = older;
    }
}
