package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import dev.ame.stm.support.TestThreads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sinks that are slow or fail, and the end of an output. */
@Bounded
class DeferredOutputSinkTest {
    private final Captured sink = new Captured();

    @Test
    void aStuckSinkHoldsUpOneThreadAndNoBlock() {
        DeferredOutput out = DeferredOutput.to(sink);
        LongBox done = LongBox.of(0);
        CountDownLatch gate = sink.stuck();
        Running first = TestThreads.start(() -> Stm.atomic(() -> {
            out.println("line 0");
            done.increment();
        }));
        TestThreads.await(sink.reached);
        TestThreads.together(3, index -> {
            for (int i = 0; i < 100; i++) {
                Stm.atomic(() -> out.println("line " + done.incrementAndGet()));
            }
        });
        assertEquals(301, done.get());
        assertEquals("", sink.text());

        gate.countDown();
        first.join();
        out.flush();
        assertEquals(
                IntStream.range(0, 302)
                        .filter(i -> i != 1)
                        .mapToObj(i -> "line " + i)
                        .toList(),
                sink.lines());
    }

    @Test
    void whatIsLeftIsWrittenWithoutAnotherCall() {
        CountDownLatch written = new CountDownLatch(100);
        DeferredOutput out = DeferredOutput.to(new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void print(String text) {
                sink.print(text);
                written.countDown();
            }
        });
        CountDownLatch gate = sink.stuck();
        Running first = TestThreads.start(() -> Stm.atomic(() -> out.println("first")));
        TestThreads.await(sink.reached);
        for (int i = 1; i < 100; i++) {
            Stm.atomic(() -> out.println("more"));
        }
        gate.countDown();
        TestThreads.await(written);
        first.join();
        assertEquals(100, sink.lines().size());
    }

    @Test
    void whenTooMuchWaitsThreadsWaitForTheSinkAfterTheirBlock() {
        DeferredOutput out = DeferredOutput.to(sink, 1_000);
        LongBox done = LongBox.of(0);
        CountDownLatch gate = sink.stuck();
        Running first = TestThreads.start(() -> Stm.atomic(() -> out.println("first")));
        TestThreads.await(sink.reached);

        Running second = TestThreads.start(() -> {
            for (int i = 0; i < 100; i++) {
                Stm.atomic(() -> {
                    out.println("second");
                    done.increment();
                });
            }
        });
        second.awaitParked();
        long before = done.get();
        assertTrue(before < 100, "must wait");
        Stm.atomic(() -> done.add(0)); // nobody is held up by that

        gate.countDown();
        first.join();
        second.join();
        out.flush();
        assertEquals(100, done.get());
        assertEquals(101, sink.lines().size());
    }

    @Test
    void anInterruptEndsTheWaitForTheSinkAndNothingIsLost() {
        DeferredOutput out = DeferredOutput.to(sink, 0);
        CountDownLatch gate = sink.stuck();
        Running first = TestThreads.start(() -> Stm.atomic(() -> out.println("first")));
        TestThreads.await(sink.reached);
        Running second = TestThreads.start(() -> {
            Stm.atomic(() -> out.println("second"));
            assertTrue(Thread.currentThread().isInterrupted());
        });
        second.awaitParked();
        second.thread().interrupt();
        second.join();

        gate.countDown();
        first.join();
        out.flush();
        assertEquals(List.of("first", "second"), sink.lines());
    }

    @Test
    void aSinkThatThrowsHurtsNoBlockAndLaterTextIsTried() {
        DeferredOutput out = DeferredOutput.to(sink);
        sink.failAt("bad");
        assertEquals("result", Stm.atomic(() -> {
            out.println("good");
            out.println("bad");
            out.println("good again");
            return "result";
        }));
        assertTrue(out.checkError());
        out.println("bad, outside");
        out.println("good, outside");

        assertEquals(List.of("good", "good again", "good, outside"), sink.lines());
    }

    @Test
    void aSinkThatHasAnErrorItselfIsSeen() {
        DeferredOutput broken = DeferredOutput.to(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("disk full");
            }
        }));
        DeferredOutput sound = DeferredOutput.to(sink);
        Stm.atomic(() -> {
            broken.println("lost");
            sound.println("kept");
            assertFalse(broken.checkError());
        });

        assertTrue(broken.checkError());
        assertFalse(sound.checkError());
        assertEquals(List.of("kept"), sink.lines());
    }

    @Test
    void aSinkThatPrintsThroughTheOutputItself() {
        DeferredOutput[] itself = new DeferredOutput[1];
        DeferredOutput out = DeferredOutput.to(new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void print(String text) {
                sink.print(text);
                if (text.startsWith("ask")) {
                    Stm.atomic(() -> itself[0].println("answer in a block"));
                    itself[0].println("answer");
                    itself[0].flush();
                }
            }
        });
        itself[0] = out;
        Stm.atomic(() -> out.println("ask"));
        out.flush();

        assertEquals(List.of("ask", "answer in a block", "answer"), sink.lines());
    }

    @Test
    void closingWritesFlushesAndLeavesTheSinkOpen() {
        CountDownLatch gate = sink.stuck();
        DeferredOutput out = DeferredOutput.to(sink);
        Running first = TestThreads.start(() -> Stm.atomic(() -> out.println("first")));
        TestThreads.await(sink.reached);
        Stm.atomic(() -> out.println("second"));
        Running closing = TestThreads.start(out::close).awaitParked();
        gate.countDown();
        closing.join();
        assertEquals(List.of("first", "second"), sink.lines());
        assertEquals(1, sink.flushes());
        first.join();

        out.close();
        assertFalse(sink.closed);
    }

    @Test
    void nothingCanBePrintedToAClosedOutput() {
        DeferredOutput out = DeferredOutput.to(sink);
        LongBox box = LongBox.of(0);
        out.close();
        assertThrows(IllegalStateException.class, () -> out.println("late"));
        assertThrows(
                IllegalStateException.class,
                () -> Stm.atomic(() -> {
                    box.set(1);
                    out.println("late");
                }));
        assertEquals(0, box.get());
        assertEquals("", sink.text());
    }

    @Test
    void aBlockThatHasPrintedWhenTheOutputIsClosedFails() {
        DeferredOutput out = DeferredOutput.to(sink);
        LongBox box = LongBox.of(0);
        assertThrows(
                IllegalStateException.class,
                () -> Stm.atomic(() -> {
                    box.set(1);
                    out.println("late");
                    TestThreads.elsewhere(out::close);
                }));
        assertEquals(0, box.get());
        assertEquals("", sink.text());
    }

    @Test
    void inABlockFlushAndCloseWaitForTheCommit() {
        DeferredOutput out = DeferredOutput.to(sink);
        Stm.atomic(() -> {
            out.println("text");
            out.flush();
            assertEquals(0, sink.flushes());
        });
        assertEquals(1, sink.flushes());
        Stm.atomic(() -> {
            out.println("before");
            out.close();
            out.println("behind, but of the same block");
        });
        assertEquals(List.of("text", "before", "behind, but of the same block"), sink.lines());
        assertThrows(IllegalStateException.class, () -> out.println("late"));
    }

    @Test
    void badArguments() {
        assertThrows(NullPointerException.class, () -> DeferredOutput.to(null));
        assertThrows(IllegalArgumentException.class, () -> DeferredOutput.to(sink, -1));
    }
}
