/** How collections are written to a stream, and read from one that nobody vouches for. */
package dev.ame.stm.collections.serial;
