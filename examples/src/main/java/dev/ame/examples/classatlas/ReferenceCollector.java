package dev.ame.examples.classatlas;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;

/** Collects the mentions of types while ASM walks through one class file. */
final class ReferenceCollector extends ClassVisitor {

    static final int ASM_API = Opcodes.ASM9;

    private final Mentions mentions = new Mentions();
    private final CodeReferences code = new CodeReferences(mentions);
    private int fields;
    private int methods;

    ReferenceCollector() {
        super(ASM_API);
    }

    Mentions mentions() {
        return mentions;
    }

    int fields() {
        return fields;
    }

    int methods() {
        return methods;
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        mentions.type(superName);
        mentions.types(interfaces);
    }

    @Override
    public void visitPermittedSubclass(String permittedSubclass) {
        mentions.type(permittedSubclass);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return mentions.annotation(descriptor);
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(String name, String descriptor, @Nullable String signature) {
        mentions.descriptor(descriptor);
        return new RecordComponentVisitor(ASM_API) {
            @Override
            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                return mentions.annotation(descriptor);
            }
        };
    }

    @Override
    public FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        fields++;
        mentions.descriptor(descriptor);
        return new FieldVisitor(ASM_API) {
            @Override
            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                return mentions.annotation(descriptor);
            }
        };
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        methods++;
        mentions.descriptor(descriptor);
        mentions.types(exceptions);
        return code;
    }
}
