package dev.ame.stm.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Loads the library once more, with a step of {@link Faults} before every call and every allocation. */
final class FaultyClasses extends ClassLoader {

    private static final String LIBRARY = "dev.ame.stm.";
    private static final String FAULTS = Type.getInternalName(Faults.class);

    /** Of this loader, but left as they are: the code of users that runs blocks, and looks what is left. */
    private static final Set<String> AS_THEY_ARE =
            Set.of("FaultProgram", "Scenario", "Witness", "HookFaultProgram", "HookScenario");

    FaultyClasses() {
        super(FaultyClasses.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (!name.startsWith(LIBRARY) || name.startsWith(Faults.class.getName())) {
                return super.loadClass(name, resolve);
            }
            byte[] bytes = bytesOf(name);
            if (!isLeftAsItIs(name)) {
                bytes = instrument(bytes);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private static boolean isLeftAsItIs(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return AS_THEY_ARE.stream().anyMatch(it -> simple.equals(it) || simple.startsWith(it + "$"));
    }

    private byte[] bytesOf(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] instrument(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return name.equals("<clinit>") ? method : new Steps(method);
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Steps extends MethodVisitor {

        Steps(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        private void step(String what) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, FAULTS, what, "()V", false);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            step("call");
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            step("call");
            step("allocate");
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            // Frames refer to the place of a NEW, so nothing may come before it.
            super.visitTypeInsn(opcode, type);
            if (opcode == Opcodes.NEW || opcode == Opcodes.ANEWARRAY) {
                step("allocate");
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY) {
                step("allocate");
            }
            super.visitIntInsn(opcode, operand);
        }
    }
}
