/**
 * Drop-in counterparts of the collections in {@code java.util} and {@code java.util.concurrent}, for use inside and outside atomic blocks.
 *
 * <h2>Making them</h2>
 * A <b>constructor</b> makes an empty collection, or a copy of another collection, as that of the counterpart in the JDK does.
 * <b>{@code of}</b> lists the elements or entries, where the JDK's interface has it ({@code TList}, {@code TSet}, {@code TMap}):
 * what it makes can be changed. <b>{@code named}</b> makes an empty one with a name, which reports of conflicts then show.
 *
 * <h2>Waiting in blocks</h2>
 * A method that waits throws {@link java.lang.InterruptedException} in the JDK, a checked exception that blocks would have to
 * handle and that is never thrown inside one. So each such method has a form for blocks, which throws no checked exception:
 *
 * <ul>
 *   <li><b>{@code OrRetry}</b> behind the name: does it, or else waits by {@link dev.ame.stm.Stm#retry}, until it can be done:
 *       {@code takeOrRetry()}, {@code putOrRetry(element)}, {@code acquireOrRetry()}, {@code awaitOrRetry()}.
 *   <li><b>{@code OrRetryFor}</b> behind the name, with a {@link java.time.Duration} as the last parameter: waits no longer
 *       than that, counted from the first attempt of the block that came there, and then returns what the method returns
 *       when its time is over: {@code pollOrRetryFor(limit)}, {@code offerOrRetryFor(element, limit)}, {@code
 *       tryAcquireOrRetryFor(limit)}, {@code awaitOrRetryFor(limit)}.
 * </ul>
 *
 * <p>For {@code TPromise.get()} that form has the name that it has in the JDK: {@code join()}. Outside a block these forms wait
 * as the others do. An interrupt ends the wait with {@link dev.ame.stm.TransactionInterruptedException}, inside and outside, and the
 * thread's interrupt flag is set. {@link dev.ame.stm.collections.TBlockingQueue} lists the forms of the queues.
 */
package dev.ame.stm.collections;
