package dev.ame.freshjvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library needs no JVM flag and causes no warning, on the class path as on the module path. */
class FreshJvmTest {

    private static final Path LIBRARY = Path.of("target", "classes").toAbsolutePath();
    private static final Path AGRONA = home(IdleStrategy.class);
    private static final Path PROGRAM = home(FreshJvm.class);

    @TempDir
    Path directory;

    @Test
    void worksOnTheClassPath() throws Exception {
        assertWorks("-cp", path(LIBRARY, AGRONA, PROGRAM));
    }

    @Test
    void worksOnTheModulePath() throws Exception {
        assertWorks("-p", path(LIBRARY, AGRONA), "--add-modules", "dev.ame.stm", "-cp", path(PROGRAM));
    }

    private void assertWorks(String... paths) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(paths));
        command.add(FreshJvm.class.getName());
        command.add(LIBRARY.toString());
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile()));
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "still running");
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output).strip();
        assertEquals(0, process.exitValue(), printed);
        assertTrue(printed.matches("initialized [1-9][0-9]* classes"), printed);
    }

    private static String path(Path... parts) {
        return String.join(
                File.pathSeparator, List.of(parts).stream().map(Path::toString).toList());
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
