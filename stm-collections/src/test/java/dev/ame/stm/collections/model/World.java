package dev.ame.stm.collections.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The collections that a program uses, all transactional or all plain, and how blocks are run on them. */
abstract class World {

    /** What a block does. */
    @FunctionalInterface
    interface Body {
        void run() throws Planned;
    }

    /** Thrown by programs on purpose. */
    @SuppressWarnings("serial")
    static final class Planned extends Exception {
        Planned() {
            super("planned", null, false, false);
        }
    }

    final List<Part<?>> parts;
    final List<Object> collections;

    World(List<Part<?>> parts, List<Object> collections) {
        this.parts = parts;
        this.collections = collections;
    }

    /** Runs a block, and swallows what a program throws on purpose. */
    final void block(Body body) {
        try {
            atomic(body);
        } catch (Planned expected) {
            // has undone the block
        }
    }

    /** Runs the body in a block that is undone if it throws. */
    abstract void atomic(Body body) throws Planned;

    /** Runs the second alternative if the first one retries. */
    abstract void orElse(Body first, Body second) throws Planned;

    /** Gives up the first alternative. */
    abstract void retry();

    /** Between two steps. */
    abstract void pause();

    /** Makes a call and keeps what it has answered. */
    abstract void call(int part, Call<?> call);

    /** What the calling thread's last block has seen. */
    abstract List<@Nullable Object> observed();

    /** What is in the collections. */
    final List<Object> state() {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            all.add(parts.get(i).state().apply(collections.get(i)));
        }
        return all;
    }

    @SuppressWarnings("unchecked") // each call was made for the part it names
    final @Nullable Object answer(int part, Call<?> call, @Nullable Object seen) {
        return ((Call<Object>) call).on(collections.get(part), seen);
    }
}
