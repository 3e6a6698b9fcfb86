/**
 * What the engine tells those who watch it: attempts that are lost, serial phases, waits, decisions of loops, and how often blocks are
 * run. Nothing is told, and next to nothing is done, while nobody listens.
 */
package dev.ame.stm.engine.observe;
