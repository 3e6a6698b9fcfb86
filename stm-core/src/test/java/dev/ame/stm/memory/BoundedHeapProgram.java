package dev.ame.stm.memory;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import java.time.Duration;

/** One kind of work, a million times. */
final class BoundedHeapProgram {

    private static final int MANY = 1_000_000;

    private BoundedHeapProgram() {}

    /** What is done over and over. */
    enum Work {
        /** A reader stays open while others write on: the versions between are needed by nobody. */
        WRITES_UNDER_A_LONG_READER {
            @Override
            void run(LongBox number, Box<Integer> box, Counter counter) {
                AtomicBlock.named("long reader").readOnly().run(() -> {
                    long before = number.get() + box.get() + counter.sum();
                    elsewhere(() -> {
                        for (int i = 0; i < MANY; i++) {
                            number.add(1);
                            box.set(i);
                            counter.increment();
                            atomic(() -> number.set(number.get() + 1));
                        }
                    });
                    require(before == number.get() + box.get() + counter.sum());
                });
            }
        },
        /** "Duplicate reads of one box in a long block must not grow the read set without bound." */
        READS_OF_ONE_BOX_IN_A_BLOCK {
            @Override
            void run(LongBox number, Box<Integer> box, Counter counter) {
                atomic(() -> {
                    counter.increment();
                    for (int i = 0; i < 3 * MANY; i++) {
                        require(number.get() == 0);
                        require(box.get() == 0);
                    }
                });
            }
        },
        WRITES_OF_ONE_BOX_IN_A_BLOCK {
            @Override
            void run(LongBox number, Box<Integer> box, Counter counter) {
                atomic(() -> {
                    for (int i = 0; i < 3 * MANY; i++) {
                        number.set(number.get() + 1);
                        box.set(i % 100);
                    }
                });
                require(number.get() == 3L * MANY);
            }
        },
        BLIND_ADDS_IN_A_BLOCK {
            @Override
            void run(LongBox number, Box<Integer> box, Counter counter) {
                atomic(() -> {
                    for (int i = 0; i < 2 * MANY; i++) {
                        number.add(1);
                        counter.increment();
                    }
                });
                require(number.get() == 2L * MANY && counter.sum() == 2L * MANY);
            }
        },
        UNDONE_BLOCKS_IN_A_BLOCK {
            @Override
            void run(LongBox number, Box<Integer> box, Counter counter) {
                IllegalArgumentException failure = new IllegalArgumentException();
                atomic(() -> {
                    for (int i = 0; i < MANY; i++) {
                        try {
                            atomic(() -> {
                                number.add(1);
                                box.set(box.get() + 1);
                                throw failure;
                            });
                        } catch (IllegalArgumentException expected) {
                            require(box.get() == 0);
                        }
                    }
                });
                require(number.get() == 0);
            }
        },
        ABANDONED_ALTERNATIVES_IN_A_BLOCK {
            @Override
            void run(LongBox number, Box<Integer> box, Counter counter) {
                atomic(() -> {
                    for (int i = 0; i < MANY; i++) {
                        orElse(
                                () -> {
                                    box.set(1);
                                    return number.get() == 0 ? retry() : null;
                                },
                                () -> null);
                    }
                });
                require(box.get() == 0);
            }
        },
        WAITS_THAT_TIME_OUT {
            @Override
            void run(LongBox number, Box<Integer> box, Counter counter) {
                AtomicBlock impatient = AtomicBlock.named("impatient").deadline(Duration.ofNanos(1));
                for (int i = 0; i < MANY / 5; i++) {
                    try {
                        impatient.run(() -> check(number.get() + box.get() != 0));
                        throw new AssertionError("nobody opened it");
                    } catch (DeadlineExceededException expected) {
                        require(!inAtomic());
                    }
                }
            }
        },
        BLOCKS_WITH_OPTIONS_OF_THEIR_OWN {
            @Override
            void run(LongBox number, Box<Integer> box, Counter counter) {
                for (int i = 0; i < MANY; i++) {
                    AtomicBlock.named("block " + i).serialAfter(5).run(() -> number.add(1));
                }
                require(number.get() == MANY);
            }
        },
        BOXES_THAT_COME_AND_GO {
            @Override
            void run(LongBox number, Box<Integer> box, Counter counter) {
                for (int i = 0; i < MANY; i++) {
                    Box<Integer> young = atomic(() -> Box.named("young", 0));
                    atomic(() -> young.set(young.get() + 1));
                    LongBox.named("young too", i).add(1);
                    if (i % 20 == 0) {
                        Counter.named("young counter").increment();
                    }
                }
            }
        },
        THREADS_THAT_COME_AND_GO {
            @Override
            void run(LongBox number, Box<Integer> box, Counter counter) {
                for (int i = 0; i < 5_000; i++) {
                    elsewhere(() -> {
                        atomic(() -> box.set(box.get() + 1));
                        counter.increment();
                    });
                }
                require(box.get() == 5_000 && counter.sum() == 5_000);
            }
        };

        abstract void run(LongBox number, Box<Integer> box, Counter counter);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError("a wrong value");
        }
    }

    public static void main(String[] args) {
        Work.valueOf(args[0]).run(LongBox.of(0), Box.of(0), Counter.create());
        System.out.println("done");
    }
}
