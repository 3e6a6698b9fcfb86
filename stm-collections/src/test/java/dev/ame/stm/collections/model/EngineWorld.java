package dev.ame.stm.collections.model;

import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transactional collections. */
final class EngineWorld extends World {
    private final ThreadLocal<List<@Nullable Object>> observed = ThreadLocal.withInitial(ArrayList::new);

    EngineWorld(List<Part<?>> parts) {
        super(
                parts,
                parts.stream().<Object>map(part -> part.transactional().get()).toList());
    }

    @Override
    void atomic(Body body) throws Planned {
        boolean outermost = !Stm.inAtomic();
        Stm.atomic(() -> {
            if (outermost) {
                observed().clear(); // what an aborted attempt has seen
            }
            body.run();
        });
    }

    @Override
    void orElse(Body first, Body second) throws Planned {
        Stm.<@Nullable Void, Planned>orElse(
                () -> {
                    first.run();
                    return null;
                },
                () -> {
                    second.run();
                    return null;
                });
    }

    @Override
    void retry() {
        Stm.retry();
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it
    void pause() {
        Thread.yield();
    }

    @Override
    void call(int part, Call<?> call) {
        observed().add(answer(part, call, null));
    }

    @Override
    List<@Nullable Object> observed() {
        return observed.get();
    }
}
