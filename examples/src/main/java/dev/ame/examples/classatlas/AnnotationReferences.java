package dev.ame.examples.classatlas;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Type;

/** Mentions inside the values of an annotation: class constants, enum constants, annotations in annotations. Keeps no state. */
final class AnnotationReferences extends AnnotationVisitor {

    private final Mentions mentions;

    AnnotationReferences(Mentions mentions) {
        super(ReferenceCollector.ASM_API);
        this.mentions = mentions;
    }

    @Override
    public void visit(@Nullable String name, Object value) {
        if (value instanceof Type type) {
            mentions.descriptor(type.getDescriptor());
        }
    }

    @Override
    public void visitEnum(@Nullable String name, String descriptor, String value) {
        mentions.descriptor(descriptor);
    }

    @Override
    public AnnotationVisitor visitAnnotation(@Nullable String name, String descriptor) {
        return mentions.annotation(descriptor);
    }

    @Override
    public AnnotationVisitor visitArray(@Nullable String name) {
        return this;
    }
}
