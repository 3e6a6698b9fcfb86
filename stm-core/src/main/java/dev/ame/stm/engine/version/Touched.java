package dev.ame.stm.engine.version;

import org.jspecify.annotations.Nullable;

/**
 * A location that was written since a pin's snapshot, or that somebody was about to write.
 *
 * @param location the location
 * @param next those before
 */
public record Touched(Location location, @Nullable Touched next) {}
