package dev.ame.freshjvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.Object2LongHashMap;
import org.agrona.collections.Object2ObjectHashMap;
import org.agrona.collections.ObjectHashSet;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * The program that {@link FreshJvmTest} starts: a user's JVM, with no flags.
 *
 * <p>It initializes every class of the library and works with those parts of Agrona that the library may use. Other parts
 * of Agrona throw unless the JVM is told to open its internals, which a library cannot ask of its users.
 */
final class FreshJvm {

    private FreshJvm() {}

    public static void main(String[] args) throws Exception {
        int loaded = initializeAll(Path.of(args[0]));
        idle(new BackoffIdleStrategy());
        fillCollections();
        System.out.println("initialized " + loaded + " classes");
    }

    private static int initializeAll(Path classes) throws IOException, ClassNotFoundException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(classes)) {
            files = walk.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .toList();
        }
        for (Path file : files) {
            String path = classes.relativize(file)
                    .toString()
                    .replace(file.getFileSystem().getSeparator(), ".");
            Class.forName(path.substring(0, path.length() - ".class".length()));
        }
        return files.size();
    }

    /** Long enough to pass through spinning and yielding to parking. */
    private static void idle(IdleStrategy strategy) {
        for (int i = 0; i < 100; i++) {
            strategy.idle();
        }
        strategy.reset();
    }

    private static void fillCollections() {
        Int2ObjectHashMap<String> intToObject = new Int2ObjectHashMap<>();
        Long2LongHashMap longToLong = new Long2LongHashMap(-1);
        Long2ObjectHashMap<String> longToObject = new Long2ObjectHashMap<>();
        Object2LongHashMap<String> objectToLong = new Object2LongHashMap<>(-1);
        Object2ObjectHashMap<String, String> objectToObject = new Object2ObjectHashMap<>();
        ObjectHashSet<String> set = new ObjectHashSet<>();
        IntArrayList ints = new IntArrayList();
        LongArrayList longs = new LongArrayList();
        for (int i = 0; i < 1000; i++) {
            String name = "name " + i;
            intToObject.put(i, name);
            longToLong.put(i, i);
            longToObject.put(i, name);
            objectToLong.put(name, i);
            objectToObject.put(name, name);
            set.add(name);
            ints.addInt(i);
            longs.addLong(i);
        }
        List<Integer> sizes = List.of(
                intToObject.size(),
                longToLong.size(),
                longToObject.size(),
                objectToLong.size(),
                objectToObject.size(),
                set.size(),
                ints.size(),
                longs.size());
        if (!sizes.stream().allMatch(size -> size == 1000)) {
            throw new AssertionError(sizes);
        }
    }
}
