/** How {@link dev.ame.stm.collections.TBag} keeps its elements, and keeps takers apart. */
package dev.ame.stm.collections.bag;
