package dev.ame.stm.model;

import dev.ame.stm.model.World.Body;
import java.util.List;
import java.util.function.Consumer;

/** One operation of a test program, as data: what it does to a world, whichever that is, and what it sees there. */
sealed interface Operation {
    void run(World world) throws Planned;

    private static Body body(World world, List<Operation> operations, AbortReason ending) {
        return () -> {
            for (Operation operation : operations) {
                operation.run(world);
            }
            ending.run(world);
        };
    }

    /**
     * An operation without operations in it.
     *
     * @param name how it is written in a failure message
     */
    record Leaf(String name, Consumer<World> effect) implements Operation {
        @Override
        public void run(World world) {
            effect.accept(world);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A block, nested if it stands in another one.
     *
     * @param caught whether an exception from it is caught right outside it
     */
    record Block(World.BlockKind kind, List<Operation> operations, AbortReason ending, boolean caught)
            implements Operation {
        @Override
        public void run(World world) throws Planned {
            Body body = body(world, operations, ending);
            if (!caught) {
                world.block(kind, body);
                return;
            }
            try {
                world.block(kind, body);
                world.observe("completed");
            } catch (Planned planned) {
                world.observe("caught " + planned.getMessage());
            } catch (IllegalStateException refused) {
                world.observe("refused");
            }
        }
    }

    /** The first branch if it comes through, else the second. */
    record OrElse(List<Operation> first, AbortReason firstEnding, List<Operation> second, AbortReason secondEnding)
            implements Operation {
        @Override
        public void run(World world) throws Planned {
            try {
                world.orElse(body(world, first, firstEnding), body(world, second, secondEnding));
                world.observe("completed");
            } catch (Planned planned) {
                world.observe("caught " + planned.getMessage());
            } catch (IllegalStateException refused) {
                world.observe("refused");
            }
        }
    }

    /** How a block's code ends. */
    enum AbortReason {
        RETURN,
        FAIL,
        FAIL_TOLERATED,
        RETRY;

        void run(World world) throws Planned {
            switch (this) {
                case RETURN -> {}
                case FAIL -> throw new Planned.Failure();
                case FAIL_TOLERATED -> throw new Planned.Tolerated();
                case RETRY -> world.retry();
            }
        }
    }
}
