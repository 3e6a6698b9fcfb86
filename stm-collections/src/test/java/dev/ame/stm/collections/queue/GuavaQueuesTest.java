package dev.ame.stm.collections.queue;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.Feature;
import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TDeque;
import dev.ame.stm.collections.TPriorityQueue;
import dev.ame.stm.collections.TQueue;
import dev.ame.stm.collections.support.GuavaSuite;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Stream;
import junit.framework.Test;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Guava's suites for queues, with the features that Guava gives the counterparts in the JDK. */
class GuavaQueuesTest {
    private static final int ROOMY = 100;

    private static Test suite(String name, Feature<?> order, Function<Collection<String>, Queue<String>> constructor) {
        return QueueTestSuiteBuilder.using(new TestStringQueueGenerator() {
                    @Override
                    protected Queue<String> create(String[] elements) {
                        return constructor.apply(List.of(elements));
                    }
                })
                .named(name)
                .withFeatures(
                        CollectionFeature.GENERAL_PURPOSE, CollectionFeature.SERIALIZABLE, order, CollectionSize.ANY)
                .createTestSuite();
    }

    @TestFactory
    Stream<DynamicNode> queue() {
        return GuavaSuite.everywhere(() -> suite("TQueue", CollectionFeature.KNOWN_ORDER, TQueue::new));
    }

    @TestFactory
    Stream<DynamicNode> boundedQueue() {
        return GuavaSuite.everywhere(() -> suite(
                "TBoundedQueue",
                CollectionFeature.KNOWN_ORDER,
                elements -> new TBoundedQueue<>(ROOMY, false, elements)));
    }

    @TestFactory
    Stream<DynamicNode> deque() {
        return GuavaSuite.everywhere(() -> suite("TDeque", CollectionFeature.KNOWN_ORDER, TDeque::new));
    }

    @TestFactory
    Stream<DynamicNode> priorityQueue() {
        return GuavaSuite.everywhere(
                () -> suite("TPriorityQueue", CollectionFeature.GENERAL_PURPOSE, TPriorityQueue::new));
    }
}
