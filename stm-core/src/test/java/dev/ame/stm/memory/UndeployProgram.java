package dev.ame.stm.memory;

import static dev.ame.stm.Stm.*;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import dev.ame.stm.loop.AtomicLoop;
import dev.ame.stm.loop.AtomicTasks;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A container whose threads run applications that have a class loader, and a copy of the library, each. Says of each whether its
 * loader can be collected when it is done. The names of the applications are the arguments.
 */
public final class UndeployProgram {
    private UndeployProgram() {}

    /** What an application does, on a thread of the container. Loaded by the application's loader. */
    public static final class Application implements Callable<String> {
        private final String what;

        /** An application that does one of the things below. */
        public Application(String what) {
            this.what = what;
        }

        @Override
        public String call() throws Exception {
            LongBox number = LongBox.of(1);
            switch (what) {
                case "nothing" -> {}
                case "read" -> number.get();
                case "block" -> atomic(() -> number.add(number.get()));
                case "blocks" -> {
                    for (int i = 0; i < 5_000; i++) {
                        atomic(() -> number.add(1));
                        atomic(() -> Box.of(number.get()).get());
                        Counter.create().increment();
                    }
                }
                case "read-only" -> AtomicBlock.named("r").readOnly().call(number::get);
                case "serial" -> AtomicBlock.named("s").serialAfter(0).run(() -> number.add(1));
                case "irrevocable" -> AtomicBlock.named("i").irrevocable().run(() -> number.add(1));
                case "hooks" ->
                    atomic(() -> {
                        afterCommit(number::get);
                        afterRollback(number::get);
                        beforeCommit(() -> number.add(1));
                    });
                case "failure" -> {
                    try {
                        atomic(() -> {
                            number.add(1);
                            throw new ApplicationException();
                        });
                    } catch (ApplicationException expected) {
                        number.get();
                    }
                }
                case "wait" -> {
                    try {
                        AtomicBlock.named("w").deadline(Duration.ofMillis(20)).run(() -> check(number.get() > 5));
                    } catch (DeadlineExceededException expected) {
                        number.get();
                    }
                }
                case "loop" -> AtomicLoop.range(0, 2_000).parallelism(2).forEach(number::add);
                case "ordered" ->
                    AtomicLoop.range(0, 2_000).ordered().parallelism(2).forEach(number::add);
                case "tasks" -> {
                    AtomicTasks tasks = new AtomicTasks().parallelism(2);
                    for (int i = 0; i < 200; i++) {
                        tasks.add(() -> number.add(1));
                    }
                    tasks.run();
                }
                default -> throw new IllegalArgumentException(what);
            }
            return what;
        }
    }

    /** Thrown by an application. */
    static final class ApplicationException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static WeakReference<ClassLoader> deploy(ExecutorService container, String what) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Callable<?> application = (Callable<?>) loader.loadClass(Application.class.getName())
                    .getConstructor(String.class)
                    .newInstance(what);
            container
                    .submit(() -> {
                        Thread.currentThread().setContextClassLoader(loader);
                        try {
                            return application.call();
                        } finally {
                            Thread.currentThread().setContextClassLoader(null);
                        }
                    })
                    .get();
            return new WeakReference<>(loader);
        }
    }

    /** Runs the applications, one after another, and prints a line for each. */
    public static void main(String[] names) throws Exception {
        ExecutorService container = Executors.newFixedThreadPool(1);
        for (String name : names) {
            WeakReference<ClassLoader> loader = deploy(container, name);
            container.submit(() -> {}).get(); // so that the worker has let go of its last task
            for (int i = 0; i < 100 && loader.get() != null; i++) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(100); // threads of the library that have nothing to do end after a while
            }
            System.out.println(name + ": " + (loader.get() == null ? "collected" : "still reachable"));
        }
        container.shutdown();
    }
}
