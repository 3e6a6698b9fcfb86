package dev.ame.examples.transfer;

import static dev.ame.stm.Stm.atomic;

import dev.ame.stm.LongBox;
import java.util.List;
import java.util.stream.Stream;

/** Accounts. Each method is one step for everybody else; a method that calls others still is. */
final class Bank {

    /** Thrown inside a block, it undoes the block. */
    static final class OverdrawnException extends Exception {
        private static final long serialVersionUID = 1;

        OverdrawnException(int account, long missing) {
            super("account " + account + " lacks " + missing);
        }
    }

    private final List<LongBox> accounts;

    Bank(int accounts, long balance) {
        this.accounts =
                Stream.generate(() -> LongBox.of(balance)).limit(accounts).toList();
    }

    void transfer(int from, int to, long amount) throws OverdrawnException {
        atomic(() -> {
            long balance = accounts.get(from).get();
            if (balance < amount) {
                throw new OverdrawnException(from, amount - balance);
            }
            accounts.get(from).set(balance - amount);
            accounts.get(to).add(amount); // not read here, so two transfers to one account do not collide
        });
    }

    /** Pays everybody or nobody: a transfer that fails takes those before it back. */
    void payAll(int from, List<Integer> to, long amount) throws OverdrawnException {
        atomic(() -> {
            for (int account : to) {
                transfer(from, account, amount);
            }
        });
    }

    long balance(int account) {
        return accounts.get(account).get();
    }

    /** The money of all accounts at one moment, while transfers go on. */
    long audit() {
        return atomic(() -> {
            long sum = 0;
            for (LongBox account : accounts) {
                sum += account.get();
            }
            return sum;
        });
    }
}
