package dev.ame.stm.collections.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A sequence is what a sorted map from slots to elements says, and old ones stay what they were. */
class SequenceProperties {
    private static final int MOST = 9000;

    private record Moment(Sequence<Integer> sequence, NavigableMap<Long, Integer> model) {}

    @Property(tries = 60)
    void isLikeASortedMap(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 3) int growth,
            @ForAll @IntRange(max = 700) int filled) {
        Random random = new Random(seed);
        Object[] first = new Object[filled];
        NavigableMap<Long, Integer> model = new TreeMap<>();
        for (int i = 0; i < filled; i++) {
            first[i] = -i - 1;
            model.put((long) i, -i - 1);
        }
        Sequence<Integer> sequence = Sequence.of(first);
        List<Moment> past = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            sequence = step(sequence, model, random, i, growth);
            if (i % 100 == 0) {
                check(sequence, model, random);
                past.add(new Moment(sequence, new TreeMap<>(model)));
            }
        }
        for (Moment moment : past) {
            check(moment.sequence, moment.model, random);
            assertEquals(
                    moment.model.equals(model),
                    Elements.agree(moment.sequence, sequence, Sequence.NONE_BEFORE, Sequence.NONE_AFTER));
        }
    }

    private static Sequence<Integer> step(
            Sequence<Integer> sequence, NavigableMap<Long, Integer> model, Random random, int value, int growth) {
        boolean add = model.isEmpty() || (model.size() < MOST && random.nextInt(4) <= growth);
        int gap = random.nextInt(20) == 0 ? random.nextInt(600) : 0;
        if (add && random.nextBoolean()) {
            long slot = sequence.high() + gap;
            model.put(slot, value);
            return sequence.appendAt(slot, value);
        } else if (add) {
            long slot = sequence.low() - 1 - gap;
            model.put(slot, value);
            return sequence.prependAt(slot, value);
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                assertEquals(model.pollFirstEntry().getValue(), sequence.first());
                return sequence.withoutFirst();
            }
            case 1 -> {
                assertEquals(model.pollLastEntry().getValue(), sequence.last());
                return sequence.withoutLast();
            }
            default -> {
                long slot = anySlot(model, random);
                slot = model.containsKey(slot) ? slot : model.ceilingKey(slot);
                model.remove(slot);
                return sequence.without(slot);
            }
        }
    }

    private static long anySlot(NavigableMap<Long, Integer> model, Random random) {
        return model.firstKey() + (long) (random.nextDouble() * (model.lastKey() - model.firstKey()));
    }

    private static void check(Sequence<Integer> sequence, NavigableMap<Long, Integer> model, Random random) {
        assertEquals(model.size(), sequence.size());
        assertArrayEquals(model.values().toArray(), sequence.toArray());
        if (model.isEmpty()) {
            assertEquals(Sequence.NONE_AFTER, sequence.nextOccupied(sequence.low()));
            assertEquals(Sequence.NONE_BEFORE, sequence.previousOccupied(sequence.high()));
            return;
        }
        assertEquals(model.firstKey(), sequence.low());
        assertEquals(model.lastKey() + 1, sequence.high());
        for (int i = 0; i < 50; i++) {
            long slot = anySlot(model, random) + random.nextInt(5) - 2;
            Long next = model.ceilingKey(slot);
            Long previous = model.floorKey(slot);
            assertEquals(model.get(slot), sequence.get(slot));
            assertEquals(next == null ? Sequence.NONE_AFTER : next, sequence.nextOccupied(slot));
            assertEquals(previous == null ? Sequence.NONE_BEFORE : previous, sequence.previousOccupied(slot));
        }
        assertTrue(Elements.agree(sequence, sequence, Sequence.NONE_BEFORE, Sequence.NONE_AFTER));
    }
}
