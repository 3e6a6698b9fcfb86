package dev.ame.examples;

/**
 * One program of the course.
 *
 * @param name what it is called on the command line; also its package
 * @param about what it shows
 * @param time how long it takes
 * @param main its class
 */
record Example(String name, String about, String time, Class<?> main) {}
