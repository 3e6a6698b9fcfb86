package dev.ame.history;

import dev.ame.stm.AtomicBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block to run, decided before it starts, so that each attempt does the same.
 *
 * @param block how to run it; null for {@code Stm.atomic}
 */
record BlockPlan(Shape shape, @Nullable AtomicBlock block, List<Step> steps) {}
