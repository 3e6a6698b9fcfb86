package dev.ame.history;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Random concurrent programs through the public interface; each one's history must be strictly serializable and opaque.
 *
 * <p>Runs for a bounded time. To run longer, or to run the programs of one seed again (the interleaving still differs,
 * so give it some time):
 *
 * <pre>
 *   mvn -pl stress-tests -am test -Dtest=RandomProgramsTest -Dsurefire.failIfNoSpecifiedTests=false -Dhistory.seconds=600
 *   mvn ... -Dhistory.seconds=60 -Dhistory.seed=SEED
 * </pre>
 */
class RandomProgramsTest {
    private static final int SECONDS = Integer.getInteger("history.seconds", 10);
    private static final int BLOCKS_PER_THREAD = Integer.getInteger("history.blocks", 800);

    @Test
    void historiesAreStrictlySerializableAndOpaque() throws InterruptedException {
        Long seed = Long.getLong("history.seed");
        SplittableRandom seeds = new SplittableRandom();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        do {
            RandomProgram program = new RandomProgram(seed == null ? seeds.nextLong() : seed, BLOCKS_PER_THREAD);
            History history = program.run();
            Optional<Violation> violation = HistoryChecker.check(history);
            assertTrue(violation.isEmpty(), () -> program + System.lineSeparator() + violation.orElseThrow());
        } while (System.nanoTime() - end < 0);
    }
}
