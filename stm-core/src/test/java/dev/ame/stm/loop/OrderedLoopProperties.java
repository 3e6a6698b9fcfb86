package dev.ame.stm.loop;

import static dev.ame.stm.Stm.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** An ordered loop gives exactly what the plain loop gives, whatever its bodies do. */
class OrderedLoopProperties {
    private static final int BOXES = 4;

    /** What one iteration does. */
    enum Kind {
        READ,
        WRITE,
        ADD,
        UPDATE,
        APPEND,
        NESTED_FAILURE,
        NESTED_LOOP,
        IRREVOCABLE,
        FAIL,
        FAIL_IF_ODD,
        STOP,
        HOOK
    }

    record Step(Kind kind, int from, int to) {}

    /** A loop, how to run it, and whether failures end it. */
    record Program(List<Step> steps, int threads, int chunk, boolean goOn) {}

    @Provide
    Arbitrary<Program> programs() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(
                        12,
                        Arbitraries.of(
                                Kind.READ,
                                Kind.WRITE,
                                Kind.ADD,
                                Kind.UPDATE,
                                Kind.APPEND,
                                Kind.NESTED_FAILURE,
                                Kind.HOOK)),
                Tuple.of(
                        1, Arbitraries.of(Kind.NESTED_LOOP, Kind.IRREVOCABLE, Kind.FAIL, Kind.FAIL_IF_ODD, Kind.STOP)));
        Arbitrary<Integer> box = Arbitraries.integers().between(0, BOXES - 1);
        Arbitrary<Step> step = Combinators.combine(kinds, box, box).as(Step::new);
        return Combinators.combine(
                        step.list().ofMaxSize(60),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(true, false))
                .as(Program::new);
    }

    /** The shared state, and what is seen of it. */
    private static final class World {
        final List<LongBox> boxes = new ArrayList<>();
        final Box<List<String>> log = Box.of(List.of());
        final LongBox stop = LongBox.of(0);
        final List<String> hooks = new ArrayList<>();

        World() {
            for (int i = 0; i < BOXES; i++) {
                boxes.add(LongBox.of(i));
            }
        }

        void append(String line) {
            log.update(old -> {
                List<String> longer = new ArrayList<>(old);
                longer.add(line);
                return List.copyOf(longer);
            });
        }

        String run(Step step) {
            LongBox from = boxes.get(step.from);
            LongBox to = boxes.get(step.to);
            switch (step.kind) {
                case READ -> {
                    return "read " + from.get();
                }
                case WRITE -> to.set(from.get() * 3 + 1);
                case ADD -> to.add(5);
                case UPDATE -> to.update(x -> x * 31 % 1009 + from.get());
                case APPEND -> append("line " + from.get());
                case NESTED_FAILURE -> {
                    try {
                        atomic(() -> {
                            to.add(1000);
                            throw new IllegalStateException();
                        });
                    } catch (IllegalStateException e) {
                        from.add(1);
                    }
                }
                case NESTED_LOOP ->
                    AtomicLoop.range(0, 3).forEach(i -> boxes.get(i).add(from.get()));
                case IRREVOCABLE -> {
                    irrevocable("a test");
                    to.add(from.get());
                }
                case FAIL -> {
                    to.set(-1);
                    throw new IllegalArgumentException("fails at " + from.get());
                }
                case FAIL_IF_ODD -> {
                    to.add(1);
                    if (to.get() % 2 != 0) {
                        throw new IllegalArgumentException("odd");
                    }
                }
                case STOP -> stop.set(from.get() % 3 == 0 ? 1 : 0);
                case HOOK -> {
                    long seen = from.get();
                    afterCommit(() -> hooks.add("saw " + seen));
                }
            }
            return step.kind + " " + to.get();
        }

        String state() {
            return boxes.stream().map(LongBox::get).toList() + " " + log.get() + " " + hooks;
        }
    }

    static String serially(Program program) {
        World world = new World();
        List<String> results = new ArrayList<>();
        String thrown = "";
        for (Step step : program.steps) {
            try {
                results.add(atomic(() -> world.run(step)));
                if (world.stop.get() != 0) {
                    break;
                }
            } catch (IllegalArgumentException e) {
                if (!program.goOn) {
                    thrown = e.getMessage();
                    break;
                }
            }
        }
        return (thrown.isEmpty() ? results : thrown) + world.state();
    }

    static String inParallel(Program program) {
        World world = new World();
        AtomicLoop<Step> loop = AtomicLoop.over(program.steps)
                .ordered()
                .parallelism(program.threads)
                .stopWhen(() -> world.stop.get() != 0);
        if (program.chunk > 0) {
            loop = loop.chunk(program.chunk);
        }
        if (program.goOn) {
            loop = loop.goOnAfterFailures();
        }
        try {
            return loop.map(world::run) + world.state();
        } catch (IllegalArgumentException e) {
            return e.getMessage() + world.state();
        }
    }

    @Property(tries = 2000, shrinking = ShrinkingMode.BOUNDED)
    void givesWhatThePlainLoopGives(@ForAll("programs") Program program) {
        assertEquals(serially(program), inParallel(program));
    }
}
