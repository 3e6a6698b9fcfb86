package dev.ame.stm.observe;

import dev.ame.stm.engine.observe.BlockLabel;
import dev.ame.stm.engine.observe.SerialPhase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row of serial phases while it is recorded. */
final class SerialRow {
    private static final int MAX_WAITERS = 16;

    private final SerialPhase first;

    // Guarded by this.
    private long phases;
    private long aborts;
    private long held;
    private long waited;
    private final Map<BlockLabel, Long> waiters = new LinkedHashMap<>();

    SerialRow(SerialPhase first) {
        this.first = first;
    }

    synchronized void ended(SerialPhase phase, long nanos) {
        phases++;
        aborts += phase.aborts();
        held += nanos;
    }

    synchronized void waited(BlockLabel block, long nanos) {
        waited += nanos;
        if (waiters.size() < MAX_WAITERS || waiters.containsKey(block)) {
            waiters.merge(block, nanos, Long::sum);
        }
    }

    synchronized SerialUse use() {
        List<String> names = waiters.entrySet().stream()
                .sorted(Map.Entry.<BlockLabel, Long>comparingByValue().reversed())
                .map(entry -> entry.getKey().display())
                .toList();
        return new SerialUse(
                first.block().display(),
                first.reason(),
                phases,
                aborts,
                Duration.ofNanos(held),
                Duration.ofNanos(waited),
                names,
                first.stack(),
                Advice.of(first.kind(), held, waited));
    }
}
