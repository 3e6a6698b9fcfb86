/** One versioned location: its versions, the clock that stamps them, pinned snapshots, and the pruning of history. */
package dev.ame.stm.engine.version;
