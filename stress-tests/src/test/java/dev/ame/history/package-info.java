/**
 * A history checker: records what every attempt read and wrote, and proves from that record alone that the engine is
 * strictly serializable and opaque.
 *
 * <p>{@link dev.ame.history.AttemptLog} records, {@link dev.ame.history.Dependencies} turns the record into a graph,
 * {@link dev.ame.history.HistoryChecker} looks for a cycle and names it. The method is that of Adya, <cite>Weak
 * Consistency: A Generalized Theory and Optimistic Implementations for Distributed Transactions</cite> (1999), with
 * real-time edges for strictness and aborted attempts as readers for opacity (Guerraoui and Kapalka, <cite>On the
 * Correctness of Transactional Memory</cite>, 2008).
 */
@NullMarked
package dev.ame.history;

import org.jspecify.annotations.NullMarked;
