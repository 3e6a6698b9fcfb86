package dev.ame.examples.classatlas;

/**
 * Sums over all class files of an atlas.
 *
 * @param classes classes and interfaces, module descriptors not counted
 * @param modules module descriptors
 * @param references mentions of types; see {@link ClassFileReader}
 * @param fields declared fields
 * @param methods declared methods
 */
record Totals(long classes, long modules, long references, long fields, long methods) {}
