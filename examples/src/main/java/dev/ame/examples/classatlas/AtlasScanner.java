package dev.ame.examples.classatlas;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the class files of the running JDK in its {@code jrt:/} file system, where each module is a directory. */
final class AtlasScanner {

    private static final Path MODULES =
            FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");

    private AtlasScanner() {}

    static Set<String> modules() throws IOException {
        try (Stream<Path> directories = Files.list(MODULES)) {
            return directories
                    .map(directory -> directory.getFileName().toString())
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** The class files of all modules in the order of their paths, so that a limit always means the same files. */
    static List<Path> classFiles(long limit) throws IOException {
        return classFilesUnder(MODULES, limit);
    }

    /** The class files of one module of {@link #modules()}. */
    static List<Path> classFilesOf(String module, long limit) throws IOException {
        return classFilesUnder(MODULES.resolve(module), limit);
    }

    private static List<Path> classFilesUnder(Path root, long limit) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .limit(limit)
                    .toList();
        }
    }
}
