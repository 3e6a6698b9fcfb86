package dev.ame.stm.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** What a small program of several threads sees and leaves behind, it could have with its blocks run one by one. */
class ConcurrentProgramsProperties {
    private static final int THREADS = 3;
    private static final int BLOCKS_PER_THREAD = 2;
    private static final int REPEATS = 10;

    private static final ExecutorService POOL = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "model");
        thread.setDaemon(true);
        return thread;
    });

    @AfterContainer
    static void stop() {
        POOL.shutdownNow();
    }

    /** Not shrunk: a program that failed once often does not the next time. */
    @Property(tries = 400, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void someSerialOrderExplainsTheOutcome(@ForAll("programs") List<List<Operation>> program) throws Exception {
        for (int i = 0; i < REPEATS; i++) {
            Outcome outcome = runConcurrently(program);
            assertTrue(
                    isExplained(program, outcome, new ArrayList<>(), new int[program.size()]),
                    () -> "no order of these blocks explains " + outcome + ": " + program);
        }
    }

    @Provide
    Arbitrary<List<List<Operation>>> programs() {
        return Operations.outermostAtomic()
                .list()
                .ofMinSize(1)
                .ofMaxSize(BLOCKS_PER_THREAD)
                .list()
                .ofMinSize(2)
                .ofMaxSize(THREADS);
    }

    /**
     * @param observed by thread and block
     * @param state at the end
     */
    private record Outcome(List<List<List<Object>>> observed, List<Object> state) {}

    private static Outcome runConcurrently(List<List<Operation>> program)
            throws InterruptedException, ExecutionException, TimeoutException {
        EngineWorld engine = new EngineWorld();
        AtomicInteger missing = new AtomicInteger(program.size());
        List<Future<List<List<Object>>>> running = new ArrayList<>();
        for (List<Operation> blocks : program) {
            running.add(POOL.submit(() -> runOneThread(engine, blocks, missing)));
        }
        List<List<List<Object>>> observed = new ArrayList<>();
        for (Future<List<List<Object>>> thread : running) {
            observed.add(thread.get(60, TimeUnit.SECONDS));
        }
        return new Outcome(observed, engine.state());
    }

    /** Starts together with the others, as nearly as can be. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static List<List<Object>> runOneThread(EngineWorld engine, List<Operation> blocks, AtomicInteger missing)
            throws Planned {
        missing.decrementAndGet();
        while (missing.get() > 0) {
            Thread.yield();
        }
        List<List<Object>> observed = new ArrayList<>();
        for (Operation block : blocks) {
            int before = engine.observed().size();
            block.run(engine);
            observed.add(List.copyOf(
                    engine.observed().subList(before, engine.observed().size())));
        }
        return observed;
    }

    /** Tries every order that keeps that of each thread. */
    private static boolean isExplained(List<List<Operation>> program, Outcome outcome, List<Integer> order, int[] done)
            throws Planned {
        boolean complete = true;
        for (int thread = 0; thread < program.size(); thread++) {
            if (done[thread] < program.get(thread).size()) {
                complete = false;
                int[] next = done.clone();
                next[thread]++;
                List<Integer> longer = new ArrayList<>(order);
                longer.add(thread);
                if (isExplained(program, outcome, longer, next)) {
                    return true;
                }
            }
        }
        return complete && yields(program, order, outcome);
    }

    private static boolean yields(List<List<Operation>> program, List<Integer> order, Outcome outcome) throws Planned {
        ModelWorld model = new ModelWorld();
        int[] done = new int[program.size()];
        for (int thread : order) {
            int block = done[thread]++;
            int before = model.observed().size();
            program.get(thread).get(block).run(model);
            List<Object> observed =
                    model.observed().subList(before, model.observed().size());
            if (!observed.equals(outcome.observed().get(thread).get(block))) {
                return false;
            }
        }
        return model.state().equals(outcome.state()) && Arrays.stream(done).sum() == order.size();
    }
}
