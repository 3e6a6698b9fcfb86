/**
 * What keeps a program from scaling: which blocks collide, over what and where, what it costs, and what may help.
 *
 * <pre>{@code
 * try (ConflictRecorder recorder = ConflictRecorder.start()) {
 *     runTheProgram();
 *     System.out.println(recorder.stop());
 * }
 * }</pre>
 *
 * prints a table such as
 *
 * <pre>
 * CONFLICTS                                                           aborts  time lost   share  cause
 *  1 LongBox "visits"                                                  1,203    31.0 ms  12.2 %  both write
 *      lost   checkout  reads Shop.java:64, writes Shop.java:64
 *      won    restock  writes Shop.java:81
 *      try    the number is read to be written: LongBox.add, or a Counter, does not conflict with itself (saves up to 31.0 ms)
 * </pre>
 *
 * and then how the blocks have fared, which ran alone and why, who has waited for what, what loops have decided, and how each thread has
 * spent its time. In tests, {@link dev.ame.stm.observe.ConflictReport#abortsOf} and
 * {@link dev.ame.stm.observe.ConflictReport#assertNoConflicts} keep conflicts from coming back.
 *
 * <p>Give names to blocks ({@link dev.ame.stm.AtomicBlock#named}), boxes and collections. Collections of your own say what they are by
 * {@link dev.ame.stm.spi.Subject}.
 */
package dev.ame.stm.observe;
