package dev.ame.stm.collections.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random changes of sequences large enough to have several levels, and what they show. */
class SequenceProperties {

    @Property(tries = 60)
    void isAListThatIsCopied(@ForAll long seed, @ForAll @IntRange(max = 5000) int size) {
        Random random = new Random(seed);
        List<Integer> model = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Sequence<Integer> sequence = Sequence.of(model.toArray());
        for (int step = 0; step < 60; step++) {
            List<Integer> before = new ArrayList<>(model);
            Sequence<Integer> kept = sequence;
            sequence = change(sequence, model, random);
            assertSame(model, sequence);
            assertSame(before, kept);
        }
    }

    private static Sequence<Integer> change(Sequence<Integer> sequence, List<Integer> model, Random random) {
        int n = model.size();
        int from = random.nextInt(n + 1);
        int to = from + random.nextInt(n - from + 1);
        switch (random.nextInt(n == 0 ? 3 : 6)) {
            case 0 -> {
                return times(sequence, 50, s -> {
                    int at = random.nextInt(model.size() + 1);
                    model.add(at, at);
                    return s.insert(at, at);
                });
            }
            case 1 -> {
                return times(sequence, 100, s -> {
                    model.add(-1);
                    return s.append(-1);
                });
            }
            case 2 -> {
                List<Integer> added =
                        IntStream.range(0, random.nextInt(200)).boxed().toList();
                int end = Math.min(to, from + 100);
                model.subList(from, end).clear();
                model.addAll(from, added);
                return sequence.splice(from, end, Sequence.of(added.toArray()));
            }
            case 3 -> {
                return times(sequence, Math.min(n, 80), s -> {
                    int at = random.nextInt(model.size());
                    model.remove(at);
                    return s.without(at);
                });
            }
            case 4 -> {
                int at = random.nextInt(n);
                model.set(at, -7);
                return sequence.with(at, -7);
            }
            default -> {
                List<Integer> slice = new ArrayList<>(model.subList(from, to));
                assertSame(slice, sequence.slice(from, to));
                return sequence.take(from).concat(sequence.slice(from, to)).concat(sequence.drop(to));
            }
        }
    }

    private static Sequence<Integer> times(Sequence<Integer> first, int n, UnaryOperator<Sequence<Integer>> step) {
        Sequence<Integer> result = first;
        for (int i = 0; i < n; i++) {
            result = step.apply(result);
        }
        return result;
    }

    private static void assertSame(List<Integer> model, Sequence<Integer> sequence) {
        assertEquals(model.size(), sequence.size());
        assertEquals(model, Arrays.asList(sequence.toArray()));
        Sequence.Walk<Integer> walk = sequence.walk();
        for (int i = 0; i < model.size(); i += 17) {
            assertEquals(model.get(i), sequence.get(i));
            assertEquals(model.get(i), walk.get(i));
        }
    }

    @Property(tries = 10)
    void growsOneByOne(@ForAll @IntRange(min = 1, max = 40_000) int size) {
        Sequence<Integer> sequence = Sequence.empty();
        for (int i = 0; i < size; i++) {
            sequence = sequence.append(i);
        }
        for (int i = 0; i < size; i++) {
            assertEquals(i, sequence.get(i));
        }
        while (sequence.size() > 0) {
            int at = sequence.size() / 3;
            sequence = sequence.without(at);
        }
    }
}
