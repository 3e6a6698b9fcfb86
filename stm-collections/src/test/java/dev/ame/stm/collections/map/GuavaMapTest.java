package dev.ame.stm.collections.map;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.features.SetFeature;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TSet;
import dev.ame.stm.collections.support.GuavaSuite;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Guava's suites for maps and sets, outside and inside blocks. */
class GuavaMapTest {

    private static TestSuite map() {
        return ConcurrentMapTestSuiteBuilder.using(new TestStringMapGenerator() {
                    @Override
                    protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                        Map<String, String> map = new TMap<>();
                        for (Map.Entry<String, String> entry : entries) {
                            map.put(entry.getKey(), entry.getValue());
                        }
                        return map;
                    }
                })
                .named("TMap")
                .withFeatures(
                        MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY)
                .suppressing(GuavaSuite.addingEntriesIsRefused())
                .createTestSuite();
    }

    private static TestSuite set() {
        return SetTestSuiteBuilder.using(new TestStringSetGenerator() {
                    @Override
                    protected Set<String> create(String[] elements) {
                        return new TSet<>(Arrays.asList(elements));
                    }
                })
                .named("TSet")
                .withFeatures(
                        SetFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY)
                .createTestSuite();
    }

    private static TestSuite snapshot() {
        return MapTestSuiteBuilder.using(new TestStringMapGenerator() {
                    @Override
                    protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                        TMap<String, String> map = new TMap<>();
                        for (Map.Entry<String, String> entry : entries) {
                            map.put(entry.getKey(), entry.getValue());
                        }
                        return map.snapshot();
                    }
                })
                .named("snapshot")
                .withFeatures(CollectionSize.ANY)
                .createTestSuite();
    }

    @TestFactory
    Stream<DynamicNode> mapsEverywhere() {
        return GuavaSuite.everywhere(GuavaMapTest::map);
    }

    @TestFactory
    Stream<DynamicNode> setsEverywhere() {
        return GuavaSuite.everywhere(GuavaMapTest::set);
    }

    @TestFactory
    Stream<DynamicNode> snapshots() {
        return Stream.of(GuavaSuite.OUTSIDE.nodes(snapshot()));
    }
}
