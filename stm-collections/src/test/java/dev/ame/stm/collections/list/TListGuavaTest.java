package dev.ame.stm.collections.list;

import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.ListFeature;
import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.support.GuavaSuite;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import junit.framework.Test;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class TListGuavaTest {

    @TestFactory
    Stream<DynamicNode> everywhere() {
        return GuavaSuite.everywhere(TListGuavaTest::suite);
    }

    private static Test suite() {
        return ListTestSuiteBuilder.using(new TestStringListGenerator() {
                    @Override
                    protected List<String> create(String[] elements) {
                        return new TList<>(Arrays.asList(elements));
                    }
                })
                .named("TList")
                .withFeatures(
                        ListFeature.GENERAL_PURPOSE,
                        CollectionFeature.ALLOWS_NULL_VALUES,
                        CollectionFeature.KNOWN_ORDER,
                        CollectionFeature.SERIALIZABLE,
                        CollectionSize.ANY)
                .createTestSuite();
    }
}
