package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.TestThreads;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an element of a loop throws says which element it was. */
@Bounded
class LoopElementNoteTest {

    private static List<LoopElementNote> notes(Throwable thrown) {
        return Arrays.stream(thrown.getSuppressed())
                .filter(LoopElementNote.class::isInstance)
                .map(LoopElementNote.class::cast)
                .toList();
    }

    private static LoopElementNote onlyNote(Throwable thrown) {
        List<LoopElementNote> notes = notes(thrown);
        assertEquals(1, notes.size(), notes::toString);
        return notes.get(0);
    }

    private static AtomicBody<Object, IOException> failingAt(int element) {
        return i -> {
            if (i.equals(element)) {
                throw new IOException("broken");
            }
        };
    }

    @Test
    void namesLoopIndexAndElementInEveryKindOfLoop() {
        List<Integer> tens = IntStream.range(0, 100).map(i -> 10 * i).boxed().collect(Collectors.toList());
        for (int parallelism : new int[] {1, 4}) {
            for (int chunk : new int[] {1, 7, 1000}) {
                for (boolean ordered : new boolean[] {false, true}) {
                    AtomicLoop<Integer> loop = AtomicLoop.over(tens)
                            .named("import")
                            .parallelism(parallelism)
                            .chunk(chunk);
                    IOException thrown = assertThrows(
                            IOException.class, () -> (ordered ? loop.ordered() : loop).forEach(failingAt(420)));
                    assertEquals(42, onlyNote(thrown).index());
                    assertEquals(
                            "thrown by the element at index 42 of loop \"import\": 420",
                            onlyNote(thrown).getMessage());
                    assertEquals(0, onlyNote(thrown).getStackTrace().length);
                }
            }
        }
    }

    @Test
    void isPartOfThePrintedStackTrace() {
        IOException thrown =
                assertThrows(IOException.class, () -> AtomicLoop.range(0, 3).forEach(failingAt(1)));
        StringWriter printed = new StringWriter();
        thrown.printStackTrace(new PrintWriter(printed, true));
        assertTrue(printed.toString().contains("the element at index 1 of loop \"loop\": 1"), printed::toString);
    }

    @Test
    void eachOfTheFailuresThatAreCollectedHasItsOwn() throws IOException {
        LoopReport report = AtomicLoop.range(0, 50)
                .parallelism(4)
                .collectFailures()
                .forEach(i -> {
                    if (i % 10 == 3) {
                        throw new IOException("broken " + i);
                    }
                });
        assertEquals(5, report.failures().size());
        report.failures()
                .forEach(thrown -> assertEquals("broken " + onlyNote(thrown).index(), thrown.getMessage()));
    }

    @Test
    void aThrowableThatManyElementsThrowIsNotFilledWithoutEnd() {
        IllegalStateException constant = new IllegalStateException("constant");
        LoopReport report = AtomicLoop.range(0, 1000)
                .parallelism(4)
                .collectFailures()
                .forEach(i -> {
                    throw constant;
                });
        assertEquals(Collections.nCopies(1000, constant), report.failures());
        assertTrue(
                notes(constant).size() >= 1 && notes(constant).size() <= 8 + 4,
                () -> "" + notes(constant).size());
    }

    @Test
    void aThrowableWithoutSuppressionIsLeftAsItIs() {
        Exception bare = new Exception("bare", null, false, false) {};
        assertSame(
                bare,
                assertThrows(
                        Exception.class,
                        () -> AtomicLoop.range(0, 3).forEach(i -> {
                            throw bare;
                        })));
        assertEquals(0, bare.getSuppressed().length);
    }

    @Test
    void anElementWhoseTextCannotBeHadIsNamedByItsClass() {
        Object element = new Object() {
            @Override
            public String toString() {
                throw new UnsupportedOperationException("no text");
            }
        };
        String message = messageFor(element);
        assertTrue(message.contains(element.getClass().getName()), message);
        assertTrue(message.contains("UnsupportedOperationException"), message);
    }

    @Test
    @SuppressWarnings("ToStringReturnsNull") // should not, but may
    void theTextIsCutAndAnythingCanBeAnElement() {
        assertEquals("thrown by the element at index 0 of loop \"loop\": null", messageFor(null));
        assertTrue(messageFor(new Object() {
                    @Override
                    public String toString() {
                        return null;
                    }
                })
                .endsWith(": null"));
        String cut = messageFor("x".repeat(100_000));
        assertTrue(cut.endsWith("xxx..."), cut);
        assertTrue(cut.length() < 300, cut);
        String pairs = messageFor("x" + "\uD83D\uDE00".repeat(1000));
        assertTrue(pairs.endsWith("\uDE00..."), pairs);
    }

    private static String messageFor(Object element) {
        IOException thrown = assertThrows(
                IOException.class,
                () -> AtomicLoop.over(Collections.singletonList(element)).forEach(any -> {
                    throw new IOException("broken");
                }));
        return onlyNote(thrown).getMessage();
    }

    @Test
    void theElementIsAskedForItsTextOutsideAnyBlockAndNoOtherBlockIsHeldUp() {
        LongBox box = LongBox.of(0);
        Object element = new Object() {
            @Override
            public String toString() {
                assertFalse(Stm.inAtomic());
                TestThreads.elsewhere(box::increment);
                return "asked";
            }
        };
        assertTrue(messageFor(element).endsWith(": asked"));
        IOException inOrder = assertThrows(
                IOException.class,
                () -> AtomicLoop.over(List.of(element)).ordered().forEach(any -> {
                    Stm.irrevocable("to hold the lock");
                    throw new IOException("broken");
                }));
        assertTrue(onlyNote(inOrder).getMessage().endsWith(": asked"));
        assertEquals(2, box.get());
    }

    @Test
    void aLoopInsideABlockAsksWhenTheBlockIsOver() throws IOException {
        LongBox box = LongBox.of(0);
        Object element = new Object() {
            @Override
            public String toString() {
                assertFalse(Stm.inAtomic());
                return "asked";
            }
        };
        IOException thrown = assertThrows(
                IOException.class,
                () -> Stm.atomic(() -> {
                    box.increment();
                    AtomicLoop.over(List.of(element)).named("inner").forEach(any -> {
                        throw new IOException("broken");
                    });
                }));
        assertEquals(
                "thrown by the element at index 0 of loop \"inner\": asked",
                onlyNote(thrown).getMessage());
        assertEquals(0, box.get());

        List<Throwable> caught = Stm.atomic(() -> {
            box.increment();
            return AtomicLoop.over(List.of(element))
                    .collectFailures()
                    .forEach(any -> {
                        throw new IOException("broken");
                    })
                    .failures();
        });
        assertEquals(0, onlyNote(caught.get(0)).index());
        assertEquals(1, box.get());
    }

    @Test
    void loopsInLoopsNameAnElementEach() {
        IOException thrown = assertThrows(
                IOException.class,
                () -> AtomicLoop.range(0, 5)
                        .named("outer")
                        .forEach(i -> AtomicLoop.range(0, 5).named("inner").forEach(j -> {
                            if (i == 2 && j == 3) {
                                throw new IOException("broken");
                            }
                        })));
        assertEquals(
                List.of(
                        "thrown by the element at index 3 of loop \"inner\": 3",
                        "thrown by the element at index 2 of loop \"outer\": 2"),
                notes(thrown).stream().map(Throwable::getMessage).toList());
    }

    @Test
    void whatTheSourceThrowsIsNoElements() {
        IllegalStateException broken = new IllegalStateException("source");
        assertSame(
                broken,
                assertThrows(
                        IllegalStateException.class,
                        () -> AtomicLoop.over(IntStream.range(0, 5).boxed().peek(i -> {
                                    if (i == 3) {
                                        throw broken;
                                    }
                                }))
                                .forEach(i -> {})));
        assertEquals(List.of(), notes(broken));
    }
}
