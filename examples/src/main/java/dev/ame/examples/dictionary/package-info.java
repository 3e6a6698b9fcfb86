/** A loop over a dictionary, one block an iteration, beside the plain loop. */
@NullMarked
package dev.ame.examples.dictionary;

import org.jspecify.annotations.NullMarked;
