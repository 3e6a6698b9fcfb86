package dev.ame.examples.waiting;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.check;
import static dev.ame.stm.Stm.retryFor;

import dev.ame.stm.Box;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A bounded buffer. There is no lock, no condition and no signal: a block says what it needs, and is run again when something
 * that it has read has changed. ({@code TBoundedQueue} is the same, faster.)
 */
final class Buffer<T> {

    private final int capacity;
    private final Box<List<T>> items = Box.of(List.of());

    Buffer(int capacity) {
        this.capacity = capacity;
    }

    void put(T item) {
        atomic(() -> {
            List<T> before = items.get();
            check(before.size() < capacity);
            List<T> after = new ArrayList<>(before);
            after.add(item);
            items.set(List.copyOf(after));
        });
    }

    T take() {
        return atomic(() -> {
            List<T> before = items.get();
            check(!before.isEmpty());
            items.set(before.subList(1, before.size()));
            return before.get(0);
        });
    }

    /** As {@link #take}, but gives up after some time. */
    Optional<T> takeWithin(Duration limit) {
        return atomic(() -> {
            if (items.get().isEmpty()) {
                retryFor(limit); // returns when the time is over
            }
            return items.get().isEmpty() ? Optional.empty() : Optional.of(take());
        });
    }
}
