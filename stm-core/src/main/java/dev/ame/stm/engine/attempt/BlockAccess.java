package dev.ame.stm.engine.attempt;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way from the blocks that users make to their settings, and back, for those who run such blocks but cannot see into them.
 * The class of the blocks, which stands further up, opens it when it is initialized. So whoever has a block finds it open.
 */
public final class BlockAccess {
    private static volatile @Nullable Function<Object, BlockSettings> toSettings;
    private static volatile @Nullable Function<BlockSettings, Object> toBlock;

    private BlockAccess() {}

    /** Called once, by the class of the blocks. */
    public static void open(Function<Object, BlockSettings> settingsOf, Function<BlockSettings, Object> blockOf) {
        toSettings = settingsOf;
        toBlock = blockOf;
    }

    public static BlockSettings settingsOf(Object block) {
        return Objects.requireNonNull(toSettings, "no block has been made yet").apply(block);
    }

    /** A block like another one, with a name. */
    public static <B> B renamed(B block, String name) {
        return of(settingsOf(block).withName(name));
    }

    /** A block like another one, for one run of a loop: what is learned in it does not reach another one. */
    public static <B> B forOneRun(B block) {
        return of(settingsOf(block).forOneRun());
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // there is one class of blocks
    private static <B> B of(BlockSettings settings) {
        return (B) Objects.requireNonNull(toBlock, "no block has been made yet").apply(settings);
    }
}
