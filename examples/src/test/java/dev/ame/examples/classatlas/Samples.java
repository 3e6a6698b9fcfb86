package dev.ame.examples.classatlas;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import java.net.URI;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Small classes whose class files are parsed in tests; nothing here is ever run. */
final class Samples {

    private Samples() {}

    /** Mentions nothing but its superclass, twice: in its header and in the call of the constructor. */
    static class Empty {}

    /** Mentions types in its members only. */
    abstract static class Members {
        BitSet bits;
        int number;
        Locale[][] locales;
        List<Thread> erased;

        abstract URI resolve(File file, long[] numbers) throws IOException;
    }

    /** Mentions types in its code only. */
    static final class Code extends Empty {
        Object code(Object value) {
            try {
                StringBuilder[] cast = (StringBuilder[]) value;
                BitSet[][] created = new BitSet[1][1];
                Object constant = URI.class;
                return cast.length + created.length > 0 ? cast : constant;
            } catch (UncheckedIOException e) {
                return Thread.State.NEW;
            }
        }
    }

    /** Mentions what a lambda needs. */
    static final class Lambda {
        final Supplier<BitSet> supplier = BitSet::new;
    }

    @interface Marker {
        Class<?> type() default Void.class;

        Thread.State[] states() default {};

        Nested[] nested() default {};
    }

    @interface Nested {}

    /** Mentions types in annotations only. */
    @Marker(type = BitSet.class, states = Thread.State.NEW, nested = @Nested)
    interface Annotated {}

    @Target(ElementType.RECORD_COMPONENT)
    @interface OnComponent {}

    record Point(@OnComponent Locale locale) {}

    sealed interface Shape permits Circle, Square {}

    static final class Circle implements Shape {}

    static final class Square implements Shape {}
}
