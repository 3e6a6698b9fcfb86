package dev.ame.stm.collections.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Copies what a test has seen, so that it stays what it was and can be compared. */
final class Observation {
    private Observation() {}

    static @Nullable Object of(@Nullable Object seen) {
        if (seen instanceof SortedMap<?, ?> map) {
            return new ArrayList<>(new LinkedHashMap<>(map).entrySet());
        }
        if (seen instanceof Map<?, ?> map) {
            return new HashMap<>(map);
        }
        if (seen instanceof Map.Entry<?, ?> entry) {
            return Map.entry(entry.getKey(), entry.getValue());
        }
        if (seen instanceof Set<?> set && !(seen instanceof SortedSet<?>)) {
            return new HashSet<>(set);
        }
        if (seen instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        return seen instanceof Object[] array ? Arrays.asList(array.clone()) : seen;
    }
}
