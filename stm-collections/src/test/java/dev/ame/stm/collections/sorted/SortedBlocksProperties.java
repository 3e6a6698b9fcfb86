package dev.ame.stm.collections.sorted;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;

/** Blocks of random operations that overlap do what they would one after another; alone, what a TreeMap does. */
class SortedBlocksProperties {

    /** One operation; the result can be compared. */
    private interface Step extends Function<NavigableMap<Integer, Integer>, Object> {}

    private static List<Step> program(Random random, int keys, int length) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            steps.add(step(random, keys));
        }
        return steps;
    }

    private static Step step(Random random, int keys) {
        int key = random.nextInt(keys);
        int width = random.nextInt(1 + keys / 4);
        Integer value = random.nextInt(1000) + 1000;
        boolean withLow = random.nextBoolean();
        boolean withHigh = random.nextBoolean();
        Function<NavigableMap<Integer, Integer>, NavigableMap<Integer, Integer>> part = random.nextInt(3) == 0
                ? m -> m.subMap(key, withLow, key + width + 1, withHigh).descendingMap()
                : m -> m.subMap(key, withLow, key + width + 1, withHigh);
        return switch (random.nextInt(22)) {
            case 0, 1, 2 -> m -> m.put(key, value);
            case 3, 4, 5 -> m -> m.remove(key);
            case 6 -> m -> m.get(key);
            case 7 -> m -> m.containsKey(key);
            case 8 -> m -> m.ceilingEntry(key);
            case 9 -> m -> m.floorKey(key);
            case 10 -> m -> m.higherKey(key);
            case 11 -> m -> m.lowerEntry(key);
            case 12 -> m -> width == 0 ? m.pollFirstEntry() : m.firstEntry();
            case 13 -> m -> width == 0 ? m.pollLastEntry() : m.lastEntry();
            case 14 -> m -> part.apply(m).size();
            case 15 -> m -> part.apply(m).isEmpty();
            case 16 -> m -> new ArrayList<>(part.apply(m).keySet());
            case 17 -> m -> new ArrayList<>(part.apply(m).values());
            case 18 -> m -> firstFew(part.apply(m), width, withLow);
            case 19 -> m -> m.merge(key, value, Integer::sum);
            case 20 -> m -> part.apply(m).entrySet().removeIf(e -> e.getKey() % 3 == 0);
            default -> m -> m.size();
        };
    }

    private static Object firstFew(NavigableMap<Integer, Integer> map, int count, boolean remove) {
        List<Integer> seen = new ArrayList<>();
        Iterator<Integer> keys = map.keySet().iterator();
        while (keys.hasNext() && seen.size() < count) {
            seen.add(keys.next());
            if (remove) {
                keys.remove();
            }
        }
        return seen;
    }

    private static List<Object> run(List<Step> steps, NavigableMap<Integer, Integer> map) {
        List<Object> results = new ArrayList<>();
        for (Step step : steps) {
            Object result = step.apply(map);
            results.add(result instanceof Map.Entry<?, ?> entry ? Map.entry(entry.getKey(), entry.getValue()) : result);
        }
        return results;
    }

    private static NavigableMap<Integer, Integer> filled(Random random, int keys) {
        NavigableMap<Integer, Integer> map = new TreeMap<>();
        for (int i = random.nextInt(keys); i > 0; i--) {
            map.put(random.nextInt(keys), i);
        }
        return map;
    }

    @Property(tries = 400)
    void overlappingBlocksAreSerializable(@ForAll long seed, @ForAll @IntRange(min = 2, max = 120) int keys)
            throws Exception {
        Random random = new Random(seed);
        NavigableMap<Integer, Integer> source = filled(random, keys);
        Overlap.of(() -> new TSortedMap<>(source)).serialize(block(random, keys), block(random, keys));
    }

    private static Block<TSortedMap<Integer, Integer>> block(Random random, int keys) {
        List<Step> first = program(random, keys, 1 + random.nextInt(3));
        List<Step> second = program(random, keys, random.nextInt(3));
        return Overlap.first((TSortedMap<Integer, Integer> map) -> (Object) run(first, map))
                .then(map -> run(second, map));
    }

    @Property(tries = 300)
    void aBlockDoesWhatATreeMapDoes(@ForAll long seed, @ForAll @IntRange(min = 2, max = 200) int keys) {
        Random random = new Random(seed);
        NavigableMap<Integer, Integer> model = filled(random, keys);
        ConcurrentNavigableMap<Integer, Integer> map = new TSortedMap<>(model);
        List<Step> steps = program(random, keys, 80);
        List<Step> undone = program(random, keys, 10);
        List<Step> more = program(random, keys, 20);

        List<Object> results = Stm.atomic(() -> {
            List<Object> seen = run(steps, map);
            try {
                Stm.atomic(() -> {
                    run(undone, map);
                    throw new IllegalArgumentException();
                });
            } catch (IllegalArgumentException expected) {
                seen.addAll(run(more, map));
            }
            return seen;
        });

        List<Object> expected = run(steps, model);
        expected.addAll(run(more, model));
        Assertions.assertEquals(expected, results);
        Assertions.assertEquals(model, map);
        Assertions.assertEquals(run(steps, model), run(steps, map), "outside a block");
        Assertions.assertEquals(model, map);
    }
}
