package dev.ame.stm.collections.support;

import com.google.common.collect.testing.testers.CollectionAddAllTester;
import com.google.common.collect.testing.testers.CollectionAddTester;
import dev.ame.stm.AtomicBlock;
import dev.ame.stm.AtomicCall;
import dev.ame.stm.Stm;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Guava's suites for collections, which are JUnit 3 tests, as dynamic tests:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> everywhere() {
 *     return GuavaSuite.everywhere(() -> MapTestSuiteBuilder.using(...).named("TMap").withFeatures(...).createTestSuite());
 * }
 * }</pre>
 */
public enum GuavaSuite {
    /** Each call on the collection stands by itself. */
    OUTSIDE {
        @Override
        void run(TestCase test) throws Throwable {
            test.runBare();
        }
    },
    /** The collection is filled outside; then the test runs in one block: it reads what was committed, and its own writes. */
    IN_A_BLOCK {
        @Override
        void run(TestCase test) throws Throwable {
            // One that runs again must not start from what its last attempt has left in the fields of the test.
            for (int i = 0; !ranAtOnce(test); i++) {
                if (i == MOST_RUNS) {
                    throw new AssertionError("aborted again and again, though there is no other thread");
                }
            }
        }

        private boolean ranAtOnce(TestCase test) throws Throwable {
            call(test, "setUp");
            try {
                return inBlock(test, () -> {
                    if (Stm.attempt() != 1) {
                        return false;
                    }
                    callUnchecked(test, "runTest");
                    return true;
                });
            } finally {
                call(test, "tearDown");
            }
        }
    },
    /** The collection is made, filled, and tested in one block: nothing is ever committed before. */
    WHOLLY_IN_A_BLOCK {
        @Override
        void run(TestCase test) throws Throwable {
            inBlock(test, () -> {
                try {
                    test.runBare();
                } catch (Throwable thrown) {
                    throw GuavaSuite.<RuntimeException>unchecked(thrown);
                }
                return null;
            });
        }
    };

    private static final int MOST_RUNS = 10;

    /** Makes the suite: each of its uses needs one of its own, since the tests have state. */
    @FunctionalInterface
    public interface Source {
        Test create();
    }

    abstract void run(TestCase test) throws Throwable;

    /** The tests that want a map's entry set to refuse additions, which that of {@code ConcurrentHashMap} allows. */
    public static Method[] addingEntriesIsRefused() {
        return new Method[] {
            CollectionAddTester.getAddUnsupportedNotPresentMethod(),
            CollectionAddAllTester.getAddAllUnsupportedNonePresentMethod(),
            CollectionAddAllTester.getAddAllUnsupportedSomePresentMethod()
        };
    }

    /** The suite, run in each of the three ways. */
    public static Stream<DynamicNode> everywhere(Source source) {
        return Stream.of(values()).map(where -> where.nodes(source.create()));
    }

    /** The suite, run in this way. */
    public DynamicNode nodes(Test suite) {
        return DynamicContainer.dynamicContainer(name(), Stream.of(node(suite)));
    }

    private DynamicNode node(Test test) {
        if (test instanceof TestSuite suite) {
            return DynamicContainer.dynamicContainer(
                    String.valueOf(suite.getName()),
                    Collections.list(suite.tests()).stream().map(this::node));
        }
        TestCase single = (TestCase) test;
        return DynamicTest.dynamicTest(single.getName(), () -> runNamed(single));
    }

    private void runNamed(TestCase test) {
        try {
            run(test);
        } catch (Throwable thrown) {
            throw new AssertionError(
                    name() + ": " + test.getName() + " of " + test.getClass().getName() + ": " + thrown, thrown);
        }
    }

    /** A block of its own for each test, so that nothing that was learned of others makes an attempt fail. */
    private static <T> T inBlock(TestCase test, AtomicCall<T, RuntimeException> body) {
        return AtomicBlock.named(test.getName()).call(body);
    }

    private static void callUnchecked(TestCase test, String method) {
        try {
            call(test, method);
        } catch (Throwable thrown) {
            throw GuavaSuite.<RuntimeException>unchecked(thrown);
        }
    }

    /** JUnit 3 hides the three steps of a test in protected methods. */
    private static void call(TestCase test, String name) throws Throwable {
        Method method = TestCase.class.getDeclaredMethod(name);
        method.setAccessible(true);
        try {
            method.invoke(test);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("unchecked") // what is thrown must leave the block as it is
    private static <X extends Throwable> X unchecked(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
