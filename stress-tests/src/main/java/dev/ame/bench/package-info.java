/**
 * Benchmarks of Ame beside its peers: ScalaSTM, Multiverse, Clojure and one global lock.
 *
 * <p>A <em>row</em> is a class here ({@code Transfer}, {@code ReadBlock}, ...) and each of its methods runs it on one peer. The code of a peer is in its
 * worker ({@code AmeWorker}, {@code ScalaStmWorker}, ...): final methods on a concrete class, so nothing virtual lies between the timing loop and the peer.
 * {@code docs/benchmarks.md} says how to run them.
 */
@NullMarked
package dev.ame.bench;

import org.jspecify.annotations.NullMarked;
