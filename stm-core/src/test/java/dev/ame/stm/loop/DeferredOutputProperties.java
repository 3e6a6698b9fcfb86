package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.TestThreads;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Blocks of any shape: what they print is what the same steps print where nothing is undone but what is said to be. */
class DeferredOutputProperties {

    /** A part of a program. */
    sealed interface Part permits Print, Nest {}

    /** Prints a text, by the output or its stream. */
    record Print(String text, boolean stream) implements Part {}

    /** How a nested block ends. */
    enum End {
        MERGES,
        THROWS,
        RETRIES
    }

    /** A block inside a block. */
    record Nest(List<Part> parts, End end) implements Part {}

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static String expected(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Print print) {
                text.append(print.text);
            } else if (part instanceof Nest nest && nest.end == End.MERGES) {
                text.append(expected(nest.parts));
            }
        }
        return text.toString();
    }

    private static void run(List<Part> parts, DeferredOutput out) {
        for (Part part : parts) {
            if (part instanceof Print print) {
                if (print.stream) {
                    out.asPrintStream().print(print.text);
                } else {
                    out.print(print.text);
                }
            } else if (part instanceof Nest nest) {
                nest(nest, out);
            }
        }
    }

    private static void nest(Nest nest, DeferredOutput out) {
        if (nest.end == End.MERGES) {
            Stm.atomic(() -> run(nest.parts, out));
        } else if (nest.end == End.RETRIES) {
            Stm.orElse(
                    () -> {
                        run(nest.parts, out);
                        return Stm.retry();
                    },
                    () -> null);
        } else {
            try {
                Stm.atomic(() -> {
                    run(nest.parts, out);
                    throw new Undone();
                });
            } catch (Undone e) {
                return;
            }
        }
    }

    @Property(tries = 300)
    void aProgramPrintsWhatIsNotUndone(@ForAll("programs") List<List<Part>> blocks) {
        Captured sink = new Captured();
        DeferredOutput out = DeferredOutput.to(sink);
        StringBuilder expected = new StringBuilder();
        for (List<Part> block : blocks) {
            Stm.atomic(() -> run(block, out));
            expected.append(expected(block));
            assertEquals(expected.toString(), sink.text());
        }
    }

    /** Each block says in its first and last line the how manieth it is, by a box that all of them write. */
    @Property(tries = 60)
    void blocksOfSeveralThreadsPrintInTheirOrder(@ForAll("programs") List<List<Part>> blocks) {
        Captured sink = new Captured();
        DeferredOutput out = DeferredOutput.to(sink);
        LongBox count = LongBox.of(0);
        String[] texts = new String[2 * blocks.size()];
        TestThreads.together(2, index -> {
            for (List<Part> block : blocks) {
                Stm.atomic(() -> {
                    long number = count.getAndAdd(1);
                    out.print("<" + number + ":");
                    run(block, out);
                    out.print(">");
                    Stm.afterCommit(() -> texts[(int) number] = "<" + number + ":" + expected(block) + ">");
                });
            }
        });
        out.close();
        assertEquals(String.join("", texts), sink.text());
    }

    @Provide
    Arbitrary<List<List<Part>>> programs() {
        return parts(3).list().ofMaxSize(8);
    }

    private Arbitrary<List<Part>> parts(int depth) {
        Arbitrary<Part> print = Arbitraries.strings()
                .withCharRange('a', 'e')
                .ofMaxLength(3)
                .flatMap(text -> Arbitraries.of(true, false).map(stream -> new Print(text, stream)));
        if (depth == 0) {
            return print.list().ofMaxSize(4);
        }
        Arbitrary<Part> nest = Arbitraries.lazy(() -> parts(depth - 1))
                .flatMap(parts -> Arbitraries.of(End.class).map(end -> new Nest(parts, end)));
        return Arbitraries.frequencyOf(Tuple.of(3, print), Tuple.of(2, nest))
                .list()
                .ofMaxSize(4);
    }
}
