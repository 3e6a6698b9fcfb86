/** Parks threads until something changes, wakes them, and loses no wake-up. Knows nothing of transactions. */
package dev.ame.stm.engine.wait;
