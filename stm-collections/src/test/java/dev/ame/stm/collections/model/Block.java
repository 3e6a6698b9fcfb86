package dev.ame.stm.collections.model;

import dev.ame.stm.collections.model.World.Planned;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/**
 * An outermost block, or a single call outside of any.
 *
 * @param steps what it does
 * @param end how it ends
 */
record Block(List<Step> steps, End end) {

    enum End {
        COMMITS,
        THROWS,
        /** No block: one call by itself. */
        IS_NONE
    }

    void runIn(World world) {
        if (end == End.IS_NONE) {
            world.observed().clear();
            try {
                steps.get(0).runIn(world);
            } catch (Planned impossible) {
                throw new AssertionError(impossible);
            }
            return;
        }
        world.block(() -> {
            Step.runAll(steps, world);
            if (end == End.THROWS) {
                throw new Planned();
            }
        });
    }

    static Arbitrary<Block> any(List<Part<?>> parts) {
        return Arbitraries.frequencyOf(
                Tuple.of(5, Step.some(parts, 2).map(steps -> new Block(steps, End.COMMITS))),
                Tuple.of(1, Step.some(parts, 2).map(steps -> new Block(steps, End.THROWS))),
                Tuple.of(2, Step.some(parts, 0).map(steps -> new Block(steps.subList(0, 1), End.IS_NONE))));
    }
}
