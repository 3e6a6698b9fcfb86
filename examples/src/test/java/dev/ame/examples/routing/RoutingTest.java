package dev.ame.examples.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RoutingTest {

    private record Run(int exitCode, String out, String err) {}

    @TempDir
    private Path directory;

    @Test
    void aRunReportsOnOneScreenAndDrawsTheBoard() throws IOException {
        Path png = directory.resolve("new").resolve("board.png");

        Run run = run("--limit", "20", "--threads", "2", "--ordered", "--png", png.toString());

        assertEquals(0, run.exitCode, run.err);
        assertEquals("", run.err);
        for (String part : List.of(
                "20 wires",
                "2 threads and in order",
                ".parallelism(2).ordered().forEach(",
                "speed-up",
                "aborts      ",
                "none is cut",
                "the same in all rounds",
                png.toString())) {
            assertTrue(run.out.contains(part), () -> part + " is missing in\n" + run.out);
        }
        assertTrue(run.out.lines().count() <= 24, run.out);
        assertTrue(run.out.lines().allMatch(line -> line.length() <= 110 || line.contains(png.toString())), run.out);
        assertEquals(2048, ImageIO.read(png.toFile()).getWidth());
    }

    @Test
    void onOneThreadNothingIsRunAgain() {
        Run run = run(
                "--limit",
                "3",
                "--threads",
                "1",
                "--png",
                directory.resolve("board.png").toString());

        assertEquals(0, run.exitCode, run.err);
        assertTrue(run.out.contains("aborts      none: one thread has nobody to collide with"), run.out);
        assertTrue(run.out.contains("--ordered makes them the same"), run.out);
    }

    @Test
    void theBodyThatIsPrintedIsTheOneThatIsRun() throws IOException {
        Path source = Path.of("src", "main", "java", "dev", "ame", "examples", "routing", "RoutingComparison.java");
        String code = String.join(
                "\n", Files.readAllLines(source).stream().map(String::strip).toList());
        String printed =
                String.join("\n", Routing.BODY.stream().map(String::strip).toList());

        assertTrue(code.contains("return loop." + printed), code);
    }

    @ParameterizedTest
    @CsvSource({
        "--limit,   0,    'Invalid value for option ''--limit'': 0 is less than 1'",
        "--threads, -1,   'Invalid value for option ''--threads'': -1 is less than 1'",
        "--threads, many, 'Invalid value for option ''--threads'': ''many'' is not an int'",
        "--module,  x,    'Unknown options: ''--module'', ''x'''",
    })
    void aBadOptionGetsOneClearLineAndExitCodeTwo(String option, String value, String complaint) {
        Run run = run(option, value);

        assertEquals(2, run.exitCode);
        assertEquals("", run.out);
        assertEquals("routing: " + complaint + " (--help lists the options)", run.err.strip());
    }

    @Test
    void helpNamesEveryOptionAndExitCode() {
        Run run = run("--help");

        assertEquals(0, run.exitCode);
        for (String part : List.of("--limit", "--threads", "--ordered", "--png", "--help", "Exit codes:", "3000")) {
            assertTrue(run.out.contains(part), () -> part + " is missing in\n" + run.out);
        }
    }

    private static Run run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Routing.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        int exitCode = commandLine.execute(args);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
