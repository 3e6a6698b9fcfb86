package dev.ame.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what there is. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");

    @TempDir
    private Path directory;

    /** A user pastes it into a file and runs it. */
    @Test
    void theFirstSnippetIsAProgramThatEnds() throws Exception {
        Path source = directory.resolve("FirstBlocks.java");
        Path printed = directory.resolve("printed");
        Files.writeString(source, blocks("java").get(0));
        String classPath = System.getProperty("java.class.path");
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                classPath,
                                "-d",
                                directory.toString(),
                                source.toString()));

        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath + System.getProperty("path.separator") + directory,
                        "FirstBlocks")
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertTrue(program.waitFor(60, TimeUnit.SECONDS), "it does not end");
        } finally {
            program.destroyForcibly();
        }

        assertEquals(List.of("50", "4"), Files.readAllLines(printed));
    }

    @Test
    void theFirstCommandRunsTheMainExampleAndTheSecondOneTheTests() throws IOException {
        assertEquals(
                List.of("mvn -pl examples -am compile exec:java", "mvn verify"),
                blocks("sh").get(0).lines().toList());
    }

    @Test
    void theCourseIsInTheOrderOfTheList() throws IOException {
        List<String> names = Pattern.compile("^\\| `([a-z]+)` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(README, UTF_8))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertEquals(Examples.COURSE.stream().map(Example::name).toList(), names);
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(README, UTF_8))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}
