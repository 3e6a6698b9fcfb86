package dev.ame.stm.collections.support;

import dev.ame.stm.collections.Elsewhere;
import java.util.concurrent.CountDownLatch;

/**
 * A key whose {@code equals}, {@code hashCode} and {@code compareTo} can be made to do something first: throw, wait, or
 * use the collection that calls them. Keys are equal if their ids are; by default, ids are the hash codes.
 */
public final class HostileKey implements Comparable<HostileKey> {

    /** What a collection may call. */
    public enum Method {
        EQUALS,
        HASH_CODE,
        COMPARE_TO
    }

    /** What comes before the answer. */
    @FunctionalInterface
    public interface Prelude {
        void beforeAnswerOf(Method method);
    }

    private static final Prelude NOTHING = method -> {};

    private final int id;
    private final int hash;
    private volatile Prelude prelude = NOTHING;

    private HostileKey(int id, int hash) {
        this.id = id;
        this.hash = hash;
    }

    /** A key that is friendly until told otherwise. */
    public static HostileKey of(int id) {
        return new HostileKey(id, id);
    }

    /** A key with the same hash code as all others made here. */
    public static HostileKey colliding(int id) {
        return new HostileKey(id, 42);
    }

    /** From now on does this before each answer. */
    public HostileKey doing(Prelude first) {
        prelude = first;
        return this;
    }

    /** From now on runs this before each answer, but not within itself: for keys that use the map they are in. */
    public HostileKey running(Runnable action) {
        ThreadLocal<Boolean> running = ThreadLocal.withInitial(() -> false);
        return doing(method -> {
            if (!running.get()) {
                running.set(true);
                try {
                    action.run();
                } finally {
                    running.set(false);
                }
            }
        });
    }

    /** From now on throws {@link Refusal}. */
    public HostileKey throwing() {
        return doing(method -> {
            throw new Refusal(method);
        });
    }

    /** From now on throws {@link Refusal} when this method is called. */
    public HostileKey throwingFrom(Method refused) {
        return doing(method -> {
            if (method == refused) {
                throw new Refusal(method);
            }
        });
    }

    /** From now on opens the first latch when it is called, and waits for the second one before it answers. */
    public HostileKey slow(CountDownLatch reached, CountDownLatch goOn) {
        return doing(method -> {
            reached.countDown();
            try {
                Elsewhere.await(goOn);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted in " + method, e);
            }
        });
    }

    /** From now on just answers. */
    public HostileKey friendly() {
        return doing(NOTHING);
    }

    @Override
    public boolean equals(Object other) {
        prelude.beforeAnswerOf(Method.EQUALS);
        return other instanceof HostileKey that && that.id == id;
    }

    @Override
    public int hashCode() {
        prelude.beforeAnswerOf(Method.HASH_CODE);
        return hash;
    }

    @Override
    public int compareTo(HostileKey other) {
        prelude.beforeAnswerOf(Method.COMPARE_TO);
        return Integer.compare(id, other.id);
    }

    @Override
    public String toString() {
        return "key " + id;
    }

    /** What a key throws that was told to. */
    @SuppressWarnings("serial")
    public static final class Refusal extends RuntimeException {
        Refusal(Method method) {
            super(method + " was refused");
        }
    }
}
