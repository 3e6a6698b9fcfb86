/**
 * Atomic blocks and the variables they share. Start with {@link dev.ame.stm.Stm}.
 */
package dev.ame.stm;
