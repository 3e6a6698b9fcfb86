/**
 * What the queues are made of: immutable states, what a block was told of them, and waiting.
 *
 * <pre>
 *   TQueue, TBoundedQueue, TDeque --> Line --> LineView --> Answers --> SizeRange, Lookup
 *                                       |         |
 *                                       |         +--> Sequence       elements in slots, both ends open
 *                                       +--> Turnstile                waiting outside of blocks
 *                                       |
 *   TPriorityQueue -------------> Pile -+-> PileView --> SizeRange, Ranking    elements in a balanced tree
 * </pre>
 */
package dev.ame.stm.collections.queue;
