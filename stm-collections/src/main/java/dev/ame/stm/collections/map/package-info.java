/**
 * The hash table behind {@link dev.ame.stm.collections.TMap} and {@link dev.ame.stm.collections.TSet}: an index outside of
 * the transactional memory, with a cell for each key, and the views of the table.
 */
package dev.ame.stm.collections.map;
