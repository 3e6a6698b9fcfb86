package dev.ame.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a program prints. */
public final class Output {

    /** A program that prints to what it is given. */
    public interface Program {
        void run(PrintStream out) throws Exception;
    }

    private Output() {}

    /** Runs a program, and gives what it has printed. */
    public static String of(Program program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            program.run(out);
        } catch (Exception e) {
            throw new AssertionError(bytes.toString(StandardCharsets.UTF_8), e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
