package dev.ame.stm.engine.commit;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Says in the log that a block holds up all others. */
final class StallReport {
    private static final int MOST_NAMES = 8;

    private StallReport() {}

    /** Writes to the logger {@code dev.ame.stm}. Throws nothing: the caller is somebody who waits, and goes on waiting. */
    static void log(SerialLock.Hold hold, long nanos, List<Thread> waiting) {
        try {
            System.getLogger("dev.ame.stm").log(Level.WARNING, text(hold, nanos, waiting));
        } catch (Throwable t) {
            return; // there is nobody else to tell
        }
    }

    private static String text(SerialLock.Hold hold, long nanos, List<Thread> waiting) {
        Thread thread = hold.thread();
        String names = waiting.stream().limit(MOST_NAMES).map(Thread::getName).collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder();
        text.append(hold)
                .append(" in thread \"")
                .append(thread.getName())
                .append("\" (")
                .append(thread.getState());
        text.append(") has held up all commits for ")
                .append(TimeUnit.NANOSECONDS.toMillis(nanos))
                .append(" ms; ");
        text.append(waiting.size())
                .append(waiting.size() == 1 ? " thread waits: " : " threads wait: ")
                .append(names);
        text.append(waiting.size() > MOST_NAMES ? ", ..." : "");
        text.append(". A block that runs alone must not wait for other threads that use atomic blocks. Its stack:");
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append(System.lineSeparator()).append("    at ").append(frame);
        }
        return text.toString();
    }
}
