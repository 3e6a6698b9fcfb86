/** Ten thousand virtual threads, each of which waits in a block. */
@NullMarked
package dev.ame.examples.virtualthreads;

import org.jspecify.annotations.NullMarked;
