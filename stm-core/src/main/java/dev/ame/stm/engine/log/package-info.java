/** What one attempt has read and written, with savepoints for nesting and {@code orElse}. */
package dev.ame.stm.engine.log;
