package dev.ame.stm.blocking;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Small programs that live from waiting and waking; one lost wake-up and they stand still. */
@Bounded
class CoordinationTest {

    /** A place for one item. */
    private static final class Slot {
        private final Box<Integer> item = Box.of(null);

        void put(int value) {
            atomic(() -> {
                check(item.get() == null);
                item.set(value);
            });
        }

        int take() {
            return atomic(() -> {
                Integer value = item.get();
                check(value != null);
                item.set(null);
                return value;
            });
        }
    }

    /** A first-in, first-out queue of bounded size, as an immutable list in one box. */
    private static final class Buffer {
        private final Box<List<Integer>> items = Box.of(List.of());
        private final int capacity;

        Buffer(int capacity) {
            this.capacity = capacity;
        }

        void put(int value) {
            atomic(() -> {
                List<Integer> old = items.get();
                check(old.size() < capacity);
                items.set(IntStream.concat(old.stream().mapToInt(i -> i), IntStream.of(value))
                        .boxed()
                        .toList());
            });
        }

        int take() {
            return atomic(() -> {
                List<Integer> old = items.get();
                check(!old.isEmpty());
                items.set(List.copyOf(old.subList(1, old.size())));
                return old.get(0);
            });
        }
    }

    @Test
    void aSlotHandsOverEveryItemInOrder() {
        Slot slot = new Slot();
        together(2, index -> {
            for (int i = 0; i < 5_000; i++) {
                if (index == 0) {
                    slot.put(i);
                } else {
                    assertEquals(i, slot.take());
                }
            }
        });
    }

    @Test
    void aSlotBetweenManyHandsOverEveryItemOnce() {
        Slot slot = new Slot();
        Set<Integer> taken = ConcurrentHashMap.newKeySet();
        together(6, index -> {
            for (int i = 0; i < 500; i++) {
                if (index % 2 == 0) {
                    slot.put(index * 1_000 + i);
                } else {
                    assertTrue(taken.add(slot.take()));
                }
            }
        });
        assertEquals(1_500, taken.size());
    }

    @Test
    void aBoundedBufferLosesNothing() {
        Buffer buffer = new Buffer(3);
        Set<Integer> taken = ConcurrentHashMap.newKeySet();
        together(4, index -> {
            for (int i = 0; i < 1_000; i++) {
                if (index < 2) {
                    buffer.put(index * 1_000 + i);
                } else {
                    assertTrue(taken.add(buffer.take()));
                }
            }
        });
        assertEquals(2_000, taken.size());
    }

    @Test
    void twoSlotsAreServedByWhoeverCan() {
        Slot left = new Slot();
        Slot right = new Slot();
        Set<Integer> taken = ConcurrentHashMap.newKeySet();
        together(3, index -> {
            for (int i = 0; i < 1_000; i++) {
                if (index == 0) {
                    left.put(i);
                } else if (index == 1) {
                    right.put(1_000 + i);
                } else {
                    assertTrue(taken.add(orElse(left::take, right::take)));
                    assertTrue(taken.add(orElse(right::take, left::take)));
                }
            }
        });
        assertEquals(2_000, taken.size());
    }

    @Test
    void philosophersAllEat() {
        int seats = 5;
        List<Box<Boolean>> forks =
                IntStream.range(0, seats).mapToObj(i -> Box.of(true)).toList();
        LongBox meals = LongBox.of(0);
        together(seats, index -> {
            Box<Boolean> left = forks.get(index);
            Box<Boolean> right = forks.get((index + 1) % seats);
            for (int i = 0; i < 300; i++) {
                atomic(() -> {
                    check(left.get() && right.get());
                    left.set(false);
                    right.set(false);
                });
                meals.add(1);
                atomic(() -> {
                    left.set(true);
                    right.set(true);
                });
            }
        });
        assertEquals(1_500, meals.get());
        forks.forEach(fork -> assertTrue(fork.get()));
    }

    @Test
    void aSemaphoreLetsInNoMoreThanItsPermits() {
        LongBox permits = LongBox.of(3);
        LongBox inside = LongBox.of(0);
        together(6, index -> {
            for (int i = 0; i < 300; i++) {
                atomic(() -> {
                    check(permits.get() > 0);
                    permits.add(-1);
                });
                assertTrue(inside.incrementAndGet() <= 3);
                inside.add(-1);
                atomic(() -> permits.add(1));
            }
        });
        assertEquals(3, permits.get());
    }

    @Test
    void aBarrierOfBoxesMeetsManyTimes() {
        int parties = 4;
        LongBox arrived = LongBox.of(0);
        LongBox generation = LongBox.of(0);
        together(parties, index -> {
            for (int i = 0; i < 300; i++) {
                long mine = atomic(() -> {
                    long before = generation.get();
                    if (arrived.incrementAndGet() == parties) {
                        arrived.set(0);
                        generation.set(before + 1);
                    }
                    return before;
                });
                assertEquals(i, mine);
                atomic(() -> check(generation.get() > mine));
            }
        });
        assertEquals(300, generation.get());
    }
}
