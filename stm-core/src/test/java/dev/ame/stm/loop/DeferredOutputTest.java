package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Garbage;
import dev.ame.stm.support.Place;
import dev.ame.stm.support.Running;
import dev.ame.stm.support.TestThreads;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What blocks print: once, in the order of the blocks, and nothing that is undone. */
@Bounded
class DeferredOutputTest {
    private final Captured sink = new Captured();
    private final DeferredOutput out = DeferredOutput.to(sink);

    @ParameterizedTest
    @EnumSource(Place.class)
    void printsOnceWherever(Place place) {
        place.run(() -> {
            out.print("a");
            out.println("b");
        });
        out.println("c");

        assertEquals(List.of("ab", "c"), sink.lines());
    }

    @Test
    void everyKindOfText() {
        Stm.atomic(() -> {
            out.println();
            out.println((Object) null);
            out.println((String) null);
            out.println(new char[] {'x', 'y'});
            out.println(5);
            out.print('c');
            out.print(1.5);
            out.print(new char[] {'z'});
            out.print((String) null);
            out.print("");
            out.printf(" %d %s%n", 7, "seven");
            out.printf(Locale.GERMANY, "%.1f ", 2.5);
            out.format("%x", 255);
        });

        assertEquals(
                String.join(System.lineSeparator(), "", "null", "null", "xy", "5", "c1.5znull 7 seven", "2,5 ff"),
                sink.text());
    }

    @Test
    void anObjectIsTurnedIntoTextWhenItIsPrinted() {
        StringBuilder changing = new StringBuilder("before");
        Stm.atomic(() -> {
            out.print(changing);
            changing.append(" and after");
        });

        assertEquals("before", sink.text());
    }

    @Test
    void nothingAppearsBeforeTheCommit() {
        Stm.atomic(() -> {
            out.println("inside");
            assertEquals("", sink.text());
        });
        assertEquals(List.of("inside"), sink.lines());
    }

    @Test
    void outsideABlockAtOnceAlsoWhileOthersAreStillRunning() {
        Stm.atomic(() -> {
            out.println("second");
            TestThreads.elsewhere(() -> {
                out.println("first");
                assertEquals(List.of("first"), sink.lines());
            });
        });
        assertEquals(List.of("first", "second"), sink.lines());
    }

    @Test
    void nothingOfAnAttemptThatIsRunAgain() {
        LongBox box = LongBox.of(0);
        Stm.atomic(() -> {
            out.println("attempt " + Stm.attempt());
            long seen = box.get();
            if (Stm.attempt() == 1) {
                TestThreads.elsewhere(box::increment);
            }
            box.set(seen + 1);
        });
        assertEquals(List.of("attempt 2"), sink.lines());
    }

    @Test
    void nothingOfABlockThatThrows() {
        assertThrows(
                IllegalStateException.class,
                () -> Stm.atomic(() -> {
                    out.println("lost");
                    throw new IllegalStateException();
                }));
        assertEquals("", sink.text());
    }

    @Test
    void nothingOfWhatIsUndoneInside() {
        Stm.atomic(() -> {
            assertThrows(
                    IllegalStateException.class,
                    () -> Stm.atomic(() -> {
                        out.println("undone, first of all");
                        throw new IllegalStateException();
                    }));
            out.println("one");
            Stm.orElse(
                    () -> {
                        out.println("abandoned");
                        return Stm.retry();
                    },
                    () -> {
                        out.println("two");
                        return null;
                    });
            assertThrows(
                    IllegalStateException.class,
                    () -> Stm.atomic(() -> {
                        out.println("undone");
                        throw new IllegalStateException();
                    }));
            out.println("three");
        });
        assertEquals(List.of("one", "two", "three"), sink.lines());
    }

    @Test
    void anIrrevocableBlockThatThrowsHasPrinted() {
        assertThrows(
                IllegalStateException.class,
                () -> Stm.atomic(() -> {
                    Stm.irrevocable("test");
                    out.println("done all the same");
                    throw new IllegalStateException();
                }));
        assertEquals(List.of("done all the same"), sink.lines());
    }

    @Test
    void printingIsAWrite() {
        AtomicBlock reader = AtomicBlock.named("reader").readOnly();
        assertThrows(IllegalStateException.class, () -> reader.run(() -> out.println("no")));
        assertEquals("", sink.text());
    }

    @Test
    void blocksThatPrintDoNotConflictAndTheTextsStandInTheOrderOfTheirCommits() {
        Stm.atomic(() -> {
            out.println("later, though printed first");
            TestThreads.elsewhere(() -> Stm.atomic(() -> {
                out.println("first");
                out.println("and together");
            }));
            out.println("later");
            assertEquals(1, Stm.attempt());
        });
        assertEquals(List.of("first", "and together", "later, though printed first", "later"), sink.lines());
    }

    @Test
    void aBlockThatWaitsIsNotWokenByWhatOthersPrint() {
        LongBox box = LongBox.of(0);
        List<Integer> attempts = new ArrayList<>();
        Running waiter = TestThreads.start(() -> Stm.atomic(() -> {
            attempts.add(Stm.attempt());
            out.println("saw " + box.get());
            Stm.check(box.get() == 1);
        }));
        waiter.awaitParked();
        for (int i = 0; i < 10; i++) {
            Stm.atomic(() -> out.println("noise"));
        }
        waiter.awaitParked();
        Stm.atomic(() -> {
            out.println("set");
            box.set(1);
        });
        waiter.join();

        assertEquals(List.of(1, 2), attempts);
        assertEquals(List.of("set", "saw 1"), sink.lines().subList(10, 12));
    }

    @Test
    void theOrderAgreesWithEveryDependency() {
        int threads = 4;
        int each = 2_000;
        LongBox counter = LongBox.of(0);
        TestThreads.together(threads, index -> {
            for (int i = 0; i < each; i++) {
                Stm.atomic(() -> out.println(counter.incrementAndGet()));
            }
        });
        out.flush();

        assertEquals(
                LongStream.rangeClosed(1, (long) threads * each)
                        .mapToObj(Long::toString)
                        .toList(),
                sink.lines());
    }

    /** Each block reads what the other writes: those that have read an old value come before the one that has written the new one. */
    @Test
    void theOrderAgreesWithWhatBlocksHaveNotSeenYet() {
        LongBox writes = LongBox.of(0);
        TestThreads.together(3, index -> {
            for (int i = 0; i < 2_000; i++) {
                if (index == 0) {
                    Stm.atomic(() -> out.println("write " + writes.incrementAndGet()));
                } else {
                    Stm.atomic(() -> out.println("read " + writes.get()));
                }
            }
        });
        out.flush();

        long last = 0;
        for (String line : sink.lines()) {
            long value = Long.parseLong(line.substring(line.indexOf(' ') + 1));
            assertEquals(line.startsWith("write") ? last + 1 : last, value, line);
            last = value;
        }
        assertEquals(6_000, sink.lines().size());
    }

    @Test
    void theLinesOfOneBlockStayTogether() {
        TestThreads.together(3, index -> {
            for (int i = 0; i < 500; i++) {
                Stm.atomic(() -> {
                    out.println("begin " + index);
                    out.print("end ");
                    out.println(index);
                });
            }
        });
        out.flush();

        List<String> lines = sink.lines();
        assertEquals(3_000, lines.size());
        for (int i = 0; i < lines.size(); i += 2) {
            assertEquals(lines.get(i).replace("begin", "end"), lines.get(i + 1));
        }
    }

    @Test
    void iterationsPrintInTheirOrder() {
        LongBox sum = LongBox.of(0);
        AtomicLoop.range(0, 3_000).parallelism(3).forEach(i -> out.println(sum.updateAndGet(before -> before + i)));
        out.flush();

        long before = -1;
        for (String line : sink.lines()) {
            assertTrue(Long.parseLong(line) >= before, line);
            before = Long.parseLong(line);
        }
    }

    @Test
    void whatIsWrittenIsForgotten() {
        List<WeakReference<String>> texts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String text = "text " + i;
            texts.add(new WeakReference<>(text));
            Stm.atomic(() -> out.print(text));
        }
        Garbage.assertCollected("texts that are written", texts, 2);
    }
}
