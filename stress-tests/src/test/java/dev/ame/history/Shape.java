package dev.ame.history;

import dev.ame.stm.AtomicBlock;
import java.util.List;
import java.util.function.Function;

/** The kinds of blocks that random programs are made of; each is good at finding something. */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
enum Shape {
    UPDATE(dice -> dice.steps(dice.update())),
    TRANSFER(dice -> dice.steps(dice.transfer())),
    /** Reads two, writes one: without validation of the other at commit, two of these make a write skew. */
    SKEW(dice -> {
        int[] pair = dice.boxes(2);
        return dice.steps(dice.read(pair[0]), dice.read(pair[1]), dice.pause(), dice.update(pair[0]));
    }),
    SKEW_OF_ACCOUNTS(dice -> dice.steps(Actor::sum, dice.pause(), dice.update())),
    LONG_UPDATE(dice -> dice.concat(dice.readAll(), dice.updates(2))),
    MIXED(dice -> dice.mixed(8)),
    BLIND(dice -> dice.steps(dice.overwrite(), dice.pause(), dice.overwrite())),
    BLIND_AND_READ(dice -> dice.steps(dice.overwrite(), dice.read(), dice.update(), dice.overwrite())),
    SWALLOW(dice -> dice.steps(dice.read(), dice.pause(), dice.swallow(), dice.update(), dice.swallow())),
    SWALLOW_READER(dice -> dice.steps(dice.read(), dice.pause(), dice.read(), dice.pause(), dice.swallow())),
    NESTED(dice -> dice.steps(dice.update(), dice.nested(), dice.read(), dice.nested(), dice.update())),
    OR_ELSE(dice -> dice.steps(dice.read(), dice.orElse(), dice.update())),
    RETRY(dice -> dice.steps(dice.read(), dice.update(), Actor::retryOnFirstAttempt, dice.update())),
    FAILING(dice -> dice.concat(dice.mixed(4), dice.steps(Shape::fail))),
    IRREVOCABLE_LATER(dice ->
            dice.concat(dice.concat(dice.mixed(3), dice.steps(dice.pause(), Actor::becomeIrrevocable)), dice.mixed(3))),

    READER(dice -> dice.readAll(), Options.UNDECLARED_READER),
    SHORT_READER(dice -> dice.steps(dice.read(), dice.pause(), dice.read()), Options.UNDECLARED_READER),
    SUM(dice -> dice.steps(Actor::sum), Options.UNDECLARED_READER),
    DECLARED_READER(dice -> dice.readAll(), Options.READ_ONLY),
    DECLARED_SUM(dice -> dice.steps(Actor::sum), Options.READ_ONLY),
    SERIAL(dice -> dice.mixed(5), Options.SERIAL),
    ALMOST_SERIAL(dice -> dice.mixed(5), Options.ALMOST_SERIAL),
    IRREVOCABLE(dice -> dice.mixed(5), Options.IRREVOCABLE),
    IRREVOCABLE_FAILING(dice -> dice.concat(dice.mixed(3), dice.steps(Shape::fail)), Options.IRREVOCABLE);

    /** Each program has one of these, so that there is something to collide with. */
    static final List<Shape> CONTENDERS = List.of(UPDATE, TRANSFER, SKEW, SKEW_OF_ACCOUNTS, LONG_UPDATE, MIXED);

    /** Only these run on snapshots. */
    static final List<Shape> READERS = List.of(READER, SHORT_READER, SUM, DECLARED_READER, DECLARED_SUM);

    private enum Options {
        NONE(Integer.MAX_VALUE),
        /** May restart once, to pin its snapshot. */
        UNDECLARED_READER(2),
        READ_ONLY(1),
        SERIAL(1),
        ALMOST_SERIAL(Integer.MAX_VALUE),
        IRREVOCABLE(1);

        private final int mostAttempts;

        Options(int mostAttempts) {
            this.mostAttempts = mostAttempts;
        }

        AtomicBlock block(String name) {
            AtomicBlock plain = AtomicBlock.named(name);
            return switch (this) {
                case NONE, UNDECLARED_READER -> plain;
                case READ_ONLY -> plain.readOnly();
                case SERIAL -> plain.serialAfter(0);
                case ALMOST_SERIAL -> plain.serialAfter(1);
                case IRREVOCABLE -> plain.irrevocable();
            };
        }
    }

    private final Function<Dice, List<Step>> steps;
    private final Options options;
    private final AtomicBlock block;

    Shape(Function<Dice, List<Step>> steps) {
        this(steps, Options.NONE);
    }

    Shape(Function<Dice, List<Step>> steps, Options options) {
        this.steps = steps;
        this.options = options;
        this.block = options.block(name());
    }

    /** A random block of this shape. */
    BlockPlan plan(Dice dice) {
        boolean unnamed = options == Options.UNDECLARED_READER || (options == Options.NONE && dice.coin());
        return new BlockPlan(this, unnamed ? null : block, steps.apply(dice));
    }

    /** In how many attempts a block must get through, whatever the others do. */
    int mostAttempts() {
        return options.mostAttempts;
    }

    /** Whether a failure at a block's end leaves its writes in place. */
    boolean isIrrevocable() {
        return options == Options.IRREVOCABLE;
    }

    private static void fail(Actor actor) {
        throw new Actor.PlannedFailure();
    }
}
