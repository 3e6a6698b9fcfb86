/**
 * Atomic blocks and the variables they share. Start with {@link dev.ame.stm.Stm}.
 *
 * <p>How things are made, here and in the collections:
 *
 * <ul>
 *   <li>{@code of(value)} makes what holds a value from the start: a box.
 *   <li>{@code new X(..)} makes what begins empty or at zero, or with what the constructor of its counterpart in the JDK
 *       is given: a {@link dev.ame.stm.Counter}, a collection. {@link dev.ame.stm.Counter#create} is the same.
 *   <li>{@code create()} makes what is immutable and is given options afterwards: an {@link dev.ame.stm.AtomicBlock}.
 *   <li>{@code named(name, ..)} makes any of them with a name, for reports and messages.
 * </ul>
 */
package dev.ame.stm;
