package dev.ame.stm.atomicity;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A block that throws has done nothing, and says so with the very throwable. */
@Bounded
class AllOrNothingTest {

    private static final AtomicBlock NAMED = AtomicBlock.named("all or nothing");

    private final Box<String> box = Box.of("old");
    private final LongBox number = LongBox.of(1);
    private final Counter counter = Counter.create();

    static List<Throwable> throwables() {
        return List.of(
                new IllegalArgumentException("unchecked"),
                new IOException("checked"),
                new AssertionError("error"),
                new StackOverflowError("thrown by hand"),
                new OutOfMemoryError("thrown by hand"),
                new InterruptedException("checked, and special to many frameworks"),
                new Throwable("neither exception nor error"),
                new NullPointerException());
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneakyThrow(Throwable throwable) throws X {
        throw (X) throwable;
    }

    private void assertUntouched() {
        assertEquals("old", box.get());
        assertEquals(1, number.get());
        assertEquals(0, counter.sum());
        assertFalse(inAtomic());
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whateverIsThrownRollsBackAndComesOutItself(Throwable thrown) {
        Throwable caught = assertThrows(
                Throwable.class,
                () -> atomic(() -> {
                    box.set("new");
                    number.set(2);
                    number.add(3);
                    counter.increment();
                    box.commute(value -> value + "er");
                    AllOrNothingTest.<RuntimeException>sneakyThrow(thrown);
                }));
        assertSame(thrown, caught);
        assertNull(caught.getCause());
        assertUntouched();
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void theSameHoldsForBlocksWithAResultAndAName(Throwable thrown) {
        Throwable caught = assertThrows(
                Throwable.class,
                () -> NAMED.call(() -> {
                    box.set("new");
                    AllOrNothingTest.<RuntimeException>sneakyThrow(thrown);
                    return box.get();
                }));
        assertSame(thrown, caught);
        assertUntouched();
    }

    private void openFile() throws FileNotFoundException {
        atomic(() -> {
            box.set("opening");
            if (number.get() == 1) {
                throw new FileNotFoundException("typed");
            }
        });
    }

    @Test
    void checkedExceptionsKeepTheirType() {
        try {
            openFile();
        } catch (FileNotFoundException e) {
            assertEquals("typed", e.getMessage());
        }
        assertUntouched();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 16, 17, 100, 10_000})
    void anyNumberOfWritesIsRolledBack(int count) {
        List<Box<Integer>> boxes =
                IntStream.range(0, count).mapToObj(i -> Box.of(i)).toList();
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    for (Box<Integer> each : boxes) {
                        each.set(each.get() + 1);
                    }
                    throw new IllegalArgumentException();
                }));
        for (int i = 0; i < count; i++) {
            assertEquals(i, boxes.get(i).get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 16, 17, 100, 10_000})
    void anyNumberOfWritesIsCommitted(int count) {
        List<Box<Integer>> boxes =
                IntStream.range(0, count).mapToObj(i -> Box.of(i)).toList();
        atomic(() -> {
            for (Box<Integer> each : boxes) {
                each.set(each.get() + 1);
            }
            for (Box<Integer> each : boxes) {
                each.set(each.get() * 2);
            }
        });
        for (int i = 0; i < count; i++) {
            assertEquals(2 * (i + 1), boxes.get(i).get());
        }
    }

    @Test
    void aGiantBlockLeavesSmallOnesUnharmed() {
        anyNumberOfWritesIsCommitted(50_000);
        for (int i = 0; i < 100; i++) {
            atomic(() -> number.set(number.get() + 1));
        }
        assertEquals(101, number.get());
    }

    @Test
    void theBlockAfterAFailedOneStartsAfresh() {
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    box.set("lost");
                    throw new IllegalArgumentException();
                }));
        String seen = atomic(() -> {
            number.set(2);
            return box.get();
        });
        assertEquals("old", seen);
        assertEquals("old", box.get());
        assertEquals(2, number.get());
    }

    @Test
    void anAttemptSeesNothingOfTheAttemptBefore() {
        List<String> seenAtBegin = new ArrayList<>();
        atomic(() -> {
            long value = number.get();
            seenAtBegin.add(box.get());
            box.set("attempt " + attempt());
            counter.increment();
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(1, number.getAndSet(10)));
            }
            number.set(value + 1);
        });
        seenAtBegin.forEach(seen -> assertEquals("old", seen));
        assertEquals("attempt " + seenAtBegin.size(), box.get());
        assertEquals(11, number.get());
        assertEquals(1, counter.sum());
    }

    @Test
    void aBlockCommitsOnceHoweverOftenItRan() {
        AtomicInteger runs = new AtomicInteger();
        AtomicBlock.named("three conflicts").serialAfter(100).run(() -> {
            runs.incrementAndGet();
            number.set(number.get() + 1);
            counter.increment();
            long expected = 100L * attempt() - 99;
            if (attempt() <= 3) {
                elsewhere(() -> assertEquals(expected, number.getAndAdd(100)));
            }
        });
        assertEquals(4, runs.get());
        assertEquals(302, number.get());
        assertEquals(1, counter.sum());
    }

    @Test
    void resultsComeFromTheAttemptThatCommitted() {
        int result = atomic(() -> {
            number.set(number.get() + 1);
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(1, number.getAndSet(50)));
            }
            return attempt();
        });
        assertTrue(result >= 2, () -> "returned the result of attempt " + result);
        assertEquals(51, number.get());
    }

    @Test
    void aResultMayBeNullOrAVoidBlockEmpty() {
        assertNull(atomic(() -> null));
        atomic(() -> {});
        NAMED.run(() -> {});
        assertFalse(inAtomic());
    }

    @Test
    void attemptsAreCountedFromOne() {
        assertEquals(0, attempt());
        assertEquals(1, (int) atomic(() -> attempt()));
        assertEquals(1, (int) atomic(() -> atomic(() -> attempt())));
        assertEquals(0, attempt());
    }
}
