package dev.ame.examples.ledger;

import dev.ame.stm.collections.TLongArray;
import dev.ame.stm.loop.AtomicLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

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

    /** Each transfer is a block, and the blocks behave as if run in the order of the log. */
    Books atomic(int threads) {
        TLongArray balances = new TLongArray(accounts);
        for (int account = 0; account < accounts; account++) {
            balances.set(account, BALANCE);
        }
        List<Event> events = AtomicLoop.over(log).ordered().parallelism(threads).map(transfer -> {
            long before = balances.get(transfer.from);
            long left = before - transfer.amount;
            if (left < 0) {
                return new Event(false, before);
            }
            balances.set(transfer.from, left);
            balances.add(transfer.to, transfer.amount);
            return new Event(true, left);
        });
        return new Books(balances.stream().boxed().toList(), events);
    }
}
