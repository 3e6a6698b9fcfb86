/**
 * Circuit routing: each wire takes the shortest way round the wires laid before it. So every step of the loop depends on
 * earlier ones, and nobody can say beforehand on which. {@link dev.ame.examples.routing.Routing} is the program,
 * {@link dev.ame.examples.routing.Lee} the algorithm, and {@link dev.ame.examples.routing.SharedBoard} all there is of
 * transactional memory.
 */
@NullMarked
package dev.ame.examples.routing;

import org.jspecify.annotations.NullMarked;
