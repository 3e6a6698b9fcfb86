package dev.ame.examples.classatlas;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error when a person watches; nothing at all when output goes to a file or a pipe. */
final class AtlasProgress implements AutoCloseable {

    /** Fixed, because to learn the width of the terminal the library starts other programs. */
    private static final int WIDTH = 80;

    private static final int UPDATE_MILLIS = 100;

    private final @Nullable ProgressBar bar;

    private AtlasProgress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    static AtlasProgress onTerminal(long total) {
        return new AtlasProgress(isTerminal(System.console()) ? bar(total) : null);
    }

    static AtlasProgress hidden() {
        return new AtlasProgress(null);
    }

    private static ProgressBar bar(long total) {
        return new ProgressBarBuilder()
                .setTaskName("Reading")
                .setUnit(" files", 1)
                .setInitialMax(total)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .clearDisplayOnFinish()
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build();
    }

    /** Some JDKs after 17 have a console even without a terminal; those can be asked. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    void at(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
