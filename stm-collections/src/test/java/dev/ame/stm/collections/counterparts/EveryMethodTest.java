package dev.ame.stm.collections.counterparts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** The comparison of all methods finds no difference where there is none, and those there are. */
class EveryMethodTest {
    private static final Map<Integer, Integer> ENTRIES = Map.of(1, 2, 2, 1, 3, 1);

    private static EveryMethod comparison(Class<?> type, Supplier<Map<Object, Object>> other) {
        return new EveryMethod("map", type, () -> new ConcurrentHashMap<>(ENTRIES), other, false);
    }

    @Test
    void aMapIsLikeItself() throws Throwable {
        EveryMethod map = comparison(ConcurrentMap.class, () -> new ConcurrentHashMap<>(ENTRIES));
        assertTrue(differences(map.tests()).isEmpty());
        assertTrue(differences(map.view("keySet", Set.class, Map<?, ?>::keySet).tests())
                .isEmpty());
    }

    @Test
    void findsTheDifferencesOfAHashMap() throws Throwable {
        List<String> found =
                differences(comparison(Map.class, () -> new HashMap<>(ENTRIES)).tests());
        assertTrue(found.containsAll(List.of("put[Object, Object]", "get[Object]", "containsValue[Object]")));
        assertTrue(!found.contains("size[]"));
    }

    private static List<String> differences(DynamicNode node) throws Throwable {
        List<String> names = new ArrayList<>();
        for (DynamicNode child :
                (Iterable<DynamicNode>) ((DynamicContainer) node).getChildren().map(c -> (DynamicNode) c)::iterator) {
            try {
                ((DynamicTest) child).getExecutable().execute();
            } catch (AssertionError found) {
                names.add(child.getDisplayName());
            }
        }
        return names;
    }
}
