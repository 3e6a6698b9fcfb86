package dev.ame.examples.classatlas;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Mentions in the instructions and annotations of methods. Keeps no state, so one serves all methods of a class. */
final class CodeReferences extends MethodVisitor {

    private final Mentions mentions;

    CodeReferences(Mentions mentions) {
        super(ReferenceCollector.ASM_API);
        this.mentions = mentions;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        mentions.type(type);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        mentions.type(owner);
        mentions.descriptor(descriptor);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        mentions.type(owner);
        mentions.descriptor(descriptor);
    }

    @Override
    public void visitInvokeDynamicInsn(
            String name, String descriptor, Handle bootstrapMethod, Object... bootstrapArguments) {
        mentions.descriptor(descriptor);
        constant(bootstrapMethod);
        for (Object argument : bootstrapArguments) {
            constant(argument);
        }
    }

    @Override
    public void visitLdcInsn(Object value) {
        constant(value);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        mentions.descriptor(descriptor);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        mentions.type(type);
    }

    /** A constant pool entry; strings and numbers mention no type. */
    private void constant(Object value) {
        if (value instanceof Type type) {
            mentions.descriptor(type.getDescriptor());
        } else if (value instanceof Handle handle) {
            mentions.type(handle.getOwner());
            mentions.descriptor(handle.getDesc());
        } else if (value instanceof ConstantDynamic dynamic) {
            mentions.descriptor(dynamic.getDescriptor());
            constant(dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                constant(dynamic.getBootstrapMethodArgument(i));
            }
        }
    }

    @Override
    public AnnotationVisitor visitAnnotationDefault() {
        return mentions.annotationValues();
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return mentions.annotation(descriptor);
    }

    @Override
    public AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
        return mentions.annotation(descriptor);
    }
}
