package dev.ame.stm.architecture.planted;

/** May use what is below it, and does not. */
public final class Above {}
