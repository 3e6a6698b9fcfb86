package dev.ame.examples.classatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassFileReaderTest {

    private static final String SAMPLES = Samples.class.getName() + "$";

    @Test
    void anEmptyClassMentionsItsSuperclassInItsHeaderAndInItsConstructor() throws IOException {
        ClassFile file = parse(Samples.Empty.class);

        assertEquals(Samples.Empty.class.getName(), file.name());
        assertEquals("java.lang.Object", file.superclass());
        assertEquals(Map.of("java.lang.Object", 2), file.typeReferences());
        assertEquals(Map.of("java.lang", 2), file.packageReferences());
        assertEquals(0, file.fields());
        assertEquals(1, file.methods());
        assertFalse(file.isModuleDescriptor());
    }

    @Test
    void membersCountByTheirErasedDescriptorsAndArraysByTheirElements() throws IOException {
        ClassFile file = parse(Samples.Members.class);

        assertEquals(
                Map.of(
                        "java.lang.Object", 2,
                        "java.util.BitSet", 1,
                        "java.util.Locale", 1,
                        "java.util.List", 1,
                        "java.net.URI", 1,
                        "java.io.File", 1,
                        "java.io.IOException", 1),
                file.typeReferences());
        assertEquals(Map.of("java.lang", 2, "java.util", 3, "java.net", 1, "java.io", 2), file.packageReferences());
        assertEquals(4, file.fields());
        assertEquals(2, file.methods());
    }

    @Test
    void everyOperandOfAnInstructionCountsAndTheClassItselfDoesNot() throws IOException {
        Map<String, Integer> references = parse(Samples.Code.class).typeReferences();

        assertEquals(1, references.get("java.lang.StringBuilder"), "a cast to an array");
        assertEquals(1, references.get("java.util.BitSet"), "a new array of arrays");
        assertEquals(1, references.get("java.net.URI"), "a class constant");
        assertEquals(1, references.get("java.io.UncheckedIOException"), "a caught exception");
        assertEquals(2, references.get("java.lang.Thread$State"), "the owner and the type of a field");
        assertEquals(2, references.get(SAMPLES + "Empty"), "the superclass and its constructor");
        assertFalse(references.containsKey(SAMPLES + "Code"), "the class itself");
    }

    @Test
    void referencesToTheOwnPackageAreNoPackageReferences() throws IOException {
        ClassFile file = parse(Samples.Code.class);

        assertTrue(file.typeReferences().containsKey(SAMPLES + "Empty"));
        assertFalse(file.packageReferences().containsKey(file.packageName()));
    }

    @Test
    void aLambdaMentionsItsBootstrapMethodAndItsTarget() throws IOException {
        Map<String, Integer> references = parse(Samples.Lambda.class).typeReferences();

        assertTrue(references.containsKey("java.lang.invoke.LambdaMetafactory"));
        assertTrue(references.containsKey("java.lang.invoke.CallSite"));
        // The owner of the constructor, and the result type of the lambda.
        assertEquals(2, references.get("java.util.BitSet"));
    }

    @Test
    void annotationsCountWithTheirValues() throws IOException {
        assertEquals(
                Map.of(
                        "java.lang.Object",
                        1,
                        SAMPLES + "Marker",
                        1,
                        "java.util.BitSet",
                        1,
                        "java.lang.Thread$State",
                        1,
                        SAMPLES + "Nested",
                        1),
                parse(Samples.Annotated.class).typeReferences());
        assertEquals(1, parse(Samples.Marker.class).typeReferences().get("java.lang.Void"), "a default value");
    }

    @Test
    void recordComponentsAndPermittedSubclassesCount() throws IOException {
        assertEquals(1, parse(Samples.Point.class).typeReferences().get(SAMPLES + "OnComponent"));
        assertEquals(1, parse(Samples.Shape.class).typeReferences().get(SAMPLES + "Circle"));
        assertEquals(1, parse(Samples.Shape.class).typeReferences().get(SAMPLES + "Square"));
    }

    @Test
    void aModuleDescriptorHasNoSuperclassAndMentionsNothing() throws IOException {
        ClassFile file =
                ClassFileReader.parse(Files.readAllBytes(Path.of(URI.create("jrt:/java.base/module-info.class"))));

        assertTrue(file.isModuleDescriptor());
        assertNull(file.superclass());
        assertEquals(Map.of(), file.typeReferences());
    }

    @Test
    void theRootOfAllClassesHasNoSuperclass() throws IOException {
        assertNull(parse(Object.class).superclass());
    }

    private static ClassFile parse(Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream in = ClassLoader.getSystemResourceAsStream(file)) {
            return ClassFileReader.parse(in.readAllBytes());
        }
    }
}
