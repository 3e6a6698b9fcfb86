package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Stm;
import dev.ame.stm.engine.attempt.AttemptSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loop inside an atomic block: every iteration is a nested block. */
final class LoopInside<T extends @Nullable Object, X extends Exception> {
    private final LoopSettings settings;
    private final AtomicFunction<? super T, ?, X> body;
    private final @Nullable LoopResults results;
    private final List<Throwable> failures = new ArrayList<>();
    private long index;
    private long done;
    private boolean last;

    LoopInside(LoopSettings settings, AtomicFunction<? super T, ?, X> body, @Nullable LoopResults results) {
        this.settings = settings;
        this.body = body;
        this.results = results;
    }

    LoopReport run(Iterable<? extends T> elements) throws X {
        Duration deadline = settings.deadline();
        return deadline == null
                ? runAll(elements)
                : AtomicBlock.named(settings.name()).deadline(deadline).<LoopReport, X>call(() -> runAll(elements));
    }

    private LoopReport runAll(Iterable<? extends T> elements) throws X {
        long began = System.nanoTime();
        for (T element : elements) {
            runOne(element);
            index++;
            if (last) {
                break;
            }
        }
        return LoopReport.ofNested(done, began, List.copyOf(failures));
    }

    private void runOne(T element) throws X {
        try {
            Object result = settings.block().<@Nullable Object, X>call(() -> {
                Object value = body.apply(element);
                last = settings.stopWhen() != null && settings.stopWhen().getAsBoolean();
                return value;
            });
            done++;
            if (results != null) {
                results.add(index, result);
            }
        } catch (AttemptSignal signal) {
            throw signal;
        } catch (Throwable t) {
            noteAtEnd(t, index, element);
            if (!settings.goOn() || LoopRun.isInterrupt(t)) {
                throw t;
            }
            failures.add(t);
        }
    }

    /** Has the note made when the block is over: the element's code must not read or write on behalf of the block. */
    private void noteAtEnd(Throwable thrown, long at, T element) {
        Runnable attach = () -> LoopElementNote.attach(thrown, settings.name(), at, element);
        Stm.afterCommit(attach);
        Stm.afterRollback(attach);
    }
}
