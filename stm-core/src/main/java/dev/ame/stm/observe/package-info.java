/**
 * What the engine did: counters, and reports of which blocks collided, where, and what it cost.
 */
package dev.ame.stm.observe;
