/**
 * Model-based tests: random operations as data, each with its effect on a plain model and its effect on the engine;
 * what they observe must be the same.
 */
@NullMarked
package dev.ame.stm.model;

import org.jspecify.annotations.NullMarked;
