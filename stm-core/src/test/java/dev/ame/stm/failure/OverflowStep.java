package dev.ame.stm.failure;

import static dev.ame.stm.Stm.*;

import dev.ame.stm.AtomicBlock;

/** What is done at every level of a recursion that ends with the stack. Each keeps the balances of its boxes at zero. */
enum OverflowStep {
    BLOCK {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            atomic(() -> boxes.transfer());
            deeper.run();
        }
    },
    BLOCK_OF_MANY_BOXES {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            atomic(() -> boxes.incrementMany());
            deeper.run();
        }
    },
    SERIAL_BLOCK {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            AtomicBlock.named("serial").serialAfter(0).run(() -> boxes.transfer());
            deeper.run();
        }
    },
    READ_ONLY_BLOCK {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            AtomicBlock.named("reader").readOnly().run(() -> boxes.read());
            deeper.run();
        }
    },
    BLOCK_WITH_HOOKS {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            atomic(() -> {
                beforeCommit(boxes::transfer);
                afterCommit(() -> {});
                afterRollback(() -> {});
            });
            deeper.run();
        }
    },
    BLOCK_WITH_DEADLINE {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            AtomicBlock.named("deadline")
                    .deadline(java.time.Duration.ofHours(1))
                    .maxAttempts(1_000)
                    .run(() -> boxes.transfer());
            deeper.run();
        }
    },
    SINGLE_OPERATIONS {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            boxes.singleOperations();
            deeper.run();
        }
    },
    STRUCTURE {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            atomic(() -> boxes.tally());
            deeper.run();
        }
    },
    NESTED_STRUCTURE {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            atomic(() -> {
                boxes.tally();
                deeper.run();
            });
        }
    },
    NESTED_BLOCK {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            atomic(() -> {
                boxes.transfer();
                deeper.run();
            });
        }
    },
    NESTED_SERIAL_BLOCK {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            AtomicBlock.named("serial").serialAfter(0).run(() -> {
                boxes.transfer();
                deeper.run();
            });
        }
    },
    NESTED_READ_ONLY_BLOCK {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            AtomicBlock.named("reader").readOnly().run(() -> {
                boxes.read();
                deeper.run();
            });
        }
    },
    ALTERNATIVE {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            orElse(
                    () -> {
                        boxes.transfer();
                        return boxes.read() > Long.MIN_VALUE ? retry() : null;
                    },
                    () -> {
                        boxes.transfer();
                        deeper.run();
                        return null;
                    });
        }
    },
    BECOMES_IRREVOCABLE {
        @Override
        void take(OverflowBoxes boxes, Runnable deeper) {
            // The block may lose its last step to the overflow, so what it does is a single write.
            atomic(() -> {
                irrevocable("at every level");
                boxes.count();
            });
            AtomicBlock.named("irrevocable").irrevocable().run(() -> boxes.count());
            deeper.run();
        }
    };

    abstract void take(OverflowBoxes boxes, Runnable deeper);
}
