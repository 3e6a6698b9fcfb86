package dev.ame.stm.observe;

import dev.ame.stm.engine.observe.LoopDecision;
import org.jspecify.annotations.Nullable;

/** A row of decisions of loops while it is recorded. */
final class LoopRow {
    // Guarded by this.
    private @Nullable LoopDecision last;
    private long decisions;
    private long alone;

    synchronized void add(LoopDecision decision) {
        last = decision;
        decisions++;
        alone += decision.alone() ? 1 : 0;
    }

    synchronized @Nullable LoopUse use(String body) {
        LoopDecision present = last;
        return present == null
                ? null
                : new LoopUse(
                        body,
                        present.alone(),
                        alone,
                        decisions,
                        present.speedAlone(),
                        present.speedTogether(),
                        present.lost(),
                        present.chunks());
    }
}
