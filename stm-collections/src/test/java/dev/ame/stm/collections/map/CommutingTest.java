package dev.ame.stm.collections.map;

import static dev.ame.stm.collections.support.Overlap.does;
import static dev.ame.stm.collections.support.Overlap.first;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TSet;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Two blocks on one map abort each other only if their results depend on their order. */
@Timeout(60)
class CommutingTest {
    private static final Overlap<TMap<Integer, String>> EMPTY = Overlap.of(TMap::new);
    private static final Overlap<TMap<Integer, String>> SOME =
            Overlap.of(() -> new TMap<>(Map.of(1, "one", 2, "two", 3, "three")));

    private static Map<String, Block<TMap<Integer, String>>> onKey(int key) {
        return Map.of(
                "get", map -> map.get(key),
                "containsKey", map -> map.containsKey(key),
                "put", map -> map.put(key, "new"),
                "putIfAbsent", map -> map.putIfAbsent(key, "new"),
                "remove", map -> map.remove(key),
                "removeValue", map -> map.remove(key, "one"),
                "replace", map -> map.replace(key, "new"),
                "merge", map -> map.merge(key, "x", String::concat),
                "compute", map -> map.compute(key, (k, old) -> old == null ? "new" : null),
                "keySet.remove", map -> map.keySet().remove(key));
    }

    /** Every operation on one key with every operation on another, each present or absent. */
    @TestFactory
    Stream<DynamicTest> operationsOnDifferentKeysCommute() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int[] keys : new int[][] {{1, 2}, {1, 12}, {11, 12}}) {
            onKey(keys[0])
                    .forEach((name, block) -> onKey(keys[1])
                            .forEach((otherName, other) -> tests.add(DynamicTest.dynamicTest(
                                    name + " of " + keys[0] + ", " + otherName + " of " + keys[1],
                                    () -> SOME.commute(block, other)))));
        }
        return tests.stream();
    }

    @Test
    void insertionsIntoAnEmptyMapCommute() throws Exception {
        EMPTY.commute(map -> map.put(1, "a"), map -> map.put(2, "b"));
        EMPTY.commute(map -> map.put(1, "a"), map -> map.get(2));
        EMPTY.commute(map -> map.put(1, "a"), map -> map.remove(2));
    }

    @Test
    void growthCommutes() throws Exception {
        Block<TMap<Integer, String>> thousand =
                does(map -> IntStream.range(1000, 2000).forEach(key -> map.put(key, "many")));
        SOME.commute(thousand, map -> map.put(4, "four"));
        SOME.commute(thousand, map -> map.get(4));
        SOME.commute(thousand, map -> map.remove(1));
    }

    @Test
    void readersOfOneKeyCommute() throws Exception {
        SOME.commute(map -> map.get(1), map -> map.get(1));
        SOME.commute(map -> map.get(11), map -> map.get(11));
        SOME.commute(map -> map.putIfAbsent(1, "x"), map -> map.get(1));
        SOME.commute(map -> map.remove(11), map -> map.remove(11));
        SOME.commute(map -> map.replace(11, "x"), map -> map.containsKey(11));
    }

    @Test
    void presenceCommutesWithNewValues() throws Exception {
        SOME.commute(map -> map.containsKey(1), map -> map.put(1, "new"));
        SOME.commute(map -> map.keySet().contains(1), map -> map.merge(1, "x", String::concat));
        SOME.commute(map -> new TreeSet<>(map.keySet()), map -> map.put(1, "new"));
        SOME.commute(
                map -> map.keySet().containsAll(Set.of(1, 2, 3)), does(map -> map.replaceAll((k, old) -> old + "!")));
    }

    @Test
    void changesOfOneKeyConflict() throws Exception {
        SOME.conflict(map -> map.get(1), map -> map.put(1, "new"));
        SOME.conflict(map -> map.put(1, "a"), map -> map.put(1, "b"));
        SOME.conflict(map -> map.get(11), map -> map.put(11, "new"));
        SOME.conflict(map -> map.containsKey(11), map -> map.put(11, "new"));
        SOME.conflict(map -> map.containsKey(1), map -> map.remove(1));
        SOME.conflict(map -> map.putIfAbsent(11, "a"), map -> map.putIfAbsent(11, "b"));
        SOME.conflict(map -> map.remove(1), map -> map.remove(1));
        SOME.conflict(map -> map.remove(11), map -> map.put(11, "a"));
    }

    @Test
    void theSizeCommutesWithWhatDoesNotChangeIt() throws Exception {
        SOME.commute(Map::size, map -> map.put(1, "new"));
        SOME.commute(Map::size, map -> map.get(11));
        SOME.commute(
                Map::size, first((TMap<Integer, String> map) -> map.remove(1)).then(map -> map.put(11, "one for one")));
        SOME.conflict(Map::size, map -> map.put(11, "new"));
        SOME.conflict(Map::size, map -> map.remove(1));
    }

    @Test
    void emptinessCommutesWithWhatDoesNotChangeIt() throws Exception {
        SOME.commute(Map::isEmpty, map -> map.put(11, "new"));
        SOME.commute(Map::isEmpty, map -> map.remove(1));
        SOME.commute(map -> map.keySet().isEmpty(), map -> map.put(1, "new"));
        SOME.conflict(Map::isEmpty, does(Map::clear));
        EMPTY.conflict(Map::isEmpty, map -> map.put(1, "first"));
    }

    @Test
    void goingThroughTheKeysConflictsWithInsertionAndRemoval() throws Exception {
        SOME.conflict(map -> new TreeSet<>(map.keySet()), map -> map.put(11, "new"));
        SOME.conflict(map -> new TreeSet<>(map.keySet()), map -> map.remove(1));
        SOME.conflict(
                map -> new TreeSet<>(map.keySet()),
                first((TMap<Integer, String> map) -> map.remove(1)).then(map -> map.put(11, "one for one")));
        EMPTY.conflict(map -> new TreeSet<>(map.keySet()), map -> map.put(11, "new"));
    }

    @Test
    void goingThroughTheValuesConflictsWithAnyChange() throws Exception {
        for (Block<TMap<Integer, String>> all : List.<Block<TMap<Integer, String>>>of(
                map -> new TreeSet<>(map.values()),
                map -> map.containsValue("none"),
                Map::hashCode,
                map -> map.equals(Map.of(1, "one", 2, "two", 3, "three")),
                TMap::snapshot)) {
            SOME.conflict(all, map -> map.put(11, "new"));
            SOME.conflict(all, map -> map.put(1, "new"));
            SOME.conflict(all, map -> map.remove(1));
            SOME.commute(all, all);
            SOME.commute(all, map -> map.get(1));
        }
    }

    @Test
    void noWriteSkew() throws Exception {
        Block<TMap<Integer, String>> first =
                first((TMap<Integer, String> map) -> map.get(11)).then(map -> map.put(12, "first"));
        Block<TMap<Integer, String>> second =
                first((TMap<Integer, String> map) -> map.get(12)).then(map -> map.put(11, "second"));
        SOME.conflict(first, second);
        SOME.conflict(sizeThenPut(11), sizeThenPut(12));
        EMPTY.conflict(unlessNotEmptyPut(11), unlessNotEmptyPut(12));
        SOME.conflict(removeUnlessAlone(1), removeUnlessAlone(2));
    }

    private static Block<TMap<Integer, String>> sizeThenPut(int key) {
        return first((TMap<Integer, String> map) -> map.size()).then(map -> map.put(key, "put"));
    }

    private static Block<TMap<Integer, String>> unlessNotEmptyPut(int key) {
        return map -> map.isEmpty() ? map.put(key, "put") : "not empty";
    }

    private static Block<TMap<Integer, String>> removeUnlessAlone(int key) {
        return map -> map.size() == 3 ? map.remove(key) : "left";
    }

    /** What others leave behind of a key, and take away, does not disturb who has asked for it or is about to put it. */
    @Test
    void anEntryThatComesAndGoesDisturbsNobody() throws Exception {
        Block<TMap<Integer, String>> comesAndGoes = does(map -> {
            Stm.atomic(() -> map.put(11, "passing"));
            map.remove(11);
        });
        SOME.commute(map -> map.get(11), comesAndGoes);
        SOME.commute(map -> map.containsKey(11), comesAndGoes);
        SOME.commute(map -> map.get(12), comesAndGoes);
        SOME.interrupted(map -> map.get(11), does(map -> map.put(11, "x")), does(map -> map.remove(11)));
    }

    @Test
    void setsDoLikewise() throws Exception {
        Overlap<TSet<Integer>> some = Overlap.of(() -> new TSet<>(Set.of(1, 2, 3)));
        some.commute(set -> set.add(4), set -> set.add(5));
        some.commute(set -> set.add(4), set -> set.contains(5));
        some.commute(set -> set.remove(1), set -> set.contains(2));
        some.commute(set -> set.add(1), set -> set.add(1));
        some.commute(set -> set.add(1), Set::size);
        some.commute(set -> set.add(4), Set::isEmpty);
        some.conflict(set -> set.add(4), set -> set.add(4));
        some.conflict(set -> set.add(4), set -> set.contains(4));
        some.conflict(set -> new TreeSet<>(set), set -> set.add(4));
    }
}
