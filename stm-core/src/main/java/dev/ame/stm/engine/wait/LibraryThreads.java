package dev.ame.stm.engine.wait;

import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;

/**
 * Makes the threads of the library. All that it starts by itself are made here.
 *
 * <p>A thread that is made in the ordinary way takes over much of the thread that makes it: its context class loader, its inheritable
 * thread locals, its thread group, its priority, whether it is a daemon, and, where there is one, its access-control context. But a thread of
 * the library is made for whoever happens to come first, and then works for others, perhaps for as long as the process lives. It would run
 * their work in the first one's surroundings, and keep that one's class loader from being unloaded. So the threads made here belong to nobody,
 * as those of {@link java.util.concurrent.ForkJoinPool#commonPool}:
 *
 * <ul>
 *   <li>The context class loader is the system class loader.
 *   <li>No thread locals are inherited.
 *   <li>The thread group is the topmost one. That of an application may be a class of its own, or may have been destroyed.
 *   <li>The priority is the normal one.
 *   <li>The access-control context has the protection domain of the library, and none of a caller: the thread is made in a privileged action,
 *       so the domains of those who called are not looked at, and the context that such an action may be given has none.
 * </ul>
 *
 * What is not listed is not inherited: handlers of uncaught exceptions, names, interrupts.
 */
public final class LibraryThreads {
    private LibraryThreads() {}

    /**
     * Makes a thread that is no reason for the JVM to stay.
     *
     * @return the thread, not yet started
     */
    public static Thread daemon(Runnable work, String name) {
        return make(work, name, true);
    }

    /**
     * Makes a thread that the JVM waits for when it ends.
     *
     * @return the thread, not yet started
     */
    public static Thread user(Runnable work, String name) {
        return make(work, name, false);
    }

    @SuppressWarnings(
            "removal") // where there is a security manager, the context is taken over, and this is the only way to be
    // rid of it
    private static Thread make(Runnable work, String name, boolean daemon) {
        AccessControlContext nobody = new AccessControlContext(new ProtectionDomain[0]);
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> makeHere(work, name, daemon), nobody);
    }

    private static Thread makeHere(Runnable work, String name, boolean daemon) {
        Thread thread = new Thread(topGroup(), work, name, 0, false);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        thread.setDaemon(daemon);
        thread.setPriority(Thread.NORM_PRIORITY);
        return thread;
    }

    private static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = group.getParent(); parent != null; parent = group.getParent()) {
            group = parent;
        }
        return group;
    }

    /**
     * To be called by a thread made here between what it does for one and what it does for another: what the first one's code has set as the
     * context class loader is not for the second one. Thread locals that such code has left stay: only that code could remove them.
     */
    public static void forgetContext() {
        Thread thread = Thread.currentThread();
        ClassLoader system = ClassLoader.getSystemClassLoader();
        if (thread.getContextClassLoader() != system) {
            thread.setContextClassLoader(system);
        }
    }
}
