/** How an operation of a collection becomes a block of its own outside a block, and part of the block inside one. */
package dev.ame.stm.collections.block;
