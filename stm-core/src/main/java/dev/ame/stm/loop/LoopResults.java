package dev.ame.stm.loop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The results of iterations that have committed, in the order of the elements in the end. */
final class LoopResults {
    private static final class Part {
        final long first;
        final @Nullable Object[] values;

        Part(long first, @Nullable Object[] values) {
            this.first = first;
            this.values = values;
        }
    }

    private final Queue<Part> parts = new ConcurrentLinkedQueue<>();

    void add(Chunk<?> chunk, int from, int to) {
        @Nullable Object[] values = new Object[to - from];
        for (int i = from; i < to; i++) {
            values[i - from] = chunk.result(i);
        }
        parts.add(new Part(chunk.index(from), values));
    }

    void add(long index, @Nullable Object value) {
        parts.add(new Part(index, new @Nullable Object[] {value}));
    }

    void forEach(Consumer<@Nullable Object> action) {
        List<Part> sorted = new ArrayList<>(parts);
        sorted.sort(Comparator.comparingLong(part -> part.first));
        for (Part part : sorted) {
            for (Object value : part.values) {
                action.accept(value);
            }
        }
    }
}
