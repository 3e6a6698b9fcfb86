package dev.ame.examples.classatlas;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/**
 * Parses one class file with ASM.
 *
 * <p>A <em>reference</em> is one mention of another class or interface in what the JVM links: superclass, interfaces and permitted
 * subclasses; descriptors of fields, methods and record components; {@code throws} clauses; annotations; and every operand of every
 * instruction (owners, descriptors, casts, class constants, caught exceptions, bootstrap methods). An array counts as its element
 * type. Primitive types, mentions of the class itself, generic signatures, annotations on uses of a type, debug information and what a
 * module descriptor declares do not count.
 *
 * <p>Parsing depends on nothing but the bytes and leaves nothing behind, so it may stand in an atomic block, which may run again.
 */
final class ClassFileReader {

    private ClassFileReader() {}

    static ClassFile parse(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ReferenceCollector collector = new ReferenceCollector();
        reader.accept(collector, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);

        String name = Mentions.binaryName(reader.getClassName());
        Map<String, Integer> types = collector.mentions().countsWithout(reader.getClassName());
        return new ClassFile(
                name,
                superclassOf(reader),
                types,
                byPackage(types, ClassFile.packageOf(name)),
                collector.fields(),
                collector.methods());
    }

    private static @Nullable String superclassOf(ClassReader reader) {
        String superclass = reader.getSuperName();
        return superclass == null ? null : Mentions.binaryName(superclass);
    }

    private static Map<String, Integer> byPackage(Map<String, Integer> types, String own) {
        Map<String, Integer> packages = new HashMap<>();
        types.forEach((type, count) -> {
            String packageName = ClassFile.packageOf(type);
            if (!packageName.equals(own)) {
                packages.merge(packageName, count, Integer::sum);
            }
        });
        return packages;
    }
}
