package dev.ame.stm.model;

import dev.ame.stm.model.Operation.AbortReason;
import dev.ame.stm.model.Operation.Block;
import dev.ame.stm.model.Operation.Leaf;
import dev.ame.stm.model.Operation.OrElse;
import dev.ame.stm.model.World.Adding;
import dev.ame.stm.model.World.BlockKind;
import dev.ame.stm.model.World.LongAdding;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Random operations. */
final class Operations {
    private static final int DEPTH = 3;
    private static final int LONGEST_BODY = 4;

    private Operations() {}

    /** What may stand outside a block. */
    static Arbitrary<Operation> outermost() {
        return Arbitraries.frequencyOf(
                tuple(2, Arbitraries.oneOf(single(), compareAndSet())),
                tuple(5, block(DEPTH, true, Arbitraries.of(BlockKind.class), false)),
                tuple(1, orElse(DEPTH, false)));
    }

    /** The same, as far as it is atomic. */
    static Arbitrary<Operation> outermostAtomic() {
        return Arbitraries.frequencyOf(
                tuple(1, single()),
                tuple(8, block(2, true, Arbitraries.of(BlockKind.class), false)),
                tuple(1, orElse(2, false)));
    }

    private static Tuple2<Integer, Arbitrary<? extends Operation>> tuple(
            int frequency, Arbitrary<? extends Operation> arbitrary) {
        return Tuple.of(frequency, arbitrary);
    }

    private static Arbitrary<List<Operation>> body(int depth, boolean mayRetry) {
        Arbitrary<Operation> leaf = Arbitraries.oneOf(single(), compareAndSet(), onlyInside());
        if (depth == 0) {
            return leaf.list().ofMaxSize(LONGEST_BODY);
        }
        return Arbitraries.<Operation>frequencyOf(
                        tuple(6, leaf),
                        tuple(
                                2,
                                Arbitraries.lazy(() -> Arbitraries.oneOf(
                                        block(depth - 1, false, Arbitraries.of(BlockKind.class), mayRetry),
                                        block(depth - 1, true, Arbitraries.of(BlockKind.class), mayRetry)))),
                        tuple(1, Arbitraries.lazy(() -> orElse(depth - 1, mayRetry))))
                .list()
                .ofMaxSize(LONGEST_BODY);
    }

    private static Arbitrary<Operation> block(int depth, boolean caught, Arbitrary<BlockKind> kinds, boolean mayRetry) {
        return kinds.flatMap(kind -> Combinators.combine(
                        kind == BlockKind.READ_ONLY ? readOnlyBody() : body(depth, mayRetry), ending(mayRetry))
                .as((operations, ending) -> new Block(kind, operations, ending, caught)));
    }

    /** Only what has an alternative around it may retry: alone, nobody would ever wake it. */
    private static Arbitrary<Operation> orElse(int depth, boolean mayRetry) {
        return Combinators.combine(body(depth, true), ending(true), body(depth, mayRetry), ending(mayRetry))
                .as(OrElse::new);
    }

    private static Arbitrary<AbortReason> ending(boolean mayRetry) {
        Arbitrary<AbortReason> quiet =
                Arbitraries.of(AbortReason.RETURN, AbortReason.RETURN, AbortReason.FAIL, AbortReason.FAIL_TOLERATED);
        return mayRetry ? Arbitraries.oneOf(quiet, Arbitraries.just(AbortReason.RETRY)) : quiet;
    }

    private static Arbitrary<List<Operation>> readOnlyBody() {
        Arbitrary<Operation> write = Arbitraries.oneOf(
                leaf("set", (world, box, value) -> world.set(box, value)),
                leaf("longAdd", (world, box, value) -> world.longAdd(box, LongAdding.ADD, value)),
                leaf("count", (world, box, value) -> world.count(value)));
        return Arbitraries.<Operation>frequencyOf(tuple(5, Arbitraries.oneOf(reads())), tuple(1, write))
                .list()
                .ofMaxSize(LONGEST_BODY);
    }

    private static List<Arbitrary<Operation>> reads() {
        return List.of(
                leaf("get", (world, box, value) -> world.observe(world.get(box))),
                leaf("longGet", (world, box, value) -> world.observe(world.longGet(box))),
                leaf("counted", (world, box, value) -> world.observe(world.counted())),
                leaf("pause", (world, box, value) -> world.pause()));
    }

    /** Atomic by themselves. */
    private static Arbitrary<Operation> single() {
        return Arbitraries.oneOf(
                Arbitraries.oneOf(reads()),
                leaf("set", (world, box, value) -> world.set(box, value)),
                leaf("getAndSet", (world, box, value) -> world.observe(world.getAndSet(box, value))),
                Arbitraries.of(Adding.class)
                        .flatMap(by ->
                                leaf("add by " + by, (world, box, value) -> world.observe(world.add(box, by, value)))),
                leaf("longSet", (world, box, value) -> world.longSet(box, value)),
                leaf("longGetAndSet", (world, box, value) -> world.observe(world.longGetAndSet(box, value))),
                leaf(
                        "longCompareAndSet 1",
                        (world, box, value) -> world.observe(world.longCompareAndSet(box, 1, value))),
                Arbitraries.of(LongAdding.class)
                        .flatMap(by -> leaf(
                                "longAdd by " + by,
                                (world, box, value) -> world.observe(world.longAdd(box, by, value)))),
                leaf("count", (world, box, value) -> world.count(value)));
    }

    private static Arbitrary<Operation> compareAndSet() {
        return leaf("compareAndSet 1", (world, box, value) -> world.observe(world.compareAndSet(box, 1, value)));
    }

    private static Arbitrary<Operation> onlyInside() {
        return Arbitraries.oneOf(
                leaf("local", (world, box, value) -> world.observe(world.local())),
                leaf("setLocal", (world, box, value) -> world.setLocal(value)),
                leaf("hooks", (world, box, value) -> world.hooks("hook " + box + "/" + value)),
                leaf("irrevocable", (world, box, value) -> world.becomeIrrevocable()));
    }

    private static Arbitrary<Operation> leaf(String name, Effect effect) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, World.BOXES - 1),
                        Arbitraries.integers().between(0, 3))
                .as((box, value) -> {
                    Consumer<World> onWorld = world -> effect.apply(world, box, value);
                    return new Leaf(name + "(" + box + ", " + value + ")", onWorld);
                });
    }

    /** An operation before its box and value are drawn. */
    @FunctionalInterface
    private interface Effect {
        void apply(World world, int box, int value);
    }
}
