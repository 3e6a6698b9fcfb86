package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads print, and run tasks. */
@Bounded
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualTasksTest {

    /** Starts a virtual thread; the method exists on newer JDKs only. */
    private static FutureTask<Void> startVirtual(Runnable job) throws ReflectiveOperationException {
        FutureTask<Void> task = new FutureTask<>(job, null);
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        return task;
    }

    @Test
    void theyPrint() throws Exception {
        Captured sink = new Captured();
        DeferredOutput out = DeferredOutput.to(sink);
        LongBox count = LongBox.of(0);
        List<FutureTask<Void>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(startVirtual(() -> Stm.atomic(() -> out.println(count.getAndAdd(1)))));
        }
        for (FutureTask<Void> one : all) {
            one.get(20, TimeUnit.SECONDS);
        }
        out.close();
        assertEquals(IntStream.range(0, 500).mapToObj(Integer::toString).toList(), sink.lines());
    }

    @Test
    void theyRunTasksThatWaitForEachOther() throws Exception {
        LongBox turn = LongBox.of(9);
        AtomicTasks tasks = new AtomicTasks().parallelism(2);
        for (int i = 0; i < 10; i++) {
            int mine = i;
            tasks.add(() -> {
                Stm.check(turn.get() == mine);
                turn.set(mine - 1);
            });
        }
        startVirtual(() -> assertEquals(10, tasks.run().iterations())).get(20, TimeUnit.SECONDS);
        assertEquals(-1, turn.get());
    }
}
