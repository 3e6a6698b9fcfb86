/** One location: its word, which names each version of its value, the clock, pinned snapshots, the past they need, and the critical section of a commit. */
package dev.ame.stm.engine.version;
