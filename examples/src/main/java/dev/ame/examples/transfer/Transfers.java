package dev.ame.examples.transfer;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** The program: tellers move money while an auditor counts it again and again. */
public final class Transfers {

    private static final int ACCOUNTS = 1000;
    private static final long BALANCE = 100;

    private Transfers() {}

    /**
     * Runs the program.
     *
     * @param args none
     * @throws InterruptedException if somebody interrupts it
     */
    public static void main(String... args) throws InterruptedException {
        if (!run(System.out, 2, 1_000_000)) {
            System.exit(1);
        }
    }

    /** Whether no audit found money missing. */
    static boolean run(PrintStream out, int tellers, int transfersEach) throws InterruptedException {
        Bank bank = new Bank(ACCOUNTS, BALANCE);
        AtomicBoolean closed = new AtomicBoolean();
        List<Long> wrongAudits = new ArrayList<>();
        int[] audits = {0};
        Thread auditor = new Thread(() -> {
            do {
                long sum = bank.audit();
                audits[0]++;
                if (sum != ACCOUNTS * BALANCE) {
                    wrongAudits.add(sum);
                }
            } while (!closed.get());
        });
        int[] refused = new int[tellers];
        List<Thread> threads = IntStream.range(0, tellers)
                .mapToObj(teller -> new Thread(() -> refused[teller] = work(bank, teller, transfersEach)))
                .toList();

        long start = System.nanoTime();
        auditor.start();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        closed.set(true);
        auditor.join();

        int transfers = tellers * transfersEach;
        out.printf(
                "%,d transfers by %d tellers in %.2f s (%,.0f a second)%n",
                transfers, tellers, seconds, transfers / seconds);
        out.printf(
                "%,d of them were refused: the account had too little%n",
                IntStream.of(refused).sum());
        out.printf(
                "%,d audits of %,d accounts meanwhile; %d found money missing%n",
                audits[0], ACCOUNTS, wrongAudits.size());
        out.printf("money at the end: %,d, as at the beginning%n", bank.audit());
        payAll(bank, out);
        return wrongAudits.isEmpty() && bank.audit() == ACCOUNTS * BALANCE;
    }

    /** How many transfers were refused. */
    private static int work(Bank bank, int seed, int transfers) {
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < transfers; i++) {
            try {
                bank.transfer(random.nextInt(ACCOUNTS), random.nextInt(ACCOUNTS), random.nextInt(100));
            } catch (Bank.OverdrawnException e) {
                refused++;
            }
        }
        return refused;
    }

    private static void payAll(Bank bank, PrintStream out) {
        long before = bank.balance(0);
        try {
            bank.payAll(0, List.of(1, 2, 3), before / 2 + 1);
        } catch (Bank.OverdrawnException e) {
            out.printf(
                    "three payments of %d from %d: %s at the second; account 0 still has %d%n",
                    before / 2 + 1, before, e.getMessage(), bank.balance(0));
        }
    }
}
