package dev.ame.stm.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A block sees what it has put in, or ends: also when others have taken the entry out of the index meanwhile. */
@Timeout(60)
class OwnWritesTest {
    private static final Integer KEY = 2;

    private static final class Planned extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** How a block may look for what it has put. */
    enum Look {
        GET(map -> map.getOrDefault(KEY, -1)),
        CONTAINS(map -> map.containsKey(KEY) ? 0 : -1),
        PUT(map -> orNone(map.put(KEY, 5))),
        PUT_IF_ABSENT(map -> orNone(map.putIfAbsent(KEY, 5))),
        REMOVE(map -> orNone(map.remove(KEY))),
        MERGE(map -> map.merge(KEY, 7, (old, given) -> old) == 0 ? 0 : -1),
        COMPUTE(map -> {
            AtomicReference<Integer> seen = new AtomicReference<>();
            map.compute(KEY, (key, old) -> {
                seen.set(old);
                return 5;
            });
            return orNone(seen.get());
        }),
        KEYS(map -> new ArrayList<>(map.keySet()).equals(List.of(KEY)) ? 0 : -1),
        VALUES(map -> new ArrayList<>(map.values()).equals(List.of(0)) ? 0 : -1),
        ENTRIES(map -> new ArrayList<>(map.entrySet()).equals(List.of(Map.entry(KEY, 0))) ? 0 : -1);

        @SuppressWarnings("ImmutableEnumChecker") // it is
        final Function<TMap<Integer, Integer>, Integer> found;

        Look(Function<TMap<Integer, Integer>, Integer> found) {
            this.found = found;
        }
    }

    private static int orNone(Integer value) {
        return value == null ? -1 : value;
    }

    /** What others do between the put and the look. */
    enum Meddling {
        /** They put the same key, and are undone. */
        UNDONE_PUT(OwnWritesTest::putAndUndo),
        PUT_AND_REMOVED(map -> {
            map.put(KEY, 3);
            map.remove(KEY);
        }),
        PUT_AND_REMOVED_IN_A_BLOCK(map -> Stm.atomic(() -> {
            map.put(KEY, 3);
            map.remove(KEY);
        }));

        @SuppressWarnings("ImmutableEnumChecker") // it is
        final Consumer<TMap<Integer, Integer>> action;

        Meddling(Consumer<TMap<Integer, Integer>> action) {
            this.action = action;
        }
    }

    private static void putAndUndo(TMap<Integer, Integer> map) {
        assertThrows(
                Planned.class,
                () -> Stm.atomic(() -> {
                    map.put(KEY, 3);
                    throw new Planned();
                }));
    }

    private static void elsewhere(Runnable action) {
        try {
            Elsewhere.run(Executors.callable(action));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void meddle(Meddling meddling, TMap<Integer, Integer> map) {
        if (Stm.attempt() == 1) {
            elsewhere(() -> meddling.action.accept(map));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPutIsSeenByEveryLook(Look look) {
        for (Meddling meddling : Meddling.values()) {
            TMap<Integer, Integer> map = new TMap<>();
            List<Integer> seen = new ArrayList<>(); // by all attempts: also one that fails must not see what never was
            Stm.atomic(() -> {
                map.put(KEY, 0);
                meddle(meddling, map);
                seen.add(look.found.apply(map));
            });
            assertEquals(Set.of(0), Set.copyOf(seen), meddling.toString());
        }
    }

    /** The same where the key was there before, and is overwritten. */
    @ParameterizedTest
    @EnumSource
    void aPutOverAValueIsSeenByEveryLook(Look look) {
        for (boolean again : new boolean[] {false, true}) {
            TMap<Integer, Integer> map = new TMap<>();
            map.put(KEY, 1);
            List<Runnable> releases = new ArrayList<>();
            List<Integer> seen = new ArrayList<>();
            Stm.atomic(() -> {
                map.put(KEY, 0);
                if (Stm.attempt() == 1) {
                    elsewhere(() -> map.remove(KEY));
                    if (again) {
                        releases.add(startPut(map));
                    }
                }
                seen.add(look.found.apply(map));
            });
            releases.forEach(Runnable::run);
            assertEquals(Set.of(0), Set.copyOf(seen));
        }
    }

    /** While a third block has made a new entry of the key, and not committed. */
    @ParameterizedTest
    @EnumSource
    void aPutIsSeenBesideANewEntry(Look look) {
        for (Meddling meddling : Meddling.values()) {
            TMap<Integer, Integer> map = new TMap<>();
            List<Runnable> releases = new ArrayList<>();
            List<Integer> seen = new ArrayList<>();
            Stm.atomic(() -> {
                map.put(KEY, 0);
                if (Stm.attempt() == 1) {
                    meddle(meddling, map);
                    releases.add(startPut(map));
                }
                seen.add(look.found.apply(map));
            });
            releases.forEach(Runnable::run);
            assertEquals(Set.of(0), Set.copyOf(seen), meddling.toString());
        }
    }

    /** Starts a block that puts the key, and is undone when the result is called. Returns when it has put it. */
    private static Runnable startPut(TMap<Integer, Integer> map) {
        CountDownLatch hasPut = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread thread = new Thread(() -> assertThrows(
                Planned.class,
                () -> Stm.atomic(() -> {
                    map.put(KEY, 3);
                    hasPut.countDown();
                    await(mayEnd);
                    throw new Planned();
                })));
        thread.start();
        await(hasPut);
        return () -> {
            mayEnd.countDown();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** An undone block must not have been shown what never was, either: the block around it would commit. */
    @Test
    void aNestedPutIsSeenUntilItIsUndone() {
        for (Meddling meddling : Meddling.values()) {
            TMap<Integer, Integer> map = new TMap<>();
            List<String> seen = new ArrayList<>();
            Stm.atomic(() -> {
                seen.clear();
                assertThrows(
                        Planned.class,
                        () -> Stm.atomic(() -> {
                            map.put(KEY, 0);
                            meddle(meddling, map);
                            seen.add(map.toString());
                            throw new Planned();
                        }));
            });
            assertEquals(List.of("{2=0}"), seen, meddling.toString());
            assertTrue(map.isEmpty());
        }
    }

    /** It has nothing to lose: what it has read is of one moment, and may be old when it ends. */
    @Test
    void aBlockThatHasWrittenNothingIsNotEndedByAClosing() {
        TMap<Integer, Integer> map = new TMap<>();
        Box<Integer> box = Box.of(0);
        int attempts = Stm.atomic(() -> {
            int seen = box.get();
            if (Stm.attempt() == 1) {
                elsewhere(() -> {
                    box.set(1);
                    putAndUndo(map);
                });
            }
            assertFalse(map.containsKey(KEY + 1));
            assertEquals(0, seen);
            return Stm.attempt();
        });
        assertEquals(1, attempts);
    }
}
