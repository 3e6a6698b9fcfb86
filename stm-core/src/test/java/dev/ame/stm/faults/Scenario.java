package dev.ame.stm.faults;

import static dev.ame.stm.Stm.*;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.spi.Blocks;
import java.time.Duration;

/** Work that an error strikes. Each is one block, or single operations, and leaves all sums of the accounts as they are. */
public enum Scenario {
    BLOCK {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> accounts.transfer());
        }
    },
    BLOCK_OF_ONE_BOX {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> accounts.count());
        }
    },
    BLIND_BLOCK {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> accounts.transferBlindly());
        }
    },
    BLOCK_WITH_MANY_BOXES {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> accounts.incrementMany());
        }
    },
    NESTED_BLOCK {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> {
                accounts.transfer();
                try {
                    atomic(() -> {
                        accounts.transfer();
                        throw new IllegalArgumentException();
                    });
                } catch (IllegalArgumentException expected) {
                    accounts.transferBlindly();
                }
            });
        }
    },
    ALTERNATIVE {
        @Override
        void run(Accounts accounts, Witness others) {
            orElse(
                    () -> {
                        accounts.halfATransfer();
                        return retry();
                    },
                    () -> {
                        accounts.transfer();
                        return null;
                    });
        }
    },
    HOOKS {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> {
                accounts.halfATransfer();
                beforeCommit(accounts::otherHalf);
                afterCommit(() -> {});
                afterRollback(() -> {});
            });
        }
    },
    SERIAL_BLOCK {
        @Override
        void run(Accounts accounts, Witness others) {
            AtomicBlock.named("serial").serialAfter(0).run(() -> accounts.transfer());
        }
    },
    /** Each of these does one write, since an irrevocable block that fails commits what it has done. */
    IRREVOCABLE_BLOCK {
        @Override
        void run(Accounts accounts, Witness others) {
            AtomicBlock.named("irrevocable").irrevocable().run(() -> accounts.count());
        }
    },
    BECOMES_IRREVOCABLE {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> {
                accounts.transfer();
                irrevocable("at the end");
            });
        }
    },
    READ_ONLY_BLOCK {
        @Override
        void run(Accounts accounts, Witness others) {
            AtomicBlock.named("reader").readOnly().run(() -> accounts.read());
        }
    },
    BLOCK_WITH_OPTIONS {
        @Override
        void run(Accounts accounts, Witness others) {
            AtomicBlock.named("options")
                    .deadline(Duration.ofHours(1))
                    .maxAttempts(1_000)
                    .run(() -> accounts.transfer());
        }
    },
    COMMITS_ALL_THE_SAME {
        @Override
        void run(Accounts accounts, Witness others) {
            try {
                AtomicBlock.named("all the same")
                        .noRollbackFor(IllegalArgumentException.class)
                        .run(() -> {
                            accounts.transfer();
                            throw new IllegalArgumentException();
                        });
            } catch (IllegalArgumentException expected) {
                return;
            }
        }
    },
    CONFLICT {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> {
                accounts.transfer();
                if (attempt() == 1) {
                    others.run(() -> atomic(accounts::transfer));
                }
            });
        }
    },
    READER_IN_A_CONFLICT {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> {
                accounts.read();
                if (attempt() == 1) {
                    others.run(() -> atomic(accounts::transfer));
                }
                accounts.read();
            });
        }
    },
    BEHIND_THE_GATE {
        @Override
        void run(Accounts accounts, Witness others) {
            others.holdTheGateFor(Thread.currentThread());
            atomic(() -> accounts.transfer());
        }
    },
    SINGLE_OPERATION_BEHIND_THE_GATE {
        @Override
        void run(Accounts accounts, Witness others) {
            others.holdTheGateFor(Thread.currentThread());
            accounts.count();
        }
    },
    BESIDE_A_PINNED_READER {
        @Override
        void run(Accounts accounts, Witness others) {
            others.pin();
            atomic(() -> accounts.transfer());
            atomic(() -> accounts.count());
        }
    },
    WAKES_A_WAITER {
        @Override
        void run(Accounts accounts, Witness others) {
            others.awaitTheWaiter();
            atomic(() -> {
                accounts.wake();
                accounts.transfer();
            });
        }
    },
    WAKES_A_WAITER_BY_A_SINGLE_OPERATION {
        @Override
        void run(Accounts accounts, Witness others) {
            others.awaitTheWaiter();
            accounts.wake();
        }
    },
    TIMED_WAIT {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> {
                int timer = Blocks.timer();
                accounts.read();
                Blocks.retryFor(timer, 1);
                accounts.transfer();
            });
        }
    },
    SINGLE_OPERATIONS {
        @Override
        void run(Accounts accounts, Witness others) {
            accounts.singleOperations();
        }
    },
    STRUCTURE {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> accounts.enter());
        }
    },
    STRUCTURE_MOVES_AT_THE_COMMIT {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> {
                accounts.enter();
                if (attempt() == 1) {
                    others.run(() -> atomic(accounts::enterBlindly));
                }
            });
        }
    },
    STRUCTURE_MOVES_IN_A_NESTED_BLOCK {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> {
                accounts.enterBlindly();
                try {
                    atomic(() -> {
                        accounts.enterBlindly();
                        if (attempt() == 1) {
                            others.run(() -> atomic(() -> {
                                accounts.enterBlindly();
                                accounts.transfer();
                            }));
                        }
                        accounts.read();
                        throw new IllegalArgumentException();
                    });
                } catch (IllegalArgumentException expected) {
                    accounts.transfer();
                }
            });
        }
    },
    /** The block catches the error, and must then not see two structures at two moments. */
    STRUCTURE_MOVE_IS_CAUGHT {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> {
                accounts.count();
                accounts.readLedgers();
                if (attempt() == 1) {
                    others.run(() -> atomic(accounts::enterBlindly));
                }
                try {
                    accounts.readEntered();
                } catch (VirtualMachineError e) {
                    accounts.readLedgers();
                    throw e;
                }
                accounts.readLedgers();
            });
        }
    },
    STRUCTURE_IN_A_SERIAL_BLOCK {
        @Override
        void run(Accounts accounts, Witness others) {
            AtomicBlock.named("serial").serialAfter(0).run(() -> accounts.enter());
        }
    },
    STRUCTURE_BECOMES_IRREVOCABLE {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> {
                accounts.enter();
                if (attempt() == 1) {
                    others.run(() -> atomic(accounts::enterBlindly));
                }
                irrevocable("at the end");
            });
        }
    },
    STRUCTURE_IS_WAITED_FOR {
        @Override
        void run(Accounts accounts, Witness others) {
            atomic(() -> {
                int timer = Blocks.timer();
                accounts.readLedgers();
                Blocks.retryFor(timer, 1);
                accounts.enter();
            });
        }
    };

    abstract void run(Accounts accounts, Witness others);
}
