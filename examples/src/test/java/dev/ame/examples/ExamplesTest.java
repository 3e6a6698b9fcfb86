package dev.ame.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theListNamesEveryExampleInTheOrderOfTheCourse() throws Exception {
        assertEquals(0, run("list"));

        List<String> names = text(out)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        assertEquals(Examples.COURSE.stream().map(Example::name).toList(), names);
    }

    @Test
    void eachExampleIsThePackageOfItsName() throws Exception {
        for (Example example : Examples.COURSE) {
            assertEquals("dev.ame.examples." + example.name(), example.main().getPackageName());
            assertEquals(
                    void.class, example.main().getMethod("main", String[].class).getReturnType());
        }
    }

    @Test
    void anExampleRunsInAJvmOfItsOwnWithItsExitCode() throws Exception {
        assertEquals(2, run("routing", "--limit", "0"));
        assertEquals(2, run("--limit", "0"), "without a name the main example is run");
    }

    @Test
    void whatIsNotThereGetsOneClearLineAndExitCodeTwo() throws Exception {
        assertEquals(2, run("no-such"));

        assertEquals("", text(out));
        assertEquals(
                "examples: there is no 'no-such' (list shows what there is)",
                text(err).strip());
    }

    @Test
    void modesAreHandedOn() {
        System.setProperty("ame.example", "1");
        try {
            List<String> command = Examples.command(Examples.COURSE.get(0), List.of("--help"));

            assertTrue(command.contains("-Dame.example=1"), command::toString);
            assertEquals("--help", command.get(command.size() - 1));
        } finally {
            System.clearProperty("ame.example");
        }
    }

    private int run(String... args) throws IOException, InterruptedException {
        return Examples.run(args, new PrintStream(out, true), new PrintStream(err, true));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
