package dev.ame.bench;

import dev.ame.stm.observe.ConflictRecorder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** What a recording costs the {@link Transfer} of two boxes; and switched off, what it leaves behind. */
public abstract class Recorded extends Row {

    @Param("1024")
    public int boxes;

    @Param({"never", "off", "on"})
    public String recorder = "never";

    private @Nullable ConflictRecorder running;

    @Setup(Level.Trial)
    public void start() {
        if (recorder.equals("on")) {
            running = ConflictRecorder.start();
        } else if (recorder.equals("off")) {
            ConflictRecorder.start().close();
        }
    }

    @TearDown(Level.Trial)
    public void stop() {
        ConflictRecorder present = running;
        if (present != null) {
            System.out.println(present.stop());
        }
    }

    @Benchmark
    public void ame(AmeWorker worker) {
        worker.transfer();
    }

    @Benchmark
    public void ameLong(AmeLongWorker worker) {
        worker.transfer();
    }

    /** One thread. */
    @Threads(1)
    public static class OneThread extends Recorded {}

    /** Two threads. */
    @Threads(2)
    public static class TwoThreads extends Recorded {}
}
