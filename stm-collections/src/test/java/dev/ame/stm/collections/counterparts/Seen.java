package dev.ame.stm.collections.counterparts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.Spliterator;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Turns results of methods into values that can be compared, whichever class they come from. */
final class Seen {
    private Seen() {}

    static Object of(@Nullable Object result) {
        if (result instanceof Map.Entry<?, ?> entry) {
            return entry.getKey() + "=" + entry.getValue();
        }
        if (result instanceof Map<?, ?> map) {
            return Arrays.asList("map", map.size(), of(map.entrySet().iterator()));
        }
        if (result instanceof Collection<?> collection) {
            String kind = collection instanceof SortedSet ? "sorted" : collection instanceof Set ? "set" : "collection";
            return Arrays.asList(kind, collection.size(), of(collection.iterator()));
        }
        if (result instanceof Iterator<?> iterator) {
            return drain(iterator);
        }
        if (result instanceof BaseStream<?, ?> stream) {
            return drain(stream.iterator());
        }
        if (result instanceof Spliterator<?> spliterator) {
            List<Object> all = new ArrayList<>();
            spliterator.forEachRemaining(each -> all.add(of(each)));
            return all;
        }
        if (result instanceof Object[] array) {
            return Arrays.asList(
                    array.getClass().getSimpleName(),
                    Arrays.stream(array).map(Seen::of).toList());
        }
        return result instanceof Comparator ? "a comparator" : result == null ? "null" : result;
    }

    private static List<Object> drain(Iterator<?> iterator) {
        List<Object> all = new ArrayList<>();
        while (iterator.hasNext()) {
            all.add(of(iterator.next()));
        }
        return all;
    }

    /** The same with what has no order brought into one. */
    static Object unordered(@Nullable Object seen) {
        if (seen instanceof List<?> list) {
            return list.stream()
                    .map(Seen::unordered)
                    .map(String::valueOf)
                    .sorted()
                    .toList();
        }
        if (seen instanceof String text) {
            return text.chars().sorted().boxed().toList().toString();
        }
        return String.valueOf(seen);
    }
}
