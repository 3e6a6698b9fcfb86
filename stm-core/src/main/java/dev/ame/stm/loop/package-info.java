/**
 * Loops, task queues and executors that put ordinary code into atomic blocks, so that people rarely see a thread.
 *
 * <p>The same options have the same names everywhere:
 *
 * <ul>
 *   <li>{@code parallelism(n)}: how many threads work at once.
 *   <li>{@code threads(factory)}: what makes them; and, for what ends by itself and so can borrow threads, {@code executor(..)}: what
 *       lends them. By default the library makes them. What it makes has nothing of whoever comes first: neither its context class loader,
 *       which is the system class loader, nor its inheritable thread locals.
 *   <li>{@code named(name)}: how reports and messages call it.
 *   <li>{@code block(block)}: what each iteration or task is run as, with a deadline, a number of attempts and more of its own.
 *   <li>{@code deadline(time)}: the time for all of it together.
 *   <li>{@code collectFailures()}: go on after failures. Without it the first one ends a loop, or a run of tasks. The tasks of an executor
 *       fail one by one, each its own future.
 *   <li>{@code onProgress(listener)}: who is told how far it has come.
 * </ul>
 */
package dev.ame.stm.loop;
