package dev.ame.examples.classatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ClassAtlasTest {

    private record Run(int exitCode, String out, String err) {}

    @Test
    void aRunOverOneModuleReportsAndSucceeds() {
        Run run = run("--module", "java.logging", "--threads", "2");

        assertEquals(0, run.exitCode, run.err);
        assertEquals("", run.err);
        for (String part : List.of(
                "java.logging of JDK",
                "classes",
                "references",
                "serial loop",
                "atomic loop",
                "2 threads",
                "speed-up",
                "aborts",
                "Most central packages",
                "java.lang ",
                "Deepest inheritance chain",
                "java.util.logging.",
                "Both loops built the same atlas.")) {
            assertTrue(run.out.contains(part), () -> part + " is missing in\n" + run.out);
        }
    }

    @Test
    void theLimitSaysHowManyFilesAreRead() {
        Run run = run("--limit", "7", "--threads", "1");

        assertEquals(0, run.exitCode, run.err);
        assertTrue(run.out.lines().findFirst().orElse("").endsWith(": 7 class files"), run.out);
        assertTrue(run.out.contains("1 thread\n") || run.out.contains("1 thread\r\n"), run.out);
    }

    @Test
    void theLoopCanBeOrdered() {
        Run run = run("--module", "java.logging", "--threads", "2", "--ordered");

        assertEquals(0, run.exitCode, run.err);
        assertTrue(run.out.contains("2 threads, in order"), run.out);
        assertTrue(run.out.contains("chunks"), run.out);
        assertTrue(run.out.contains("Both loops built the same atlas."), run.out);
    }

    @Test
    void loopsThatDifferAreReportedInOneLineWithExitCodeOne() {
        Run run = run(LossyBuilder::new, "--module", "java.logging");

        assertEquals(1, run.exitCode);
        assertEquals(1, run.err.lines().count(), run.err);
        assertTrue(run.err.startsWith("class-atlas: the loops differ: totals of all files: serial "), run.err);
        assertTrue(run.out.lines().noneMatch(line -> line.startsWith("Both loops")), run.out);
    }

    @ParameterizedTest
    @CsvSource({
        "--limit,   0,            0 is less than 1",
        "--limit,   -5,           -5 is less than 1",
        "--limit,   many,         'many' is not an int",
        "--threads, 0,            0 is less than 1",
        "--threads, -1,           -1 is less than 1",
        "--threads, 1.5,          '1.5' is not an int",
        "--module,  no.such,      this JDK has no module 'no.such'",
        "--module,  ..,           this JDK has no module '..'",
        "--module,  '',           this JDK has no module ''",
    })
    void aBadValueGetsOneClearLineAndExitCodeTwo(String option, String value, String complaint) {
        Run run = run(option, value);

        assertEquals(2, run.exitCode);
        assertEquals("", run.out);
        assertEquals(
                "class-atlas: Invalid value for option '" + option + "': " + complaint + " (--help lists the options)",
                run.err.strip());
    }

    @ParameterizedTest
    @CsvSource({
        "--no-such, Unknown option: '--no-such'",
        "stray,     Unmatched argument at index 0: 'stray'",
        "--limit,   Missing required parameter for option '--limit' (N)",
    })
    void anythingElseItDoesNotKnowGetsOneClearLineToo(String argument, String complaint) {
        Run run = run(argument);

        assertEquals(2, run.exitCode);
        assertEquals("", run.out);
        assertEquals("class-atlas: " + complaint + " (--help lists the options)", run.err.strip());
    }

    @ParameterizedTest
    @CsvSource({"-h", "--help"})
    void helpNamesEveryOptionAndExitCode(String option) {
        Run run = run(option);

        assertEquals(0, run.exitCode);
        assertEquals("", run.err);
        for (String part : List.of(
                "Usage: class-atlas", "--limit", "--threads", "--ordered", "--module", "--help", "Exit codes:")) {
            assertTrue(run.out.contains(part), () -> part + " is missing in\n" + run.out);
        }
    }

    private static Run run(String... args) {
        return run(AtomicAtlasBuilder::new, args);
    }

    private static Run run(Supplier<? extends AtlasBuilder> atomicBuilders, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = ClassAtlas.commandLine(atomicBuilders)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        int exitCode = commandLine.execute(args);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
