package dev.ame.history;

import java.util.List;

/**
 * All attempts of one run. Those of one thread stand in the order in which that thread made them.
 *
 * @param boxes number of boxes; box {@code b} started with {@link WriteId#initial}
 */
record History(int boxes, List<Attempt> attempts) {}
