package dev.ame.stm.nesting;

import static dev.ame.stm.Stm.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.TxnLocal;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random programs of writes, nested blocks, failures and alternatives, compared with plain arrays at every step. */
@Bounded
class NestingModelTest {

    private static final int PROGRAMS = 400;
    private static final int DEPTH = 6;

    private final List<Box<Long>> boxes;
    private final List<LongBox> numbers;
    private final List<Counter> counters;
    private final TxnLocal<Long> local = TxnLocal.withInitial(() -> 0L);
    private final LongBox open = LongBox.of(0);
    private Random random = new Random(0);

    /** What the boxes, numbers, counters and the local value should hold, in this order. */
    private long[] model;

    NestingModelTest() {
        boxes = IntStream.range(0, 40).mapToObj(i -> Box.of(0L)).toList();
        numbers = IntStream.range(0, 40).mapToObj(i -> LongBox.of(0)).toList();
        counters = IntStream.range(0, 5).mapToObj(i -> Counter.create()).toList();
        model = new long[boxes.size() + numbers.size() + counters.size() + 1];
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void randomProgramsDoWhatTheModelDoes(int seed) {
        for (int i = 0; i < PROGRAMS; i++) {
            random = new Random(seed * 1_000_003L + i);
            runProgram();
            assertModel(false);
        }
    }

    private void runProgram() {
        long[] before = model.clone();
        int locations = 1 + random.nextInt(boxes.size());
        try {
            atomic(() -> {
                steps(DEPTH, locations);
                if (random.nextInt(4) == 0) {
                    throw new IllegalArgumentException();
                }
            });
        } catch (IllegalArgumentException e) {
            model = before;
        }
        model[model.length - 1] = 0;
    }

    private void steps(int depth, int locations) {
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(depth > 0 ? 14 : 10)) {
                case 10 -> nested(depth - 1, locations);
                case 11 -> failing(depth - 1, locations);
                case 12 -> abandoned(depth - 1, locations);
                case 13 -> keeping(depth - 1, locations);
                default -> operation(locations);
            }
        }
        if (random.nextInt(3) == 0) {
            assertModel(true);
        }
    }

    private void nested(int depth, int locations) {
        atomic(() -> steps(depth, locations));
    }

    private void failing(int depth, int locations) {
        long[] before = model.clone();
        try {
            atomic(() -> {
                steps(depth, locations);
                throw new IllegalStateException();
            });
        } catch (IllegalStateException e) {
            model = before;
        }
    }

    private void abandoned(int depth, int locations) {
        long[] before = model.clone();
        orElse(
                () -> {
                    steps(depth, locations);
                    return open.get() == 0 ? retry() : null;
                },
                () -> {
                    model = before;
                    steps(depth, locations);
                    return null;
                });
    }

    private void keeping(int depth, int locations) {
        try {
            AtomicBlock.named("keeps")
                    .noRollbackFor(IllegalStateException.class)
                    .run(() -> {
                        steps(depth, locations);
                        throw new IllegalStateException();
                    });
        } catch (IllegalStateException expected) {
            operation(locations);
        }
    }

    private void operation(int locations) {
        int i = random.nextInt(locations);
        long value = random.nextInt(1_000);
        Box<Long> box = boxes.get(i);
        int n = boxes.size() + i;
        LongBox number = numbers.get(i);
        switch (random.nextInt(12)) {
            case 0 -> {
                box.set(value);
                model[i] = value;
            }
            case 1 -> {
                box.update(old -> old + value);
                model[i] += value;
            }
            case 2 -> {
                box.commute(old -> old * 3 + value);
                model[i] = model[i] * 3 + value;
            }
            case 3 -> {
                assertEquals(model[i], box.getAndSet(value));
                model[i] = value;
            }
            case 4 -> {
                number.set(value);
                model[n] = value;
            }
            case 5, 6 -> {
                number.add(value);
                model[n] += value;
            }
            case 7 -> {
                number.commute(old -> old * 3 + value);
                model[n] = model[n] * 3 + value;
            }
            case 8 -> assertEquals(++model[n], number.incrementAndGet());
            case 9 -> {
                int c = i % counters.size();
                counters.get(c).add(value);
                model[boxes.size() + numbers.size() + c] += value;
            }
            case 10 -> {
                local.set(value);
                model[model.length - 1] = value;
            }
            default -> {
                assertEquals(model[i], box.get());
                assertEquals(model[n], number.get());
            }
        }
    }

    private void assertModel(boolean inBlock) {
        List<Long> actual = new ArrayList<>();
        boxes.forEach(box -> actual.add(box.get()));
        numbers.forEach(number -> actual.add(number.get()));
        counters.forEach(counter -> actual.add(counter.sum()));
        actual.add(inBlock ? local.get() : 0L);
        assertEquals(Arrays.stream(model).boxed().toList(), actual);
    }
}
