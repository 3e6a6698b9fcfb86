package dev.ame.examples.ledger;

import dev.ame.stm.collections.TLongArray;
import dev.ame.stm.loop.AtomicExecutor;
import dev.ame.stm.loop.AtomicLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * A log of transfers and what comes of it. Whether a transfer is refused depends on those before it, so the order matters; a
 * log that is applied again, on any number of threads, gives the same balances and the same events.
 */
final class Ledger {

    /** What one line of the log asks for. */
    record Transfer(int from, int to, long amount) {}

    /**
     * What came of it.
     *
     * @param paid whether there was enough
     * @param left what the payer has then
     */
    record Event(boolean paid, long left) {}

    /** What a log has come to. */
    record Books(List<Long> balances, List<Event> events) {}

    private static final long BALANCE = 500;

    private final int accounts;
    private final List<Transfer> log;

    Ledger(int accounts, List<Transfer> log) {
        this.accounts = accounts;
        this.log = log;
    }

    /** A log that is always the same. */
    static List<Transfer> log(int accounts, int length) {
        SplittableRandom random = new SplittableRandom(accounts);
        List<Transfer> log = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            int from = random.nextInt(accounts);
            int to = (from + 1 + random.nextInt(accounts - 1)) % accounts;
            log.add(new Transfer(from, to, random.nextInt(1, 400)));
        }
        return log;
    }

    /** One transfer after the other, in one thread. */
    Books serial() {
        long[] balances = new long[accounts];
        Arrays.fill(balances, BALANCE);
        List<Event> events = new ArrayList<>(log.size());
        for (Transfer transfer : log) {
            long left = balances[transfer.from] - transfer.amount;
            boolean paid = left >= 0;
            if (paid) {
                balances[transfer.from] = left;
                balances[transfer.to] += transfer.amount;
            }
            events.add(new Event(paid, paid ? left : balances[transfer.from]));
        }
        return new Books(Arrays.stream(balances).boxed().toList(), events);
    }

    /** A loop: each transfer is a block, and the blocks behave as if run in the order of the log. */
    Books loop(int threads) {
        TLongArray balances = openAccounts();
        List<Event> events =
                AtomicLoop.over(log).ordered().parallelism(threads).map(transfer -> apply(transfer, balances));
        return new Books(balances.stream().boxed().toList(), events);
    }

    /** An executor: each transfer is a task, and the tasks behave as if run in the order in which they were submitted. */
    Books executor(int threads) {
        TLongArray balances = openAccounts();
        List<Event> events = new ArrayList<>(log.size());
        try (AtomicExecutor executor =
                AtomicExecutor.builder().parallelism(threads).build()) {
            List<Future<Event>> tasks = new ArrayList<>(log.size());
            for (Transfer transfer : log) {
                tasks.add(executor.submit(() -> apply(transfer, balances)));
            }
            for (Future<Event> task : tasks) {
                events.add(task.get());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return new Books(balances.stream().boxed().toList(), events);
    }

    private TLongArray openAccounts() {
        TLongArray balances = new TLongArray(accounts);
        for (int account = 0; account < accounts; account++) {
            balances.set(account, BALANCE);
        }
        return balances;
    }

    /** Part of a block. */
    private static Event apply(Transfer transfer, TLongArray balances) {
        long before = balances.get(transfer.from);
        long left = before - transfer.amount;
        if (left < 0) {
            return new Event(false, before);
        }
        balances.set(transfer.from, left);
        balances.add(transfer.to, transfer.amount);
        return new Event(true, left);
    }
}
