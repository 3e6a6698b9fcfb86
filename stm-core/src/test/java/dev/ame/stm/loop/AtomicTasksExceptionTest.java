package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Tasks that may throw checked exceptions, and that nothing else has become harder to write for that. */
@Bounded
class AtomicTasksExceptionTest {
    private final AtomicTasks tasks = new AtomicTasks();
    private final LongBox done = LongBox.of(0);
    private final IOException broken = new IOException("broken");

    private void breakDown() throws IOException {
        throw broken;
    }

    @Test
    void aCheckedExceptionUndoesItsTaskAndComesOutAsItIs() {
        tasks.add(() -> {
            done.increment();
            breakDown();
        });
        assertSame(broken, assertThrows(IOException.class, tasks::run));
        assertEquals(0, done.get());
    }

    @Test
    void theCompilerCanBeToldOfIt() {
        tasks.add(this::breakDown);
        try {
            tasks.runThrowing(IOException.class);
        } catch (IOException e) { // does not compile unless the type is known
            assertSame(broken, e);
            return;
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void collectedOnesToo() {
        tasks.collectFailures();
        tasks.add(1, this::breakDown);
        tasks.add(done::increment);
        assertSame(broken, assertThrows(IOException.class, tasks::run));
        assertEquals(List.of(broken), tasks.failures());
        assertEquals(1, done.get());
    }

    @Test
    void insideABlockToo() {
        tasks.add(this::breakDown);
        Stm.atomic(() -> assertSame(broken, assertThrows(IOException.class, tasks::run)));
    }

    @Test
    void anInterruptedExceptionEndsTheRunAndIsNotForgotten() {
        InterruptedException interrupt = new InterruptedException();
        tasks.parallelism(1).collectFailures();
        tasks.add(1, () -> {
            throw interrupt;
        });
        tasks.add(done::increment);
        assertSame(interrupt, assertThrows(InterruptedException.class, tasks::run));
        assertTrue(Thread.interrupted());
        assertEquals(0, done.get(), "dropped");
    }

    /** Compiling it is the test, on every JDK. */
    @Test
    @SuppressWarnings("UnnecessaryMethodReference") // one of the ways
    void everyWayOfWritingATaskIsUnambiguous() {
        Runnable runnable = done::increment;
        AtomicTask task = done::increment;
        Supplier<Runnable> supplier = () -> runnable;
        Callable<Long> callable = done::get;
        Closeable closeable = done::increment;

        tasks.add(runnable);
        tasks.add(task);
        tasks.add(supplier.get());
        tasks.add(done::increment);
        tasks.add(done::get);
        tasks.add(callable::call);
        tasks.add(closeable::close);
        tasks.add(runnable::run);
        tasks.add(task::execute);
        tasks.add(() -> {});
        tasks.add(() -> done.increment());
        tasks.add(() -> done.get());
        tasks.add(() -> callable.call());
        tasks.add(() -> {
            done.increment();
            return;
        });
        tasks.add(() -> {
            if (done.get() < 0) {
                throw new IOException();
            }
        });
        tasks.add((Runnable) () -> done.increment());
        tasks.add((Runnable & Serializable) () -> done.increment());
        tasks.add(done.get() == 0 ? () -> done.increment() : () -> done.get());
        tasks.add(done.get() == 0 ? runnable : task);
        tasks.add(new Thread(runnable));
        tasks.add(AtomicTasksExceptionTest::overloaded);
        tasks.add(3, runnable);
        tasks.add(3, task);
        tasks.add(3, () -> done.increment());
        tasks.add(3, () -> callable.call());
        tasks.add(3, done::increment);
        assertEquals(26, tasks.run().iterations());
        assertThrows(NullPointerException.class, () -> tasks.add(null));
        assertThrows(NullPointerException.class, () -> tasks.add(1, null));
    }

    private static void overloaded() {}

    @SuppressWarnings("unused") // what makes a method reference inexact
    private static void overloaded(int number) {}

    @Test
    void aTaskIsARunnableThatThrowsWhatItThrows() {
        AtomicTask task = this::breakDown;
        assertSame(broken, assertThrows(IOException.class, task::run));
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
