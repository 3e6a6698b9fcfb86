/** Blocks that wait: a bounded buffer, dining philosophers, alternatives, time limits. */
@NullMarked
package dev.ame.examples.waiting;

import org.jspecify.annotations.NullMarked;
