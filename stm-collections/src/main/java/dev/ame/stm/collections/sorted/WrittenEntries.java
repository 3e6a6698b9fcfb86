package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.serial.Streams;
import dev.ame.stm.collections.tree.Cursor;
import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands for {@link Entries} in a stream: their order, and whether they can change. Always the same object for the same
 * entries, and so is its {@link #content}: each is written once to a stream, however many maps and sets are views of it.
 *
 * <p>A map first writes this, which is read as entries without elements at once, and then the content. So all references
 * between maps, views, keys and values are read as they were written, wherever one begins, and a map that is being read can
 * be used. The name, which is for reports of conflicts, is not written.
 */
final class WrittenEntries<K, V> implements Serializable {
    private static final long serialVersionUID = 1;

    /** Not final only because it has to be made when this is read. */
    transient Content<K, V> content;

    /** Null before it is read. */
    private transient @Nullable Entries<K, V> entries;

    WrittenEntries(Entries<K, V> entries) {
        this.entries = entries;
        this.content = new Content<>(this);
    }

    /** The entries, of which this is what is written. */
    private Entries<K, V> written() {
        return Objects.requireNonNull(entries);
    }

    /** The entries that this was read as. */
    Entries<K, V> read() throws InvalidObjectException {
        Entries<K, V> present = entries;
        if (present == null) {
            throw new InvalidObjectException("a map whose order contains a part of it");
        }
        return present;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeBoolean(written() instanceof FixedEntries);
        out.writeObject(written().order().comparator());
    }

    @SuppressWarnings("unchecked") // if it is an order for other keys, that shows when they are read
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        boolean fixed = in.readBoolean();
        SortedTree<K, V> empty =
                SortedTree.empty((Comparator<? super K>) Streams.readOrNull(in, Comparator.class, "comparator"));
        entries = fixed ? new FixedEntries<>(empty) : new SharedEntries<>(null, empty);
        content = new Content<>(this);
    }

    /** The elements of one moment. */
    static final class Content<K, V> implements Serializable {
        private static final long serialVersionUID = 1;

        /** Null before it is read. */
        private transient @Nullable WrittenEntries<K, V> owner;

        Content(WrittenEntries<K, V> owner) {
            this.owner = owner;
        }

        @Nullable
        WrittenEntries<K, V> owner() {
            return owner;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            WrittenEntries<K, V> present = Objects.requireNonNull(owner);
            out.writeObject(present);
            SortedTree<K, V> tree = present.written().all();
            out.writeInt(tree.size());
            Cursor<K, V> cursor = tree.cursor(Range.all(), false);
            while (cursor.advance()) {
                out.writeObject(cursor.key());
                out.writeObject(cursor.value());
            }
        }

        @SuppressWarnings("unchecked") // the types of keys and values are taken on trust; keys are compared
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            WrittenEntries<K, V> present = Streams.read(in, WrittenEntries.class, "map");
            owner = present;
            int size = Streams.readCount(in);
            Entries<K, V> empty = present.read();
            List<K> keys = new ArrayList<>();
            List<V> values = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                keys.add((K) Streams.read(in, Object.class, "key"));
                values.add((V) Streams.read(in, Object.class, "value"));
            }
            Streams.fill(() -> empty.fill(tree(empty.order().comparator(), keys, values)));
        }

        /** Compares the keys, whatever order they are said to be in. */
        private static <K, V> SortedTree<K, V> tree(
                @Nullable Comparator<? super K> comparator, List<K> keys, List<V> values) {
            SortedTree<K, V> tree = SortedTree.empty(comparator);
            for (int i = 0; i < keys.size(); i++) {
                tree = tree.with(keys.get(i), values.get(i));
            }
            return tree;
        }
    }
}
