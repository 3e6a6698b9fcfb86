/** Tests of blocks: chaos finds what must not be repeated, random orders find what relies on an order. */
@NullMarked
package dev.ame.examples.testing;

import org.jspecify.annotations.NullMarked;
