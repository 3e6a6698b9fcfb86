package dev.ame.stm.support;

import dev.ame.stm.Stm;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Runs a program of the tests in a JVM of its own, for options that are read once. */
public final class ForkedJvm {

    private static final long SECONDS = 50;

    private final Class<?> program;
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();

    private ForkedJvm(Class<?> program) {
        this.program = program;
    }

    /** A JVM that runs the main method of the class. */
    public static ForkedJvm of(Class<?> program) {
        return new ForkedJvm(program);
    }

    /** Adds an option such as {@code -Xmx32m}. */
    public ForkedJvm jvmOption(String option) {
        options.add(option);
        return this;
    }

    /** Adds an argument of the program. */
    public ForkedJvm argument(String argument) {
        arguments.add(argument);
        return this;
    }

    /** Adds a system property. */
    public ForkedJvm property(String name, String value) {
        return jvmOption("-D" + name + "=" + value);
    }

    /** Runs the program to its end and returns what it printed; fails if it does not exit with 0. */
    public List<String> run() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(classPath());
        command.add(program.getName());
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            AtomicReference<String> output = new AtomicReference<>("");
            Running reader = TestThreads.start(() -> output.set(readAll(process.getInputStream())));
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            reader.join();
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(program.getName() + (ended ? " failed:\n" : " did not end:\n") + output.get());
            }
            return output.get().lines().toList();
        } catch (IOException e) {
            throw new AssertionError("can't start " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + program.getName() + " ran", e);
        }
    }

    private static String readAll(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The tests may run on the class path or on the module path: take all there is. */
    private static String classPath() {
        Set<String> entries = new LinkedHashSet<>();
        entries.add(placeOf(Stm.class));
        entries.add(placeOf(ForkedJvm.class));
        entries.add(Path.of(System.getProperty("basedir", "."), "target", "test-classes")
                .toAbsolutePath()
                .toString());
        entries.addAll(List.of(System.getProperty("java.class.path", "").split(File.pathSeparator)));
        entries.addAll(List.of(System.getProperty("jdk.module.path", "").split(File.pathSeparator)));
        entries.remove("");
        return String.join(File.pathSeparator, entries);
    }

    private static String placeOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "";
        }
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
