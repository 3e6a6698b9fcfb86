/** How {@link dev.ame.stm.collections.TBroadcast} keeps what its subscribers have not read. */
package dev.ame.stm.collections.broadcast;
