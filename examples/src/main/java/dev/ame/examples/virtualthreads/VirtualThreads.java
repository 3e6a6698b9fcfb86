package dev.ame.examples.virtualthreads;

import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** The program: a relay of many threads, virtual ones where the JDK has them (21 and later). */
public final class VirtualThreads {

    private static final int VIRTUAL = 10_000;
    private static final int PLATFORM = 1_000;

    private VirtualThreads() {}

    /**
     * Runs the program.
     *
     * @param args none
     * @throws InterruptedException if somebody interrupts it
     */
    public static void main(String... args) throws InterruptedException {
        run(System.out, VIRTUAL, PLATFORM, 20);
    }

    static void run(PrintStream out, int virtual, int platform, int batons) throws InterruptedException {
        Optional<ThreadFactory> virtualThreads = virtualThreads();
        int runners = virtualThreads.isPresent() ? virtual : platform;
        if (virtualThreads.isEmpty()) {
            out.printf(
                    "JDK %s has no virtual threads: %,d platform threads in place of %,d virtual ones%n",
                    Runtime.version(), platform, virtual);
        }
        long start = System.nanoTime();
        Relay relay = new Relay(virtualThreads.orElse(Thread::new), runners, batons);
        long ready = System.nanoTime();
        out.printf(
                "%,d %s threads wait, each in a block, after %,d ms%n",
                runners, virtualThreads.isPresent() ? "virtual" : "platform", (ready - start) / 1_000_000);
        long handedOn = relay.run(batons);
        double seconds = (System.nanoTime() - ready) / 1e9;
        out.printf(
                "%d batons were handed on %,d times in %.2f s (%,.0f a second); nobody waits any more%n",
                batons, handedOn, seconds, handedOn / seconds);
    }

    /** {@code Thread.ofVirtual().factory()}, in a program that is compiled for Java 17. */
    static Optional<ThreadFactory> virtualThreads() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle newBuilder = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            return Optional.of((ThreadFactory) factory.invoke(newBuilder.invoke()));
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            return Optional.empty();
        } catch (Throwable e) {
            throw new LinkageError("Thread.ofVirtual().factory()", e);
        }
    }
}
