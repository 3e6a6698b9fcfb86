/** When it pays: what an access and a block cost, and how long a block must be. */
@NullMarked
package dev.ame.examples.costs;

import org.jspecify.annotations.NullMarked;
