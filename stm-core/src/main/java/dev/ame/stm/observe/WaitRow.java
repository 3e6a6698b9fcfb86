package dev.ame.stm.observe;

import dev.ame.stm.engine.observe.BlockWait;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row of waits while it is recorded. */
final class WaitRow {
    private static final int MAX_PLACES = 4;

    // Guarded by this.
    private long waits;
    private long timeouts;
    private long nanos;
    private final Map<Integer, Location> places = new LinkedHashMap<>();

    synchronized void began(BlockWait wait) {
        waits++;
        addPlaces(wait);
    }

    private void addPlaces(BlockWait wait) {
        for (Location place : wait.places()) {
            if (places.size() < MAX_PLACES) {
                places.put(Locations.id(place), place);
            }
        }
    }

    synchronized void ended(BlockWait.End end, long nanosWaited) {
        nanos += nanosWaited;
        timeouts += end == BlockWait.End.TIMED_OUT ? 1 : 0;
    }

    /** @param now waits that go on; such a one may have begun before the recording */
    WaitUse use(String block, List<BlockWait> now, long recordingBegan) {
        List<Location> seen;
        long count;
        long total;
        long late;
        long present = System.nanoTime();
        synchronized (this) {
            now.forEach(this::addPlaces);
            seen = new ArrayList<>(places.values());
            count = waits;
            total = nanos;
            late = timeouts;
        }
        for (BlockWait wait : now) {
            boolean isOlder = wait.began() - recordingBegan < 0;
            count += isOlder ? 1 : 0;
            total += present - (isOlder ? recordingBegan : wait.began());
        }
        List<String> targets =
                seen.stream().map(ReportBuilder::describe).distinct().toList();
        return new WaitUse(block, targets, count, late, Duration.ofNanos(total), now.size());
    }
}
