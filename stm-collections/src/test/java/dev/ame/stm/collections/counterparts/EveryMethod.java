package dev.ame.stm.collections.counterparts;

import dev.ame.stm.AtomicBlock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Calls every method of an interface with many combinations of arguments, on a collection and on its counterpart in the JDK,
 * and compares what comes back, what is thrown, what has become of the arguments and what is left in the collection.
 *
 * @param name for people
 * @param type the interface
 * @param counterpart makes the one from the JDK
 * @param ours makes the one under test, with the same in it
 * @param ordered whether the order of elements is the same in both
 * @param exceptions the names of methods that differ on purpose
 */
record EveryMethod(
        String name,
        Class<?> type,
        Supplier<? extends Object> counterpart,
        Supplier<? extends Object> ours,
        boolean ordered,
        Set<String> exceptions) {

    private static final Set<String> TAKES = Set.of("take", "takeFirst", "takeLast");
    private static final Set<String> PUTS = Set.of("put", "putFirst", "putLast", "transfer");
    private static final int MOST_SHOWN = 6;

    EveryMethod(
            String name,
            Class<?> type,
            Supplier<? extends Object> counterpart,
            Supplier<? extends Object> ours,
            boolean ordered) {
        this(name, type, counterpart, ours, ordered, Set.of());
    }

    /** All but these. */
    EveryMethod except(String... methods) {
        return new EveryMethod(name, type, counterpart, ours, ordered, Set.of(methods));
    }

    /** What a view of both has, for instance a sub-map. */
    <C> EveryMethod view(String viewName, Class<?> viewType, Function<C, ?> view) {
        return new EveryMethod(
                name + "." + viewName,
                viewType,
                () -> new View(counterpart.get(), view),
                () -> new View(ours.get(), view),
                ordered);
    }

    /** A collection that is reached through another one, whose state is compared too. */
    private record View(Object whole, Function<?, ?> function) {
        @SuppressWarnings("unchecked") // the caller knows
        Object view() {
            return ((Function<Object, ?>) function).apply(whole);
        }
    }

    /** One test a method, outside a block and inside. */
    DynamicNode tests() {
        Stream<Method> methods = Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                .filter(method -> ordered || !method.getName().equals("toString"))
                .filter(method -> !exceptions.contains(method.getName()))
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toString));
        return DynamicContainer.dynamicContainer(
                name,
                methods.map(method -> DynamicTest.dynamicTest(
                        method.getName()
                                + Arrays.stream(method.getParameterTypes())
                                        .map(Class::getSimpleName)
                                        .toList(),
                        () -> compare(method))));
    }

    /**
     * What came of a call.
     *
     * @param result a value, or a {@code Class} if it was thrown
     * @param trace what functions were called with
     * @param arguments what has become of them
     * @param left what is in the collection
     */
    private record Outcome(Object result, List<Object> trace, List<Object> arguments, Object left) {
        Object comparable(boolean ordered) {
            List<Object> all = Arrays.asList(result, trace, arguments, left);
            return ordered ? all : Seen.unordered(all);
        }

        /**
         * Which of several faults in one call is complained about is left open; and so is whether an element of an argument that
         * is null, or of another type, is one. If it is, ours may throw before it has done anything.
         */
        boolean isLike(Outcome other, List<Argument> from, Object before) {
            boolean bothThrow = result instanceof Class<?> && other.result instanceof Class<?>;
            boolean oneThrows = result instanceof Class<?> || other.result instanceof Class<?>;
            boolean severalFaults = from.size() > 1 && from.stream().anyMatch(Argument::isWrong);
            boolean wrongWithin = from.stream().anyMatch(Argument::containsWrong);
            boolean leftLike =
                    left.equals(other.left) || (other.result instanceof Class<?> && before.equals(other.left));
            return (bothThrow && severalFaults && left.equals(other.left)) || (oneThrows && wrongWithin && leftLike);
        }

        /** A call that throws may have done some of its work, as in the JDK, or none. */
        Outcome undone(Object before) {
            return result instanceof Class<?> ? new Outcome(result, trace, arguments, before) : this;
        }

        @Override
        public String toString() {
            String text = result instanceof Class<?> thrown ? thrown.getSimpleName() : String.valueOf(result);
            return text + (trace.isEmpty() ? "" : ", called with " + trace)
                    + (arguments.stream().allMatch("-"::equals) ? "" : ", arguments " + arguments) + ", left " + left;
        }
    }

    private void compare(Method method) {
        List<String> differences = new ArrayList<>();
        Object untouched = state(counterpart.get());
        String before = String.valueOf(Seen.of(subject(counterpart.get())));
        for (List<Argument> arguments : combinations(method.getParameterTypes(), 0)) {
            Object model = counterpart.get();
            if (blocks(method, subject(model)) || hasIdentity(method, subject(model))) {
                continue;
            }
            Outcome expected = outcome(method, arguments, model);
            List<Object> right = List.of(
                    expected.comparable(ordered), expected.undone(untouched).comparable(ordered));
            Object fresh = ours.get();
            Outcome outside = outcome(method, arguments, ours.get());
            Outcome inside = AtomicBlock.named("inside").call(() -> outcome(method, arguments, fresh));
            String call = method.getName() + arguments + " on " + before;
            if (!right.contains(outside.comparable(ordered)) && !expected.isLike(outside, arguments, untouched)) {
                differences.add(call + ": expected " + expected + " but was " + outside);
            }
            if (!right.contains(inside.comparable(ordered)) && !expected.isLike(inside, arguments, untouched)) {
                differences.add(call + " in a block: expected " + expected + " but was " + inside);
            }
        }
        if (!differences.isEmpty()) {
            throw new AssertionError(name + ", " + differences.size() + " differences:\n  "
                    + String.join("\n  ", differences.subList(0, Math.min(MOST_SHOWN, differences.size()))));
        }
    }

    private static Object subject(Object whole) {
        return whole instanceof View view ? view.view() : whole;
    }

    private static Object state(Object whole) {
        return Seen.of(whole instanceof View view ? view.whole() : whole);
    }

    private static Outcome outcome(Method method, List<Argument> arguments, Object whole) {
        List<Object> trace = new ArrayList<>();
        Object subject = subject(whole);
        Object[] values = arguments.stream()
                .map(argument -> argument.value().of(subject, trace))
                .toArray();
        Object result;
        try {
            Object returned = method.invoke(subject, values);
            result = returned == subject ? "itself" : Seen.of(returned);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            result = e.getCause().getClass();
        } catch (RuntimeException lookingAtTheResult) {
            result = lookingAtTheResult.getClass();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
        List<Object> after = new ArrayList<>();
        for (Object value : values) {
            boolean canChange = value instanceof Collection || value instanceof Map || value instanceof Object[];
            after.add(canChange && value != subject ? Seen.of(value) : "-");
        }
        return new Outcome(result, trace, after, state(whole));
    }

    /** Not to be compared. */
    private static boolean hasIdentity(Method method, Object subject) {
        try {
            return method.getName().equals("hashCode")
                    && subject.getClass().getMethod("hashCode").getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static boolean blocks(Method method, Object subject) {
        return (TAKES.contains(method.getName()) && ((Collection<?>) subject).isEmpty())
                || (PUTS.contains(method.getName())
                        && subject instanceof BlockingQueue<?> queue
                        && queue.remainingCapacity() == 0);
    }

    private static List<List<Argument>> combinations(Class<?>[] types, int from) {
        if (from == types.length) {
            return List.of(List.of());
        }
        List<List<Argument>> all = new ArrayList<>();
        for (Argument first : Argument.of(types[from])) {
            for (List<Argument> others : combinations(types, from + 1)) {
                List<Argument> combination = new ArrayList<>(List.of(first));
                combination.addAll(others);
                all.add(combination);
            }
        }
        return all;
    }
}
