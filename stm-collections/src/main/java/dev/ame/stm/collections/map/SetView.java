package dev.ame.stm.collections.map;

import dev.ame.stm.Stm;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A view that is a set.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @param <E> the type of the elements
 */
abstract class SetView<K, V, E> extends MapView<K, V, E> implements Set<E> {
    private static final long serialVersionUID = 1;

    SetView(HashTable<K, V> table) {
        super(table);
    }

    /** Looks each of them up here, or each key there if that is less and they are quick to answer. */
    @Override
    public boolean removeAll(Collection<?> elements) {
        Objects.requireNonNull(elements, "elements");
        return Stm.atomic(() -> {
            if (elements instanceof Set && elements.size() > size()) {
                return removeIf(elements::contains);
            }
            boolean changed = false;
            for (Object element : elements) {
                changed |= (element != null || !isEmpty()) && remove(element);
            }
            return changed;
        });
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof Set<?> that
                        && HashTable.reading(() -> {
                            try {
                                return that.size() == size() && containsAll(that);
                            } catch (ClassCastException | NullPointerException e) {
                                return false;
                            }
                        }));
    }

    @Override
    public int hashCode() {
        return HashTable.reading(() -> {
            int sum = 0;
            for (E element : this) {
                sum += element.hashCode();
            }
            return sum;
        });
    }
}
