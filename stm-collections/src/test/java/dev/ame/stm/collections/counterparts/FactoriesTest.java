package dev.ame.stm.collections.counterparts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TSet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code of} as {@link List}, {@link Set} and {@link Map} have it, but of collections that can be changed. */
class FactoriesTest {

    @Test
    void mapsOfUpToTenKeys() throws Exception {
        Object[] arguments = new Object[20];
        for (int i = 0; i < 20; i++) {
            arguments[i] = i;
        }
        int found = 0;
        for (Method expected : Map.class.getMethods()) {
            if (expected.getName().equals("of")) {
                int n = expected.getParameterCount();
                Object[] some = Arrays.copyOf(arguments, n);
                Map<?, ?> map = of(some);
                assertInstanceOf(TMap.class, map);
                assertEquals(expected.invoke(null, some), map);
                found++;
                if (n > 2) {
                    some[n - 2] = 0; // the last key is the first one
                    assertThrows(IllegalArgumentException.class, () -> of(some));
                }
            }
        }
        assertEquals(11, found);
    }

    /** As {@code TMap.of}, which is a method of a class that reflection does not let others into. */
    private static TMap<?, ?> of(Object... some) throws Exception {
        Method method = Arrays.stream(TMap.class.getMethods())
                .filter(candidate -> candidate.getName().equals("of") && candidate.getParameterCount() == some.length)
                .findAny()
                .orElseThrow();
        method.setAccessible(true);
        try {
            return (TMap<?, ?>) method.invoke(null, some);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    @Test
    void theyCanBeChanged() {
        TMap<String, Integer> map = TMap.of("a", 1, "b", 2);
        map.put("c", 3);
        assertEquals(Map.of("a", 1, "b", 2, "c", 3), map);
        TSet<String> set = TSet.of("a", "b");
        set.remove("a");
        assertEquals(Set.of("b"), set);
        TList<String> list = TList.of("a", "b");
        list.add("c");
        assertEquals(List.of("a", "b", "c"), list);
        TMap<String, Number> entries = TMap.ofEntries(Map.entry("a", 1), Map.entry("b", 2));
        entries.put("c", 3L);
        assertEquals(3, entries.size());
        assertTrue(TMap.of().isEmpty()
                && TSet.of().isEmpty()
                && TList.of().isEmpty()
                && TMap.ofEntries().isEmpty());
    }

    @Test
    void duplicatesAndNullsAreRefusedAsThere() {
        assertThrows(IllegalArgumentException.class, () -> TSet.of(1, 1));
        assertThrows(IllegalArgumentException.class, () -> TMap.ofEntries(Map.entry(1, 1), Map.entry(1, 2)));
        assertThrows(NullPointerException.class, () -> TSet.of(1, null));
        assertThrows(NullPointerException.class, () -> TMap.of(null, 1));
        assertThrows(NullPointerException.class, () -> TMap.of(1, null));
        assertEquals(Collections.singletonList(null), TList.of(new String[] {null}), "a list may hold null");
        assertEquals(List.of(1, 1), TList.of(1, 1));
    }

    /** What has been written with constructors, and method references to them, still means one thing. */
    @Test
    void constructorsAreAsUnambiguousAsBefore() {
        TMap<String, List<Integer>> map = new TMap<>();
        map.computeIfAbsent("a", key -> new TList<>()).add(1);
        TMap<String, TMap<String, Integer>> nested = TMap.of("x", new TMap<>(), "y", TMap.of("z", 1));
        nested.computeIfAbsent("w", key -> new TMap<>()).put("v", 2);
        assertEquals(List.of(1), map.get("a"));
        assertEquals(3, nested.size());
        assertEquals(Set.of(1), Stm.atomic(() -> new TSet<>(TSet.of(1))));
    }

    @Test
    void insideABlockTheyArePartOfIt() {
        TMap<String, TSet<Integer>> map = new TMap<>();
        Stm.atomic(() -> map.put("a", TSet.of(1, 2)));
        assertEquals(Map.of("a", Set.of(1, 2)), map);
    }
}
