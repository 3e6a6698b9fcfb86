package dev.ame.stm.engine.attempt;

import static dev.ame.stm.support.TestThreads.await;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import dev.ame.stm.support.TestThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Each thread finds its own transaction, whatever others work with. */
@Bounded
class BindingsTest {
    private static final int SLOTS = 1 << 10;

    @Test
    void aForeignTransactionIsNotFoundByTheThreadItWasMadeFor() throws Exception {
        CountDownLatch handedOver = new CountDownLatch(1);
        CountDownLatch bound = new CountDownLatch(1);
        AtomicReference<Transaction> foreign = new AtomicReference<>();
        Running owner = TestThreads.start(() -> {
            Transaction second = new Transaction(Thread.currentThread());
            foreign.set(second);
            handedOver.countDown();
            await(bound);
            assertNotSame(second, Transaction.current());
        });
        await(handedOver);
        FutureTask<Void> job = new FutureTask<>(() -> {
            Transaction own = Transaction.current();
            Bindings.bind(Thread.currentThread(), foreign.get());
            assertSame(foreign.get(), Transaction.current());
            bound.countDown();
            owner.join();
            Bindings.bind(Thread.currentThread(), own);
            assertSame(own, Transaction.current());
            return null;
        });
        threadLike(owner.thread(), job).start();
        job.get(10, TimeUnit.SECONDS);
    }

    /** A thread with the same slot in the table. */
    private static Thread threadLike(Thread other, Runnable job) {
        Thread thread = new Thread(job);
        while ((thread.getId() - other.getId()) % SLOTS != 0) {
            thread = new Thread(job);
        }
        return thread;
    }
}
