package dev.ame.stm.collections.model;

import dev.ame.stm.collections.model.Execution.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that run programs together. */
final class ModelThreads implements AutoCloseable {
    private final ExecutorService pool;

    ModelThreads(int most) {
        pool = Executors.newFixedThreadPool(most, task -> {
            Thread thread = new Thread(task, "model");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs each list of blocks on a thread of its own. */
    Execution run(Program program) throws Exception {
        EngineWorld engine = new EngineWorld(program.parts());
        AtomicInteger missing = new AtomicInteger(program.threads().size());
        List<Future<List<Done>>> running = new ArrayList<>();
        for (List<Block> blocks : program.threads()) {
            running.add(pool.submit(() -> runOneThread(engine, blocks, missing)));
        }
        List<List<Done>> done = new ArrayList<>();
        for (Future<List<Done>> thread : running) {
            done.add(thread.get(60, TimeUnit.SECONDS));
        }
        return new Execution(done, engine.state());
    }

    /** Starts together with the others, as nearly as can be. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static List<Done> runOneThread(EngineWorld engine, List<Block> blocks, AtomicInteger missing) {
        missing.decrementAndGet();
        while (missing.get() > 0) {
            Thread.yield();
        }
        List<Done> done = new ArrayList<>();
        for (Block block : blocks) {
            done.add(Execution.run(block, engine));
        }
        return done;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
