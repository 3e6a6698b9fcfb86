/**
 * Model checking with Lincheck: explores interleavings of the engine's own steps one by one, sequentially consistent.
 *
 * <p>Each class here runs in a JVM of its own, since Lincheck rewrites the classes it loads.
 */
@NullMarked
package dev.ame.lincheck;

import org.jspecify.annotations.NullMarked;
