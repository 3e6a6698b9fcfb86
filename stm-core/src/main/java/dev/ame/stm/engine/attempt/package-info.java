/** Runs attempts: what a block reads and writes, how an attempt ends, and how the next one is run. */
package dev.ame.stm.engine.attempt;
