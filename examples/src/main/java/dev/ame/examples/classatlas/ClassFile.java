package dev.ame.examples.classatlas;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the atlas wants to know of one class file. All names are binary names with dots, as {@link Class#getName()} gives them;
 * {@link ClassFileReader} says what counts as a reference.
 *
 * @param name the class, or {@code module-info} for a module descriptor
 * @param superclass the superclass; null for {@code java.lang.Object} and for module descriptors
 * @param typeReferences how often the file mentions each other type
 * @param packageReferences the same, summed for each other package
 * @param fields the number of fields it declares
 * @param methods the number of methods it declares, constructors and static initialisers included
 */
record ClassFile(
        String name,
        @Nullable String superclass,
        Map<String, Integer> typeReferences,
        Map<String, Integer> packageReferences,
        int fields,
        int methods) {

    private static final String MODULE_DESCRIPTOR = "module-info";

    boolean isModuleDescriptor() {
        return name.equals(MODULE_DESCRIPTOR);
    }

    String packageName() {
        return packageOf(name);
    }

    /** All mentions of other types together. */
    long references() {
        return typeReferences.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** The package part of a binary class name; empty for the unnamed package. */
    static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }
}
