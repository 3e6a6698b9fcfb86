package dev.ame.stm.loop;

import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** What becomes of a task, and those who wait for it: a future that is completed from outside. */
final class TaskOutcome<V extends @Nullable Object> extends FutureTask<V> {
    private volatile @Nullable Runnable action;

    TaskOutcome() {
        super(() -> {
            throw new IllegalStateException("an outcome is not run");
        });
    }

    /** Runs an action when there is an outcome. To be called before there can be one. */
    void whenDone(Runnable newAction) {
        action = newAction;
    }

    @Override
    protected void done() {
        Runnable present = action;
        if (present != null) {
            present.run();
        }
    }

    @Override
    public void set(V value) {
        super.set(value);
    }

    @Override
    public void setException(Throwable thrown) {
        super.setException(thrown);
    }

    /** As at the end of {@link FutureTask#toString}, without the task. */
    String status() {
        if (isCancelled()) {
            return "Cancelled";
        }
        if (!isDone()) {
            return "Not completed";
        }
        String text = super.toString();
        return text.substring(text.indexOf('[') + 1, text.length() - 1);
    }
}
