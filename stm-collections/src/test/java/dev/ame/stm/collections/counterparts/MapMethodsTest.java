package dev.ame.stm.collections.counterparts;

import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TSet;
import dev.ame.stm.collections.support.Inherited;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** All methods of maps and sets, and of the views of maps, do what those of their counterparts do. */
class MapMethodsTest {
    private static final Map<Integer, Integer> ENTRIES = Map.of(1, 2, 2, 1, 3, 1);

    private static EveryMethod maps(String name, Map<Integer, Integer> entries) {
        return new EveryMethod(
                name, ConcurrentMap.class, () -> new ConcurrentHashMap<>(entries), () -> new TMap<>(entries), false);
    }

    private static EveryMethod sets(Set<Integer> elements) {
        return new EveryMethod(
                "set " + elements,
                Set.class,
                () -> {
                    Set<Integer> set = ConcurrentHashMap.newKeySet();
                    set.addAll(elements);
                    return set;
                },
                () -> new TSet<>(elements),
                false);
    }

    @TestFactory
    Stream<DynamicNode> map() {
        EveryMethod some = maps("map", ENTRIES);
        return Stream.of(
                some.tests(),
                maps("empty map", Map.of()).tests(),
                some.view("keySet", Set.class, Map<?, ?>::keySet).tests(),
                some.view("values", Collection.class, Map<?, ?>::values).tests(),
                some.view("entrySet", Set.class, Map<?, ?>::entrySet).tests());
    }

    @TestFactory
    Stream<DynamicNode> set() {
        return Stream.of(sets(Set.of(1, 2, 3)).tests(), sets(Set.of()).tests());
    }

    @Test
    void nothingIsDoneInSeveralSteps() {
        Inherited.assertNothingCompound(new TMap<>(), ConcurrentMap.class);
        Inherited.assertNothingCompound(new TSet<>(), Set.class);
        Inherited.assertNothingCompound(new TMap<>().keySet(), Set.class);
        Inherited.assertNothingCompound(new TMap<>().values(), Collection.class);
        Inherited.assertNothingCompound(new TMap<>().entrySet(), Set.class);
    }
}
