/** How blocks share a number that they only compare, for {@link dev.ame.stm.collections.TSemaphore} and {@link dev.ame.stm.collections.TLatch}. */
package dev.ame.stm.collections.sync;
