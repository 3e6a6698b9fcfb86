/**
 * Drop-in counterparts of the collections in {@code java.util} and {@code java.util.concurrent}, for use inside and outside atomic blocks.
 */
package dev.ame.stm.collections;
