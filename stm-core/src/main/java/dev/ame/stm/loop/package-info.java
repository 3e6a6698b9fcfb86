/**
 * Loops, task queues and executors that put ordinary code into atomic blocks, so that people rarely see a thread.
 */
package dev.ame.stm.loop;
