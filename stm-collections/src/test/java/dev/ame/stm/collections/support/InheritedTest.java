package dev.ame.stm.collections.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;

class InheritedTest {

    /** Overrides as little as it may. */
    private static final class LazyMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {
        @Override
        public Set<Entry<K, V>> entrySet() {
            return Set.of();
        }

        @Override
        public V putIfAbsent(K key, V value) {
            return null;
        }

        @Override
        public boolean remove(Object key, Object value) {
            return false;
        }

        @Override
        public boolean replace(K key, V oldValue, V newValue) {
            return false;
        }

        @Override
        public V replace(K key, V value) {
            return null;
        }
    }

    @Test
    void listsWhatIsLeftToTheJdk() {
        List<String> compound = Inherited.compound(LazyMap.class, ConcurrentMap.class);
        assertTrue(
                compound.containsAll(List.of(
                        "ConcurrentMap.replaceAll(BiFunction)",
                        "ConcurrentMap.merge(Object, Object, BiFunction)",
                        "AbstractMap.putAll(Map)",
                        "AbstractMap.equals(Object)")),
                compound::toString);
        assertEquals(
                List.of(),
                compound.stream().filter(name -> name.contains("forEach")).toList());
    }

    @Test
    void failsIfThereIsAny() {
        assertThrows(AssertionError.class, () -> Inherited.assertNothingCompound(new LazyMap<>(), Map.class));
    }
}
