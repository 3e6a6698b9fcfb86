package dev.ame.stm.collections.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TQueue;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples in Javadoc, taken from there: they compile, without any exception to be caught, and run to their end. */
@Timeout(60)
class JavadocExamplesTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "ame", "stm", "collections");
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\R(.*?)\\R *\\* *}</pre>", Pattern.DOTALL);

    private static final List<String> TYPES = List.of(
            "TBag",
            "TBlockingQueue",
            "TBoundedQueue",
            "TBroadcast",
            "TDeque",
            "TLatch",
            "TPriorityQueue",
            "TPromise",
            "TQueue",
            "TSemaphore");

    private static final String FRAME = """
            import dev.ame.stm.*;
            import dev.ame.stm.collections.*;
            import java.util.*;

            public class %s implements Runnable {
                @Override
                public void run() {
            %s
                }
            }
            """;

    @Test
    void examplesCompileAndRun(@TempDir Path folder) throws Exception {
        List<String> names = new ArrayList<>();
        for (String type : TYPES) {
            List<String> examples = examplesOf(type);
            assertFalse(examples.isEmpty(), "no example in " + type);
            for (String example : examples) {
                String name = "Example" + names.size() + "Of" + type;
                Files.writeString(folder.resolve(name + ".java"), FRAME.formatted(name, example));
                names.add(name);
            }
        }
        compile(names, folder);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            for (String name : names) {
                ((Runnable) loader.loadClass(name).getConstructor().newInstance()).run();
            }
        }
    }

    private static List<String> examplesOf(String type) throws IOException {
        Matcher matcher = EXAMPLE.matcher(Files.readString(SOURCES.resolve(type + ".java")));
        List<String> examples = new ArrayList<>();
        while (matcher.find()) {
            examples.add(matcher.group(1).replaceAll("(?m)^ *\\* ?", "        "));
        }
        return examples;
    }

    private static void compile(List<String> names, Path folder) throws Exception {
        String path = folderOf(Stm.class) + File.pathSeparator + folderOf(TQueue.class);
        List<String> arguments = new ArrayList<>(List.of("-Xlint:all,-processing", "-Werror", "-proc:none"));
        arguments.addAll(List.of("-cp", path, "-d", folder.toString()));
        names.forEach(name -> arguments.add(folder.resolve(name + ".java").toString()));
        StringWriter messages = new StringWriter();
        PrintWriter writer = new PrintWriter(messages);
        int failed =
                ToolProvider.findFirst("javac").orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
        assertEquals(0, failed, messages::toString);
    }

    private static String folderOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
