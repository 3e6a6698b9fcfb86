package dev.ame.stm.collections.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plain collections, copied before a block and put back if it is undone. */
final class ModelWorld extends World {
    private final List<@Nullable Object> observed = new ArrayList<>();
    private final List<@Nullable Object> guide;

    /** Leaves the alternative that asked for it. */
    @SuppressWarnings("serial")
    private static final class Retry extends RuntimeException {
        Retry() {
            super("retry", null, false, false);
        }
    }

    ModelWorld(List<Part<?>> parts) {
        this(parts, new ArrayList<>(), List.of());
        parts.forEach(part -> collections.add(part.plain().get()));
    }

    private ModelWorld(List<Part<?>> parts, List<Object> collections, List<@Nullable Object> guide) {
        super(parts, collections);
        this.guide = guide;
    }

    /** A copy that, where it may, answers what was seen elsewhere. */
    ModelWorld guidedBy(List<@Nullable Object> seen) {
        return new ModelWorld(parts, copies(), seen);
    }

    private List<Object> copies() {
        List<Object> copies = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            copies.add(parts.get(i).copyOf(collections.get(i)));
        }
        return copies;
    }

    @Override
    void atomic(Body body) throws Planned {
        List<Object> before = copies();
        boolean stays = false;
        try {
            body.run();
            stays = true;
        } finally {
            if (!stays) {
                collections.clear();
                collections.addAll(before);
            }
        }
    }

    @Override
    void orElse(Body first, Body second) throws Planned {
        try {
            atomic(first);
        } catch (Retry retry) {
            atomic(second);
        }
    }

    @Override
    void retry() {
        throw new Retry();
    }

    @Override
    void pause() {}

    @Override
    void call(int part, Call<?> call) {
        int index = observed.size();
        observed.add(answer(part, call, index < guide.size() ? guide.get(index) : null));
    }

    @Override
    List<@Nullable Object> observed() {
        return observed;
    }
}
