package dev.ame.examples.routing;

/**
 * Two pins to be connected. A pin goes through both layers.
 *
 * @param number 1 or more; what the wire's cells hold
 */
record Wire(int number, int fromX, int fromY, int toX, int toY) {}
