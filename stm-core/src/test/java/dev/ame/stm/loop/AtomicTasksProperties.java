package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Tasks of any shape, on any number of threads, do what they do one after another. */
class AtomicTasksProperties {

    /** What a task does besides adding its children. */
    enum Kind {
        PLAIN,
        /** Adds each child in a nested block, and once more in one that is undone. */
        NESTED,
        THROWS,
        /** Waits until the first task that waits for nothing is done; there is one, behind all others. */
        WAITS
    }

    /** A task and those it adds. */
    record Tree(Kind kind, int priority, List<Tree> children) {}

    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** One run of some trees. */
    private static final class World {
        final AtomicTasks tasks = new AtomicTasks();
        final Box<Integer> done = Box.of(0);
        final LongBox last = LongBox.of(0);

        void add(Tree tree) {
            tasks.add(tree.priority, () -> run(tree));
        }

        void run(Tree tree) {
            done.set(done.get() + 1);
            for (Tree child : tree.children) {
                if (tree.kind == Kind.NESTED) {
                    Stm.atomic(() -> add(child));
                    undone(child);
                } else {
                    add(child);
                }
            }
            if (tree.kind == Kind.THROWS) {
                throw new Failure();
            }
            Stm.check(tree.kind != Kind.WAITS || last.get() == 1);
        }

        private void undone(Tree child) {
            try {
                Stm.atomic(() -> {
                    add(child);
                    throw new Failure();
                });
            } catch (Failure e) {
                return;
            }
        }
    }

    private static int done(List<Tree> trees) {
        return trees.stream()
                .filter(tree -> tree.kind != Kind.THROWS)
                .mapToInt(tree -> 1 + done(tree.children))
                .sum();
    }

    private static int failed(List<Tree> trees) {
        return trees.stream()
                .mapToInt(tree -> tree.kind == Kind.THROWS ? 1 : failed(tree.children))
                .sum();
    }

    @Property(tries = 300)
    void allThatDoNotFailAreDoneOnce(
            @ForAll("trees") List<Tree> trees,
            @ForAll @IntRange(min = 1, max = 4) int threads,
            @ForAll boolean inside) {
        World world = new World();
        world.tasks.parallelism(threads).collectFailures();
        trees.forEach(world::add);
        world.tasks.add(Integer.MIN_VALUE, () -> world.last.set(1));
        int failed = 0;
        LoopReport report = null;
        try {
            report = inside ? Stm.atomic(world.tasks::run) : world.tasks.run();
        } catch (Failure e) {
            failed = 1 + e.getSuppressed().length;
        }
        if (inside && failed > 0) {
            assertEquals(0, world.done.get());
        } else {
            assertEquals(done(trees), world.done.get());
            assertEquals(0, world.tasks.run().iterations());
        }
        assertEquals(failed(trees), failed);
        assertEquals(failed == 0 ? done(trees) + 1 : -1, report == null ? -1 : report.iterations());
    }

    @Provide
    Arbitrary<List<Tree>> trees() {
        return trees(3);
    }

    private Arbitrary<List<Tree>> trees(int depth) {
        Arbitrary<List<Tree>> children =
                depth == 0 ? Arbitraries.just(new ArrayList<>()) : Arbitraries.lazy(() -> trees(depth - 1));
        Arbitrary<Kind> kinds =
                Arbitraries.of(Kind.PLAIN, Kind.PLAIN, Kind.PLAIN, Kind.NESTED, Kind.WAITS, Kind.THROWS);
        return Combinators.combine(kinds, Arbitraries.integers().between(-2, 2), children)
                .as(Tree::new)
                .list()
                .ofMaxSize(4);
    }
}
