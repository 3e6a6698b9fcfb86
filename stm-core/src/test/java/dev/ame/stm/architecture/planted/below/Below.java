package dev.ame.stm.architecture.planted.below;

import dev.ame.stm.architecture.planted.Above;

/** Breaks the order on purpose: it uses a class above it. */
public final class Below {

    final Above above = new Above();
}
