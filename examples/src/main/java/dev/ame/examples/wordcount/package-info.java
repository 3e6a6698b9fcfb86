/** The words of a text counted in a loop: what to do about a sum that every iteration changes. */
@NullMarked
package dev.ame.examples.wordcount;

import org.jspecify.annotations.NullMarked;
