/**
 * A course of examples, one package each. {@link dev.ame.examples.Examples} lists and runs them; the README gives the order
 * in which to read them.
 */
@NullMarked
package dev.ame.examples;

import org.jspecify.annotations.NullMarked;
