/** A persistent sorted map: each change makes a new tree that shares nearly everything with the old one. */
package dev.ame.stm.collections.tree;
