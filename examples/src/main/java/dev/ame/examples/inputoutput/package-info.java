/** Input and output: what a block may do that cannot be undone, and when. */
@NullMarked
package dev.ame.examples.inputoutput;

import org.jspecify.annotations.NullMarked;
