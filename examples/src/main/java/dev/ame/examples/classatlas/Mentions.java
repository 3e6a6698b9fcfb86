package dev.ame.examples.classatlas;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;

/**
 * How often one class file names each type, and the few forms in which class files do so. Names are internal names, with slashes;
 * {@link #countsWithout} turns them into binary names.
 */
final class Mentions {

    private final Map<String, Integer> counts = new HashMap<>();
    private final AnnotationVisitor annotationValues = new AnnotationReferences(this);

    /** An internal name, or the descriptor of an array where the class file allows either. */
    void type(@Nullable String internalName) {
        if (internalName == null) {
            return;
        }
        if (internalName.startsWith("[")) {
            descriptor(internalName);
        } else {
            counts.merge(internalName, 1, Integer::sum);
        }
    }

    void types(String @Nullable [] internalNames) {
        if (internalNames != null) {
            for (String internalName : internalNames) {
                type(internalName);
            }
        }
    }

    /** A field or method descriptor: each class in it stands between an {@code L} and a semicolon. */
    void descriptor(String descriptor) {
        int start = descriptor.indexOf('L');
        while (start >= 0) {
            int end = descriptor.indexOf(';', start);
            type(descriptor.substring(start + 1, end));
            start = descriptor.indexOf('L', end);
        }
    }

    /** An annotation of the given type; the visitor returned collects what its values mention. */
    AnnotationVisitor annotation(String descriptor) {
        descriptor(descriptor);
        return annotationValues;
    }

    AnnotationVisitor annotationValues() {
        return annotationValues;
    }

    /** The counts under binary names, without those of the class itself. */
    Map<String, Integer> countsWithout(String self) {
        Map<String, Integer> named = new HashMap<>();
        counts.forEach((internalName, count) -> {
            if (!internalName.equals(self)) {
                named.put(binaryName(internalName), count);
            }
        });
        return named;
    }

    static String binaryName(String internalName) {
        return internalName.replace('/', '.');
    }
}
