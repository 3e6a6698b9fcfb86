package dev.ame.stm.collections.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The adapter lets a good map pass and a bad one fail. */
class GuavaSuiteTest {

    /** Says that there was nothing before. */
    private static final class ForgetfulMap<K, V> extends ConcurrentHashMap<K, V> {
        private static final long serialVersionUID = 1;

        @Override
        public V put(K key, V value) {
            super.put(key, value);
            return null;
        }
    }

    private static TestSuite suite(String name, Map<String, String> empty) {
        return ConcurrentMapTestSuiteBuilder.using(new TestStringMapGenerator() {
                    @Override
                    protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                        empty.clear();
                        for (Map.Entry<String, String> entry : entries) {
                            empty.put(entry.getKey(), entry.getValue());
                        }
                        return empty;
                    }
                })
                .named(name)
                .withFeatures(
                        MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY)
                .suppressing(GuavaSuite.addingEntriesIsRefused())
                .createTestSuite();
    }

    @TestFactory
    Stream<DynamicNode> aGoodMapPasses() {
        return Stream.of(GuavaSuite.OUTSIDE.nodes(suite("ConcurrentHashMap", new ConcurrentHashMap<>())));
    }

    @Test
    void aBadMapFailsEverywhere() {
        for (GuavaSuite where : GuavaSuite.values()) {
            List<DynamicTest> tests = new ArrayList<>();
            collect(where.nodes(suite("forgetful map", new ForgetfulMap<>())), tests);
            List<String> failures = new ArrayList<>();
            for (DynamicTest test : tests) {
                try {
                    test.getExecutable().execute();
                } catch (Throwable thrown) {
                    failures.add(String.valueOf(thrown.getMessage()));
                }
            }

            assertEquals(2, failures.size(), failures::toString); // maps with one entry, and with three
            assertTrue(failures.stream()
                    .allMatch(failure -> failure.startsWith(where.name() + ": testPut_supportedPresent")));
        }
    }

    private static void collect(DynamicNode node, List<DynamicTest> tests) {
        if (node instanceof DynamicContainer container) {
            container.getChildren().forEach(child -> collect(child, tests));
        } else {
            tests.add((DynamicTest) node);
        }
    }
}
