/**
 * What a collection needs from the engine, for those who write collections of their own.
 *
 * <p>Three ways to be shared, from the plainest on:
 *
 * <ul>
 *   <li>{@link dev.ame.stm.spi.Cell}: a box that one can extend, with one value. Two blocks conflict if one writes what
 *       the other has read. For structures made of many independent places, as the entries of a hash map.
 *   <li>{@link dev.ame.stm.spi.Structure}: one immutable state, and for each block a {@link dev.ame.stm.spi.View} that
 *       knows what the block was told and what it has changed. Two blocks conflict if one changes what the other was
 *       <em>told</em>; other changes are merged at the commit. For structures with an order, as queues and sorted maps.
 *   <li>{@link dev.ame.stm.spi.Question}: an answer that comes from outside of any cell, as "there is no such key", and
 *       that the engine has confirmed when it matters.
 * </ul>
 *
 * {@link dev.ame.stm.spi.Blocks} has what there is to ask and say about the running block.
 */
package dev.ame.stm.spi;
