package dev.ame.stm.loop;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream that keeps what is printed, and can be made to get stuck or to fail. */
final class Captured extends PrintStream {
    private final ByteArrayOutputStream bytes;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile String poison;
    volatile CountDownLatch reached = new CountDownLatch(1);
    private final AtomicInteger flushes = new AtomicInteger();
    volatile boolean closed;

    Captured() {
        this(new ByteArrayOutputStream());
    }

    private Captured(ByteArrayOutputStream bytes) {
        super(bytes, false, StandardCharsets.UTF_8);
        this.bytes = bytes;
    }

    @Override
    public void print(String text) {
        reached.countDown();
        try {
            Started.await(gate);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (poison != null && text.contains(poison)) {
            throw new IllegalArgumentException("cannot print " + text);
        }
        super.print(text);
    }

    /** From now on every text waits until the latch is open. */
    CountDownLatch stuck() {
        reached = new CountDownLatch(1);
        gate = new CountDownLatch(1);
        return gate;
    }

    /** From now on a text that contains this makes the stream throw. */
    void failAt(String text) {
        poison = text;
    }

    @Override
    public void flush() {
        flushes.incrementAndGet();
        super.flush();
    }

    @Override
    public void close() {
        closed = true;
        super.close();
    }

    int flushes() {
        return flushes.get();
    }

    String text() {
        super.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return text().lines().toList();
    }
}
