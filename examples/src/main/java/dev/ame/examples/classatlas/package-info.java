/**
 * An atlas of the running JDK, built by a serial loop over plain collections and again by an atomic loop over
 * transactional ones.
 *
 * <p>{@link dev.ame.examples.classatlas.ClassAtlas} is the program. It lists the class files of the {@code jrt:/} file system
 * ({@link dev.ame.examples.classatlas.AtlasScanner}), and for each one reads and parses it
 * ({@link dev.ame.examples.classatlas.ClassFileReader}) and adds what it says to an
 * {@link dev.ame.examples.classatlas.AtlasBuilder}. The two builders have the same ten lines; only their collections differ.
 * {@link dev.ame.examples.classatlas.AtlasComparison} times both, and the program fails unless both atlases are equal.
 */
@NullMarked
package dev.ame.examples.classatlas;

import org.jspecify.annotations.NullMarked;
