package dev.ame.stm.collections.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.collections.support.OverlapRun.Addition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Forces two blocks to overlap, and counts their aborts:
 *
 * <pre>{@code
 * Overlap.of(() -> new TMap<Integer, String>()).commute(map -> map.put(1, "a"), map -> map.put(2, "b"));
 * Overlap.of(TBag<Integer>::new).comparing(bag -> bag.size()).commute(...);
 * Overlap.of(() -> new TMap<>(Map.of(1, "a"))).conflict(first(map -> map.get(1)).then(map -> map.put(2, "b")), map -> map.remove(1));
 * }</pre>
 *
 * <p>A block is in its middle when the body has run and the commit has not begun, or where {@link Block#then} divides it. Every
 * run works on a subject of its own.
 *
 * @param <S> what the blocks share: a collection, or several
 */
public final class Overlap<S> {

    /**
     * The body of a block.
     *
     * @param <S> what blocks share
     */
    @FunctionalInterface
    public interface Block<S> {
        /** Runs the body and returns what it has seen; not a live view of the subject. */
        @Nullable
        Object runOn(S subject) throws Exception;

        /** The same block, with more behind its middle. The result is that of both halves. */
        default Block<S> then(Block<S> secondHalf) {
            return new Halves<>(this, secondHalf);
        }
    }

    /** A block with a middle other than its end. */
    record Halves<S>(Block<S> firstHalf, Block<S> secondHalf) implements Block<S> {
        @Override
        public Object runOn(S subject) throws Exception {
            throw new IllegalStateException("the halves are run one by one");
        }
    }

    private final Supplier<S> subject;
    private final Function<? super S, ?> state;

    private Overlap(Supplier<S> subject, Function<? super S, ?> state) {
        this.subject = subject;
        this.state = state;
    }

    /** Blocks that share what the supplier makes, anew for each run. Compares maps and collections by what is in them. */
    public static <S> Overlap<S> of(Supplier<S> subject) {
        return new Overlap<>(subject, Observation::of);
    }

    /** Tells what the state is by which two subjects are compared. */
    public Overlap<S> comparing(Function<? super S, ?> newState) {
        return new Overlap<>(subject, newState.andThen(Observation::of));
    }

    /** A body whose result does not matter. */
    public static <S> Block<S> does(Consumer<? super S> action) {
        return subject -> {
            action.accept(subject);
            return null;
        };
    }

    /** Makes a body of a lambda, so that something can be added with {@link Block#then}. */
    public static <S> Block<S> first(Block<S> block) {
        return block;
    }

    /**
     * Two blocks that must not abort each other, however they overlap: the second within the first, the first within the second,
     * both holding in the middle and either committing first. Each of these also with blocks that have to be validated because
     * they write something else, and with blocks that have to extend their snapshot in the second half. And what they see and leave behind
     * must be what they would one after another.
     */
    public void commute(Block<S> a, Block<S> b) throws Exception {
        for (OverlapRun<S> run : everyRun(a, b)) {
            assertEquals(0, run.aborts(), () -> "aborts " + run);
        }
    }

    /**
     * Two blocks that must abort each other in some of the ways that {@link #commute} tries. In all of them, what they see and
     * leave behind must be what they would one after another.
     */
    public void conflict(Block<S> a, Block<S> b) throws Exception {
        List<OverlapRun<S>> runs = everyRun(a, b);
        assertTrue(runs.stream().anyMatch(run -> run.aborts() > 0), () -> "no abort in any of " + runs);
    }

    /** Two blocks that may abort each other: what they see and leave behind must be what they would one after another. */
    public void serialize(Block<S> a, Block<S> b) throws Exception {
        everyRun(a, b);
    }

    /** Runs the first block, and the others to their ends in the middle of its first attempt, and checks nothing. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the list made of them is only read
    public final OverlapRun<S> interrupted(Block<S> a, Block<S>... others) throws Exception {
        OverlapRun<S> run = newRun(Addition.NOTHING, "the first is interrupted by the others");
        run.interrupt(a, List.of(others));
        return run;
    }

    private List<OverlapRun<S>> everyRun(Block<S> a, Block<S> b) throws Exception {
        List<Object> aFirst = inSequence(a, b, false);
        List<Object> bFirst = inSequence(b, a, true);
        List<OverlapRun<S>> runs = new ArrayList<>();
        for (Addition addition : Addition.values()) {
            for (OverlapRun<S> run : runs(a, b, addition)) {
                List<Object> outcome = run.outcome();
                assertTrue(
                        outcome.equals(aFirst) || outcome.equals(bFirst),
                        () -> "no order explains what was seen and left: " + run + "\n first, second: " + aFirst
                                + "\n second, first: " + bFirst);
                runs.add(run);
            }
        }
        return runs;
    }

    private List<OverlapRun<S>> runs(Block<S> a, Block<S> b, Addition addition) throws Exception {
        OverlapRun<S> within = newRun(addition, "the second within the first");
        within.interrupt(a, List.of(b));
        OverlapRun<S> around = newRun(addition, "the first within the second");
        around.interrupt(b, List.of(a));
        around.swap();
        OverlapRun<S> first = newRun(addition, "both hold in the middle, the first commits first");
        first.hold(a, b);
        OverlapRun<S> second = newRun(addition, "both hold in the middle, the second commits first");
        second.hold(b, a);
        second.swap();
        return List.of(within, around, first, second);
    }

    private OverlapRun<S> newRun(Addition addition, String how) {
        return new OverlapRun<>(how, addition, subject.get(), state);
    }

    private List<Object> inSequence(Block<S> a, Block<S> b, boolean swapped) throws Exception {
        OverlapRun<S> run = newRun(Addition.NOTHING, "one after another");
        run.inSequence(a, b);
        if (swapped) {
            run.swap();
        }
        return run.outcome();
    }
}
