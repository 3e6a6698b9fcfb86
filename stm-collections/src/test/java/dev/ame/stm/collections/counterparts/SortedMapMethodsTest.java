package dev.ame.stm.collections.counterparts;

import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.collections.TSortedSet;
import dev.ame.stm.collections.support.Inherited;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** All methods of sorted maps and sets, of their parts and of their views, do what those of their counterparts do. */
class SortedMapMethodsTest {
    private static final Map<Integer, Integer> ENTRIES = Map.of(1, 2, 2, 1, 3, 1);

    private static EveryMethod maps(String name, Map<Integer, Integer> entries) {
        return new EveryMethod(
                name,
                ConcurrentNavigableMap.class,
                () -> new ConcurrentSkipListMap<>(entries),
                () -> new TSortedMap<>(entries),
                true);
    }

    private static EveryMethod sets(String name, Set<Integer> elements) {
        return new EveryMethod(
                name,
                NavigableSet.class,
                () -> new ConcurrentSkipListSet<>(elements),
                () -> new TSortedSet<>(elements),
                true);
    }

    private static Stream<DynamicNode> viewsOf(EveryMethod maps, String name, ViewOfMap view) {
        return Stream.of(
                maps.view(name, ConcurrentNavigableMap.class, view::of).tests(),
                maps.view(
                                name + ".keySet",
                                NavigableSet.class,
                                (ConcurrentNavigableMap<Integer, Integer> map) ->
                                        view.of(map).keySet())
                        .tests(),
                maps.view(
                                name + ".values",
                                Collection.class,
                                (ConcurrentNavigableMap<Integer, Integer> map) ->
                                        view.of(map).values())
                        .tests(),
                maps.view(
                                name + ".entrySet",
                                Set.class,
                                (ConcurrentNavigableMap<Integer, Integer> map) ->
                                        view.of(map).entrySet())
                        .tests());
    }

    /** A part of a map, or all of it. */
    @FunctionalInterface
    private interface ViewOfMap {
        ConcurrentNavigableMap<Integer, Integer> of(ConcurrentNavigableMap<Integer, Integer> map);
    }

    @TestFactory
    Stream<DynamicNode> map() {
        EveryMethod some = maps("map", ENTRIES);
        EveryMethod empty = maps("empty map", Map.of());
        EveryMethod reversed = new EveryMethod(
                "reversed map",
                ConcurrentNavigableMap.class,
                () -> {
                    Map<Integer, Integer> map = new ConcurrentSkipListMap<>(Comparator.<Integer>reverseOrder());
                    map.putAll(ENTRIES);
                    return map;
                },
                () -> {
                    Map<Integer, Integer> map = new TSortedMap<>(Comparator.<Integer>reverseOrder());
                    map.putAll(ENTRIES);
                    return map;
                },
                true);
        return Stream.of(
                        Stream.of(some.tests(), reversed.tests()),
                        viewsOf(some, "all", map -> map),
                        viewsOf(empty, "all", map -> map),
                        viewsOf(some, "descendingMap", map -> map.descendingMap()),
                        viewsOf(some, "headMap", map -> map.headMap(2, true)),
                        viewsOf(some, "tailMap", map -> map.tailMap(1, false)),
                        viewsOf(some, "subMap", map -> map.subMap(1, 3)),
                        viewsOf(
                                some,
                                "subMap.descendingMap",
                                map -> map.subMap(1, false, 3, true).descendingMap()),
                        viewsOf(some, "subMap of nothing", map -> map.subMap(2, false, 2, false)),
                        viewsOf(empty, "headMap", map -> map.headMap(2, true)))
                .flatMap(each -> each);
    }

    @TestFactory
    Stream<DynamicNode> set() {
        EveryMethod some = sets("set", Set.of(1, 2, 3));
        EveryMethod empty = sets("empty set", Set.of());
        return Stream.of(
                some.tests(),
                empty.tests(),
                some.view("descendingSet", NavigableSet.class, (NavigableSet<Integer> set) -> set.descendingSet())
                        .tests(),
                some.view("headSet", NavigableSet.class, (NavigableSet<Integer> set) -> set.headSet(2, true))
                        .tests(),
                some.view(
                                "tailSet",
                                NavigableSet.class,
                                (NavigableSet<Integer> set) ->
                                        set.tailSet(1, false).descendingSet())
                        .tests(),
                empty.view("subSet", NavigableSet.class, (NavigableSet<Integer> set) -> set.subSet(1, 3))
                        .tests());
    }

    @Test
    void nothingIsDoneInSeveralSteps() {
        TSortedMap<Integer, Integer> map = new TSortedMap<>();
        Inherited.assertNothingCompound(map, ConcurrentNavigableMap.class);
        Inherited.assertNothingCompound(map.headMap(1), ConcurrentNavigableMap.class);
        Inherited.assertNothingCompound(map.keySet(), NavigableSet.class);
        Inherited.assertNothingCompound(map.values(), Collection.class);
        Inherited.assertNothingCompound(map.entrySet(), Set.class);
        Inherited.assertNothingCompound(new TSortedSet<>(), NavigableSet.class);
    }
}
