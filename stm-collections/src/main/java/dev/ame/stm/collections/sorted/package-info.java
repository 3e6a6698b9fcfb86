/** What sorted maps and sets are made of, except the tree. */
package dev.ame.stm.collections.sorted;
