package dev.ame.stm.loop;

import dev.ame.stm.support.Running;
import dev.ame.stm.support.TestThreads;
import java.net.URL;
import java.net.URLClassLoader;

/** Somebody who must leave no trace on threads of the library: a thread with a class loader, a thread local, a group and a priority of its own. */
final class ForeignCaller {
    /** What only such callers have, and whoever inherits from them. */
    static final InheritableThreadLocal<String> MARK = new InheritableThreadLocal<>();

    private ForeignCaller() {}

    static ClassLoader newLoader() {
        return new URLClassLoader("foreign", new URL[0], ForeignCaller.class.getClassLoader());
    }

    /** Runs the job as such a caller, and waits for it. */
    static void run(ClassLoader loader, Running.Job job) {
        TestThreads.elsewhere(() -> {
            Throwable[] thrown = new Throwable[1];
            Thread caller = new Thread(new ThreadGroup("foreign"), () -> {
                MARK.set("foreign");
                try {
                    job.run();
                } catch (Throwable t) {
                    thrown[0] = t;
                }
            });
            caller.setContextClassLoader(loader);
            caller.setPriority(Thread.MIN_PRIORITY);
            caller.setDaemon(true);
            caller.start();
            caller.join();
            if (thrown[0] != null) {
                throw thrown[0];
            }
        });
    }

    /** What the calling thread has of such a caller; empty for nothing. */
    static String tracesHere() {
        Thread thread = Thread.currentThread();
        String traces = thread.getContextClassLoader() == ClassLoader.getSystemClassLoader() ? "" : "class loader ";
        traces += MARK.get() == null ? "" : "thread local ";
        traces += "foreign".equals(thread.getThreadGroup().getName()) ? "group " : "";
        traces += thread.getPriority() == Thread.NORM_PRIORITY ? "" : "priority ";
        return traces;
    }
}
