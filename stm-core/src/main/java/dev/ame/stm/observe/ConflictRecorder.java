package dev.ame.stm.observe;

import dev.ame.stm.engine.observe.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Records which blocks collide, where, and what it costs; and all other ways in which threads spend their time in blocks.
 *
 * <pre>{@code
 * ConflictRecorder recorder = ConflictRecorder.start();
 * runTheProgram();
 * System.out.println(recorder.stop());
 * }</pre>
 *
 * <p>Give blocks, boxes and collections names: a report is much easier to read then. Lines of code are learned by watching the next
 * attempts of blocks that have collided, so those of the very first conflicts may be missing.
 *
 * <p>A recording costs a block some nanoseconds, a lost attempt about a microsecond. It keeps a bounded number of rows, and counts what
 * was dropped. While it goes on, it keeps the boxes and keys alive that were fought over; a report has only their text, which is made in the
 * thread that asks for it. Several recordings can go on at a time. Any thread may use a recorder.
 */
public final class ConflictRecorder implements AutoCloseable {
    private final Recording recording = new Recording();
    private volatile @Nullable ConflictReport last;

    private ConflictRecorder() {}

    /**
     * Begins to record.
     *
     * @return the recorder, to be {@linkplain #stop stopped}
     */
    public static ConflictRecorder start() {
        ConflictRecorder recorder = new ConflictRecorder();
        Observation.add(recorder.recording);
        recorder.recording.begin();
        return recorder;
    }

    /**
     * What was recorded so far; after {@link #stop} the same as that answered.
     *
     * @return a report that does not change any more
     */
    public ConflictReport report() {
        ConflictReport present = last;
        return present != null ? present : ReportBuilder.build(recording);
    }

    /**
     * Ends the recording, and lets go of all that was recorded. Again, it does nothing.
     *
     * @return what was recorded
     */
    public ConflictReport stop() {
        ConflictReport present = report(); // code of users turns keys into text: with nothing held
        synchronized (this) {
            ConflictReport other = last;
            if (other != null) {
                return other;
            }
            last = present;
        }
        Observation.remove(recording);
        recording.clear();
        return present;
    }

    /** Ends the recording, as {@link #stop} does. */
    @Override
    public void close() {
        stop();
    }
}
