package dev.ame.stm.collections.sorted;

import com.google.common.collect.testing.NavigableMapTestSuiteBuilder;
import com.google.common.collect.testing.NavigableSetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.TestStringSortedMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.Feature;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.testers.MapEntrySetTester;
import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.collections.TSortedSet;
import dev.ame.stm.collections.support.GuavaSuite;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The sorted map and set keep the contracts of the interfaces, as those of the JDK do. */
class GuavaSortedMapTest {
    private static final Comparator<String> BY_CHARACTERS = Comparator.comparing(text -> text);

    /** The entries of {@code ConcurrentSkipListMap}, too, refuse to be changed. */
    private static final Method[] SET_VALUE = {
        MapEntrySetTester.getSetValueMethod(),
        MapEntrySetTester.getSetValueWithNullValuesAbsentMethod(),
        MapEntrySetTester.getIteratorSetValueAndRemove()
    };

    private static TestSuite maps(
            String name,
            Comparator<String> comparator,
            CollectionSize size,
            UnaryOperator<SortedMap<String, String>> as,
            Feature<?>... features) {
        return NavigableMapTestSuiteBuilder.using(new TestStringSortedMapGenerator() {
                    @Override
                    protected SortedMap<String, String> create(Map.Entry<String, String>[] entries) {
                        TSortedMap<String, String> map = new TSortedMap<>(comparator);
                        for (Map.Entry<String, String> entry : entries) {
                            map.put(entry.getKey(), entry.getValue());
                        }
                        return as.apply(map);
                    }
                })
                .named(name)
                .withFeatures(features)
                .withFeatures(CollectionFeature.KNOWN_ORDER, size)
                .suppressing(SET_VALUE)
                .createTestSuite();
    }

    private static TestSuite maps(Comparator<String> comparator, CollectionSize size) {
        return maps(
                "TSortedMap",
                comparator,
                size,
                map -> map,
                MapFeature.GENERAL_PURPOSE,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE);
    }

    private static TestSuite sets(Comparator<String> comparator, CollectionSize size) {
        return NavigableSetTestSuiteBuilder.using(new TestStringSetGenerator() {
                    @Override
                    protected Set<String> create(String[] elements) {
                        TSortedSet<String> set = new TSortedSet<>(comparator);
                        set.addAll(List.of(elements));
                        return set;
                    }

                    @Override
                    public List<String> order(List<String> insertionOrder) {
                        return insertionOrder.stream().sorted().toList();
                    }
                })
                .named("TSortedSet")
                .withFeatures(
                        CollectionFeature.GENERAL_PURPOSE,
                        CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                        CollectionFeature.KNOWN_ORDER,
                        size)
                .createTestSuite();
    }

    @TestFactory
    Stream<DynamicNode> mapsOutside() {
        return Stream.of(GuavaSuite.OUTSIDE.nodes(maps(null, CollectionSize.ANY)));
    }

    @TestFactory
    Stream<DynamicNode> mapsInABlock() {
        return Stream.of(GuavaSuite.IN_A_BLOCK.nodes(maps(BY_CHARACTERS, CollectionSize.SEVERAL)));
    }

    @TestFactory
    Stream<DynamicNode> snapshots() {
        return Stream.of(GuavaSuite.OUTSIDE.nodes(maps(
                "snapshot",
                BY_CHARACTERS,
                CollectionSize.SEVERAL,
                map -> ((TSortedMap<String, String>) map).snapshot())));
    }

    @TestFactory
    Stream<DynamicNode> sets() {
        return GuavaSuite.everywhere(() -> sets(null, CollectionSize.ONE));
    }

    @TestFactory
    Stream<DynamicNode> setsWithAComparator() {
        return GuavaSuite.everywhere(() -> sets(BY_CHARACTERS, CollectionSize.SEVERAL));
    }
}
