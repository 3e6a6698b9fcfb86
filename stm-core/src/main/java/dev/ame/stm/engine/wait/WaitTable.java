package dev.ame.stm.engine.wait;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a change of which key. Keys are compared as {@code equals} says; the engine uses locations, which have
 * identity.
 *
 * <p>A waiter registers its keys, then looks whether they have changed already, then parks. A changer changes the key,
 * then wakes. Whichever comes second sees the other, provided that both steps are ordered by a full fence on each
 * side; the caller sees to that.
 */
public final class WaitTable {
    private final ConcurrentHashMap<Object, Entry> waiting = new ConcurrentHashMap<>();

    /** The first places of lists that are out of the table, and whose threads are being unparked. */
    private final Set<Entry> beingWoken = ConcurrentHashMap.newKeySet();

    /**
     * A waiter's place in the list of one key, to be given back when the wait is over. The list is doubly linked, and
     * guarded by the map's lock on the key.
     */
    public static final class Entry {
        private final Waiter waiter;
        private final Object key;
        private final @Nullable Entry rest;
        private @Nullable Entry previous;
        private @Nullable Entry next;

        private Entry(Waiter waiter, Object key, @Nullable Entry rest) {
            this.waiter = waiter;
            this.key = key;
            this.rest = rest;
        }

        private Entry putBefore(@Nullable Entry first) {
            next = first;
            if (first != null) {
                first.previous = this;
            }
            return this;
        }

        private @Nullable Entry removeFrom(Object ignored, Entry first) {
            if (previous == null && first != this) {
                return first; // woken: the list it was in is gone, or it was not entered
            }
            if (next != null) {
                next.previous = previous;
            }
            if (previous == null) {
                return next;
            }
            previous.next = next;
            return first;
        }
    }

    /** Adds a waiter to the list of a key; {@code rest} is what it has registered so far. */
    public Entry register(Object key, Waiter waiter, @Nullable Entry rest) {
        Entry entry = new Entry(waiter, key, rest);
        waiting.compute(key, (k, first) -> entry.putBefore(first));
        return entry;
    }

    /** Takes a place, and all that were registered before it, out of the lists. */
    public void cancel(@Nullable Entry registered) {
        for (Entry entry = registered; entry != null; entry = entry.rest) {
            waiting.computeIfPresent(entry.key, entry::removeFrom);
        }
    }

    /** Whether somebody is registered for the key. */
    public boolean isAwaited(Object key) {
        return waiting.containsKey(key);
    }

    /**
     * Wakes everybody who waits for the key. If it throws, none of them has been forgotten: the list is still in the table, or is
     * known to be half woken, and {@link #wakeAll} finds them.
     *
     * <p>The threads are unparked after the map's lock was given back, since each of them wants it at once, to cancel its
     * places. By then the list is out of the map, and nobody adds to it. One that is cancelled meanwhile is bypassed, but its
     * own link stays, so whoever is going through the list from there misses nobody.
     */
    public void wake(Object key) {
        @Nullable Entry[] told = new Entry[1];
        waiting.computeIfPresent(key, (k, first) -> {
            for (Entry entry = first; entry != null; entry = entry.next) {
                entry.waiter.tell();
            }
            beingWoken.add(first);
            told[0] = first;
            return null;
        });
        unparkFrom(told[0]);
    }

    private void unparkFrom(@Nullable Entry first) {
        if (first != null) {
            for (Entry entry = first; entry != null; entry = entry.next) {
                entry.waiter.unpark();
            }
            beingWoken.remove(first);
        }
    }

    /** Wakes everybody, and those too whom somebody has told and then not unparked. */
    public void wakeAll() {
        waiting.keySet().forEach(this::wake);
        beingWoken.forEach(this::unparkFrom);
    }
}
