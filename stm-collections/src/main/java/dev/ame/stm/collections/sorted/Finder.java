package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Order;
import dev.ame.stm.collections.tree.Path;
import dev.ame.stm.collections.tree.SortedTree;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds a key in one state after another, until a change of the state it was found in succeeds. After some failures it
 * remembers the comparisons: otherwise a comparator that itself changes the map would make every try fail, for ever.
 */
final class Finder<K, V> {
    private static final int PATIENCE = 4;

    private final K key;
    private int tries;
    private @Nullable Order<K> remembering;

    Finder(K key) {
        this.key = key;
    }

    Path<K, V> in(SortedTree<K, V> tree) {
        if (++tries <= PATIENCE) {
            return tree.find(key);
        }
        Order<K> order = remembering;
        if (order == null) {
            order = remembering(tree.order());
            remembering = order;
        }
        return tree.find(order, key);
    }

    private static <K> Order<K> remembering(Order<K> order) {
        IdentityHashMap<K, Integer> known = new IdentityHashMap<>();
        return new Order<>((K wanted, K other) -> {
            Integer result = known.get(other);
            if (result == null) {
                result = order.compare(wanted, other);
                known.put(other, result);
            }
            return result;
        });
    }
}
