package dev.ame.stm.collections.model;

import java.util.List;

/** The kinds of collections that random programs use; a program may have several of one kind. */
final class Parts {
    static final List<Part<?>> ALL = List.of(
            Maps.MAP,
            Maps.SORTED,
            Queues.QUEUE,
            Queues.BOUNDED,
            Queues.DEQUE,
            Queues.PRIORITY,
            Others.LIST,
            Others.BAG,
            Others.SEMAPHORE);

    private Parts() {}
}
