package dev.ame.stm.isolation;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariants that hold before and after every block hold in every state that anybody sees, under real concurrency. */
@Bounded
class BankTest {

    private static final int OPENING = 100;

    private static List<LongBox> accounts(int count) {
        return IntStream.range(0, count).mapToObj(i -> LongBox.of(OPENING)).toList();
    }

    private static long total(List<LongBox> accounts) {
        long sum = 0;
        for (LongBox account : accounts) {
            sum += account.get();
        }
        return sum;
    }

    private static void transfer(List<LongBox> accounts, Random random) {
        LongBox from = accounts.get(random.nextInt(accounts.size()));
        LongBox to = accounts.get(random.nextInt(accounts.size()));
        long amount = random.nextInt(10);
        atomic(() -> {
            from.set(from.get() - amount);
            to.set(to.get() + amount);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 64})
    void moneyIsNeitherMadeNorLost(int count) {
        List<LongBox> accounts = accounts(count);
        together(4, index -> {
            Random random = new Random(index);
            for (int i = 0; i < 2_000; i++) {
                transfer(accounts, random);
            }
        });
        assertEquals((long) OPENING * count, total(accounts));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyAuditSeesTheWholeSum(boolean declared) {
        AtomicBlock audit =
                declared ? AtomicBlock.named("audit").readOnly() : AtomicBlock.named("audit of unknown kind");
        List<LongBox> accounts = accounts(32);
        together(3, index -> {
            Random random = new Random(index);
            for (int i = 0; i < 1_000; i++) {
                if (index == 0) {
                    assertEquals((long) OPENING * accounts.size(), (long) audit.call(() -> total(accounts)));
                } else {
                    transfer(accounts, random);
                }
            }
        });
    }

    @Test
    void auditsThatWriteTheirResultSeeTheWholeSum() {
        List<LongBox> accounts = accounts(16);
        LongBox result = LongBox.of((long) OPENING * 16);
        together(3, index -> {
            Random random = new Random(index);
            for (int i = 0; i < 1_000; i++) {
                if (index == 0) {
                    atomic(() -> result.set(total(accounts)));
                    assertEquals((long) OPENING * 16, result.get());
                } else {
                    transfer(accounts, random);
                }
            }
        });
    }

    @Test
    void noAttemptEverSeesATornSum() {
        // What aborted attempts saw is collected outside, since their exceptions are not the block's.
        List<LongBox> accounts = accounts(8);
        Queue<Long> seen = new ConcurrentLinkedQueue<>();
        together(3, index -> {
            Random random = new Random(index);
            for (int i = 0; i < 2_000; i++) {
                LongBox changed = accounts.get(random.nextInt(8));
                LongBox other = accounts.get(random.nextInt(8));
                atomic(() -> {
                    long sum = total(accounts);
                    if (sum != 8L * OPENING) {
                        seen.add(sum);
                    }
                    changed.set(changed.get() + 1);
                    other.set(other.get() - 1);
                    sum = total(accounts);
                    if (sum != 8L * OPENING) {
                        seen.add(sum);
                    }
                });
            }
        });
        assertEquals(List.of(), List.copyOf(seen));
    }

    @Test
    void moneyStaysWholeWhenSomeTransfersFail() {
        List<LongBox> accounts = accounts(4);
        together(4, index -> {
            Random random = new Random(index);
            for (int i = 0; i < 1_000; i++) {
                try {
                    atomic(() -> {
                        transfer(accounts, random);
                        accounts.get(0).add(1_000_000);
                        if (random.nextBoolean()) {
                            throw new IllegalArgumentException("declined");
                        }
                        accounts.get(0).add(-1_000_000);
                    });
                } catch (IllegalArgumentException declined) {
                    assertEquals("declined", declined.getMessage());
                }
            }
        });
        assertEquals(4L * OPENING, total(accounts));
    }

    @Test
    void allBoxesOfABlockAlwaysCarryTheSameValue() {
        List<LongBox> boxes =
                IntStream.range(0, 50).mapToObj(i -> LongBox.of(0)).toList();
        together(3, index -> {
            for (int i = 1; i <= 500; i++) {
                long mark = index * 1_000L + i;
                if (index == 0) {
                    long distinct = atomic(() ->
                            boxes.stream().mapToLong(LongBox::get).distinct().count());
                    assertEquals(1, distinct);
                } else {
                    atomic(() -> boxes.forEach(box -> box.set(mark)));
                }
            }
        });
    }
}
