package dev.ame.stm.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TMap;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Every method of {@link ConcurrentHashMap} with a parallelism threshold, on a map of each kind with the same content: the same
 * results, and the same calls of an action, in some order. The functions are such that the order makes no difference.
 */
class BulkProperties {
    private static final int FOUND = 1000;

    private static final List<Method> METHODS = Arrays.stream(ConcurrentHashMap.class.getMethods())
            .filter(method -> method.getDeclaringClass() == ConcurrentHashMap.class)
            .filter(method -> method.getParameterCount() > 0 && method.getParameterTypes()[0] == long.class)
            .toList();

    @Property(tries = 50)
    void allAreAsThoseOfConcurrentHashMap(
            @ForAll @Size(max = 20) Map<@IntRange(max = 30) Integer, @IntRange(max = 10) Integer> content)
            throws Exception {
        assertTrue(METHODS.size() >= 31, "the methods of JDK 17");
        for (Method expected : METHODS) {
            List<Object> model = outcome(expected, new ConcurrentHashMap<>(content));
            Method method = TMap.class.getMethod(expected.getName(), expected.getParameterTypes());
            TMap<Integer, Integer> map = new TMap<>(content);
            assertEquals(model, outcome(method, map), () -> method + " outside a block");
            assertEquals(model, Stm.atomic(() -> outcome(method, map)), () -> method + " inside a block");
        }
    }

    /** The result of a method, and what its action was called with. */
    private static List<Object> outcome(Method method, ConcurrentMap<Integer, Integer> map)
            throws ReflectiveOperationException {
        List<String> calls = new ArrayList<>();
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        arguments[0] = Long.MAX_VALUE;
        for (int i = 1; i < types.length; i++) {
            arguments[i] = argument(types[i], method.getName().startsWith("search"), calls);
        }
        Object result = method.invoke(map, arguments);
        calls.sort(Comparator.naturalOrder());
        return Arrays.asList(result, calls);
    }

    private static Object argument(Class<?> type, boolean searches, List<String> calls) {
        Function<Object, Object> made = x -> searches ? (number(x) > 5 ? FOUND : null) : oddOrNull(number(x));
        BiFunction<Object, Object, Object> combined = (a, b) -> number(a) >= number(b) ? a : b;
        BiFunction<Object, Object, Object> found = (a, b) -> number(a) > number(b) ? FOUND : null;
        Map<Class<?>, Object> arguments = Map.ofEntries(
                Map.entry(BiConsumer.class, (BiConsumer<Object, Object>) (a, b) -> calls.add(a + ":" + b)),
                Map.entry(Consumer.class, (Consumer<Object>) x -> calls.add(x.toString())),
                Map.entry(Function.class, made),
                Map.entry(BiFunction.class, searches ? found : combined),
                Map.entry(ToDoubleFunction.class, (ToDoubleFunction<Object>) BulkProperties::number),
                Map.entry(ToLongFunction.class, (ToLongFunction<Object>) BulkProperties::number),
                Map.entry(ToIntFunction.class, (ToIntFunction<Object>) BulkProperties::number),
                Map.entry(
                        ToDoubleBiFunction.class, (ToDoubleBiFunction<Object, Object>) (a, b) -> number(a) - number(b)),
                Map.entry(ToLongBiFunction.class, (ToLongBiFunction<Object, Object>) (a, b) -> number(a) - number(b)),
                Map.entry(ToIntBiFunction.class, (ToIntBiFunction<Object, Object>) (a, b) -> number(a) - number(b)),
                Map.entry(DoubleBinaryOperator.class, (DoubleBinaryOperator) Double::sum),
                Map.entry(LongBinaryOperator.class, (LongBinaryOperator) Math::max),
                Map.entry(IntBinaryOperator.class, (IntBinaryOperator) Integer::sum),
                Map.entry(double.class, 0.0),
                Map.entry(long.class, -1L),
                Map.entry(int.class, 0));
        return arguments.get(type);
    }

    /** A number that tells elements apart, if they are keys or entries. */
    private static int number(Object element) {
        return element instanceof Map.Entry<?, ?> entry
                ? 100 * number(entry.getKey()) + number(entry.getValue())
                : (Integer) element;
    }

    private static Integer oddOrNull(int number) {
        return number % 2 == 0 ? null : Integer.valueOf(number);
    }
}
