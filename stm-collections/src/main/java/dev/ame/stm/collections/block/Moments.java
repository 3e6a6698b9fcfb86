package dev.ame.stm.collections.block;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.AtomicCall;
import dev.ame.stm.Stm;

/** Looks at many places as they are at one moment, in a block that cannot abort more than once. */
public final class Moments {
    private static final AtomicBlock LOOK = AtomicBlock.named("snapshot").readOnly();

    private Moments() {}

    public static <T> T of(AtomicCall<T, RuntimeException> look) {
        return Stm.inAtomic() ? look.call() : LOOK.call(look);
    }
}
