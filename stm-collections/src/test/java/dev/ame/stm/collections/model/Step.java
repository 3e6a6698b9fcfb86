package dev.ame.stm.collections.model;

import dev.ame.stm.collections.model.World.Body;
import dev.ame.stm.collections.model.World.Planned;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What a block consists of. */
sealed interface Step {

    void runIn(World world) throws Planned;

    /** A call on one of the collections. */
    record Single(int part, Call<?> call) implements Step {
        @Override
        public void runIn(World world) {
            world.call(part, call);
        }

        @Override
        public String toString() {
            return call.toString();
        }
    }

    /** A nested block; if it throws, the outer one goes on. */
    record Nested(List<Step> steps, boolean fails) implements Step {
        @Override
        public void runIn(World world) {
            world.block(() -> {
                runAll(steps, world);
                if (fails) {
                    throw new Planned();
                }
            });
        }
    }

    /** Two alternatives; the first one may give up at its end. */
    record OrElse(List<Step> first, boolean givesUp, List<Step> second) implements Step {
        @Override
        public void runIn(World world) throws Planned {
            Body preferred = () -> {
                runAll(first, world);
                if (givesUp) {
                    world.retry();
                }
            };
            world.orElse(preferred, () -> runAll(second, world));
        }
    }

    static void runAll(List<Step> steps, World world) throws Planned {
        for (Step step : steps) {
            step.runIn(world);
            world.pause();
        }
    }

    /** Steps on these collections. */
    static Arbitrary<List<Step>> some(List<Part<?>> parts, int depth) {
        return any(parts, depth).list().ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<Step> any(List<Part<?>> parts, int depth) {
        List<Arbitrary<Step>> singles = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int part = i;
            singles.add(parts.get(i).calls().map(call -> new Single(part, call)));
        }
        Arbitrary<Step> single = Arbitraries.oneOf(singles);
        if (depth == 0) {
            return single;
        }
        Arbitrary<List<Step>> inner = some(parts, depth - 1);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        return Arbitraries.frequencyOf(
                Tuple.of(8, single),
                Tuple.of(1, Combinators.combine(inner, flag).as(Nested::new)),
                Tuple.of(1, Combinators.combine(inner, flag, inner).as(OrElse::new)));
    }
}
