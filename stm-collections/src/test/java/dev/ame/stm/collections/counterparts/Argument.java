package dev.ame.stm.collections.counterparts;

import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a method, to be made anew for each call.
 *
 * @param text for people
 * @param value makes it for a collection, with a list for what happens to it
 */
record Argument(String text, Making value) {

    /** Makes an argument. */
    @FunctionalInterface
    interface Making {
        @Nullable
        Object of(Object collection, List<Object> trace);
    }

    /** Thrown by functions that are arguments. */
    @SuppressWarnings("serial")
    static final class Thrown extends RuntimeException {}

    private static final Map<Class<?>, List<Argument>> BY_TYPE = byType();

    private static Map<Class<?>, List<Argument>> byType() {
        Map<Class<?>, List<Argument>> all = new LinkedHashMap<>();
        // 1, 2 and 3 are in the collections, 9 is not
        all.put(
                Object.class,
                values(
                        1,
                        2,
                        9,
                        null,
                        "x",
                        Map.entry(1, 2),
                        new SimpleEntry<>(9, 1),
                        new SimpleEntry<>(1, null),
                        new SimpleEntry<>(null, 1)));
        all.put(int.class, values(-1, 0, 1, 2, 3, 4));
        all.put(long.class, values(-1L, 0L, 1L));
        all.put(boolean.class, values(true, false));
        all.put(TimeUnit.class, values(TimeUnit.NANOSECONDS, null));
        all.put(Collection.class, collections());
        all.put(Map.class, maps());
        all.put(Object[].class, arrays());
        all.put(IntFunction.class, List.of(nothing(), fixed("Integer[]::new", (IntFunction<?>) Integer[]::new)));
        all.put(Predicate.class, predicates());
        all.put(Function.class, functions());
        all.put(BiFunction.class, biFunctions());
        all.put(UnaryOperator.class, operators());
        all.put(Consumer.class, List.of(nothing(), recorder(), fixed("throws", (Consumer<?>) a -> fail())));
        all.put(BiConsumer.class, List.of(nothing(), biRecorder(), fixed("throws", (BiConsumer<?, ?>)
                (a, b) -> fail())));
        all.put(
                Comparator.class,
                List.of(
                        nothing(),
                        fixed("natural", Comparator.naturalOrder()),
                        fixed("reverse", Comparator.reverseOrder()),
                        fixed("throws", (Comparator<Object>) Argument::refuse)));
        return all;
    }

    /** What to try for a parameter. */
    static List<Argument> of(Class<?> type) {
        List<Argument> known = BY_TYPE.get(type);
        if (known != null) {
            return known;
        }
        if (type.isAssignableFrom(Integer.class)) {
            return of(Object.class);
        }
        throw new AssertionError("no arguments of " + type);
    }

    /** Null, or of the wrong type. */
    boolean isWrong() {
        return text.equals("null") || text.startsWith("\"");
    }

    /** A collection or map with null in it, or with what most collections cannot have in them. */
    boolean containsWrong() {
        return text.equals("[1, null]") || text.equals("{1=null}") || text.equals("[1=2, 9=1]");
    }

    private static <T> T fail() {
        throw new Thrown();
    }

    private static int refuse(Object unusedLeft, Object unusedRight) {
        throw new Thrown();
    }

    private static Argument fixed(String text, @Nullable Object value) {
        return new Argument(text, (collection, trace) -> value);
    }

    private static Argument nothing() {
        return fixed("null", null);
    }

    private static List<Argument> values(@Nullable Object... values) {
        return Arrays.stream(values)
                .map(value -> fixed(value instanceof String ? "\"" + value + "\"" : String.valueOf(value), value))
                .toList();
    }

    private static List<Argument> collections() {
        return List.of(
                nothing(),
                new Argument("itself", (collection, trace) -> collection),
                new Argument("[]", (collection, trace) -> new ArrayList<>()),
                new Argument("[1]", (collection, trace) -> new ArrayList<>(List.of(1))),
                new Argument("[1, 9]", (collection, trace) -> new ArrayList<>(List.of(1, 9))),
                new Argument("[9, 8, 8]", (collection, trace) -> new ArrayList<>(List.of(9, 8, 8))),
                new Argument("{1, 2, 3, 4}", (collection, trace) -> new HashSet<>(Set.of(1, 2, 3, 4))),
                new Argument(
                        "[1=2, 9=1]",
                        (collection, trace) -> new ArrayList<>(List.of(Map.entry(1, 2), new SimpleEntry<>(9, 1)))),
                new Argument("[1, null]", (collection, trace) -> new ArrayList<>(Arrays.asList(1, null))));
    }

    private static List<Argument> maps() {
        return List.of(
                nothing(),
                new Argument("itself", (collection, trace) -> collection),
                new Argument("{}", (collection, trace) -> new HashMap<>()),
                new Argument("{1=9, 9=1}", (collection, trace) -> new HashMap<>(Map.of(1, 9, 9, 1))),
                new Argument("{1=null}", (collection, trace) -> {
                    Map<Object, Object> map = new HashMap<>();
                    map.put(1, null);
                    return map;
                }));
    }

    private static List<Argument> arrays() {
        return List.of(
                nothing(),
                new Argument("Integer[0]", (collection, trace) -> new Integer[0]),
                new Argument("Integer[5]", (collection, trace) -> new Integer[] {7, 7, 7, 7, 7}),
                new Argument("Object[3]", (collection, trace) -> new Object[] {7, 7, 7}),
                new Argument("String[5]", (collection, trace) -> new String[5]));
    }

    private static List<Argument> predicates() {
        return List.of(
                nothing(),
                fixed("all", (Predicate<?>) each -> true),
                fixed("none", (Predicate<?>) each -> false),
                fixed("1", (Predicate<?>)
                        each -> each.equals(1) || each.toString().startsWith("1=")),
                fixed("throws", (Predicate<?>) each -> fail()));
    }

    private static List<Argument> functions() {
        return List.of(
                nothing(),
                fixed("-> 5", (Function<?, ?>) key -> 5),
                fixed("-> null", (Function<?, ?>) key -> null),
                fixed("throws", (Function<?, ?>) key -> fail()));
    }

    private static List<Argument> biFunctions() {
        return List.of(
                nothing(),
                fixed("-> 5", (BiFunction<?, ?, ?>) (a, b) -> 5),
                fixed("-> both", (BiFunction<?, ?, ?>) (a, b) -> a + "," + b),
                fixed("-> null", (BiFunction<?, ?, ?>) (a, b) -> null),
                fixed("throws", (BiFunction<?, ?, ?>) (a, b) -> fail()));
    }

    private static List<Argument> operators() {
        return List.of(
                nothing(),
                fixed("-> 5", (UnaryOperator<?>) old -> null == old ? null : unchecked(5)),
                fixed("-> null", (UnaryOperator<?>) old -> null),
                fixed("throws", (UnaryOperator<?>) old -> fail()));
    }

    @SuppressWarnings("unchecked") // collections of the tests hold integers
    private static <T> T unchecked(Object value) {
        return (T) value;
    }

    private static Argument recorder() {
        return new Argument("recorder", (collection, trace) -> (Consumer<Object>) each -> trace.add(Seen.of(each)));
    }

    private static Argument biRecorder() {
        return new Argument(
                "recorder", (collection, trace) -> (BiConsumer<Object, Object>) (a, b) -> trace.add(a + "=" + b));
    }

    @Override
    public String toString() {
        return text;
    }
}
