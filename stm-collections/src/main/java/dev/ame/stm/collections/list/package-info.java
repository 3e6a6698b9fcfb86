/** How {@link dev.ame.stm.collections.TList} keeps its elements, and what a block has been told of them. */
package dev.ame.stm.collections.list;
