package dev.ame.stm.collections.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The tree does what {@link TreeMap} does, keeps its shape, and leaves older versions alone. */
class SortedTreeProperties {

    /** A tree, and what it should be. */
    private static final class Pair {
        private SortedTree<Integer, Integer> tree = SortedTree.empty(null);
        private NavigableMap<Integer, Integer> model = new TreeMap<>();

        Pair copy() {
            Pair copy = new Pair();
            copy.tree = tree;
            copy.model = new TreeMap<>(model);
            return copy;
        }

        void change(Random random, int keys, int changes, int putsOfTen) {
            for (int i = 0; i < changes; i++) {
                Integer key = random.nextInt(keys);
                if (random.nextInt(10) < putsOfTen) {
                    Integer value = random.nextInt();
                    tree = tree.with(key, value);
                    model.put(key, value);
                } else {
                    tree = tree.without(key);
                    model.remove(key);
                }
            }
        }

        void check() {
            checkNode(tree.root, tree.height, true);
            assertEquals(new ArrayList<>(model.entrySet()), elements(tree, Range.all(), false));
            assertEquals(model.size(), tree.size());
        }
    }

    private static <K, V> void checkNode(Node<K, V> node, int height, boolean root) {
        assertTrue(node.width() <= Node.MOST);
        assertTrue(root ? height == 0 || node.width() >= 2 : node.width() >= Node.LEAST, "width " + node.width());
        if (height == 0) {
            assertEquals(node.width(), ((Leaf<K, V>) node).values.length);
            return;
        }
        Branch<K, V> branch = (Branch<K, V>) node;
        int size = 0;
        for (int i = 0; i < branch.width(); i++) {
            assertSame(branch.keys[i], branch.children[i].keys[0], "a key that is held must be in the tree");
            checkNode(branch.children[i], height - 1, false);
            size += branch.children[i].size();
        }
        assertEquals(size, branch.size());
    }

    private static List<Map.Entry<Integer, Integer>> elements(
            SortedTree<Integer, Integer> tree, Range<Integer> range, boolean descending) {
        List<Map.Entry<Integer, Integer>> elements = new ArrayList<>();
        Cursor<Integer, Integer> cursor = tree.cursor(range, descending);
        while (cursor.advance()) {
            elements.add(cursor.entry());
        }
        return elements;
    }

    private static Range<Integer> range(Random random, int keys) {
        int a = random.nextInt(keys + 2) - 1;
        int b = random.nextInt(keys + 2) - 1;
        Integer low = random.nextInt(8) == 0 ? null : Integer.valueOf(Math.min(a, b));
        Integer high = random.nextInt(8) == 0 ? null : Integer.valueOf(Math.max(a, b));
        return new Range<>(low, random.nextBoolean(), high, random.nextBoolean());
    }

    private static NavigableMap<Integer, Integer> part(NavigableMap<Integer, Integer> model, Range<Integer> range) {
        NavigableMap<Integer, Integer> part = model;
        if (range.low() != null) {
            part = part.tailMap(range.low(), range.withLow());
        }
        if (range.high() != null) {
            boolean isEmpty =
                    range.low() != null && range.low().equals(range.high()) && !(range.withLow() && range.withHigh());
            part = isEmpty ? new TreeMap<>() : part.headMap(range.high(), range.withHigh());
        }
        return part;
    }

    @Property(tries = 150)
    void changesAreThoseOfATreeMap(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4000) int keys, @ForAll @IntRange(max = 3000) int n) {
        Random random = new Random(seed);
        Pair pair = new Pair();
        pair.change(random, keys, n, 8);
        Pair older = pair.copy();
        pair.change(random, keys, n / 2, 2);
        pair.check();
        older.check();
        pair.change(random, keys, n, 0);
        pair.check();
        older.check();
    }

    @Property(tries = 60)
    void runsOfKeysLeaveNodesWellFilled(@ForAll @IntRange(min = 200, max = 5000) int n, @ForAll boolean descending) {
        Pair pair = new Pair();
        for (int i = 0; i < n; i++) {
            Integer key = descending ? n - i : i;
            pair.tree = pair.tree.with(key, key);
            pair.model.put(key, key);
        }
        pair.check();
        int leaves = leaves(pair.tree.root, pair.tree.height);
        assertTrue(leaves <= 2 + n * 4 / (Node.MOST * 3 - 8), leaves + " leaves for " + n);
    }

    private static <K, V> int leaves(Node<K, V> node, int height) {
        if (height == 0) {
            return 1;
        }
        int leaves = 0;
        for (Node<K, V> child : ((Branch<K, V>) node).children) {
            leaves += leaves(child, height - 1);
        }
        return leaves;
    }

    @Property(tries = 150)
    void rangesAreThoseOfATreeMap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int keys) {
        Random random = new Random(seed);
        Pair pair = new Pair();
        pair.change(random, keys, random.nextInt(2 * keys), 8);
        for (int i = 0; i < 20; i++) {
            Range<Integer> range = range(random, keys);
            NavigableMap<Integer, Integer> expected = part(pair.model, range);
            List<Map.Entry<Integer, Integer>> upwards = new ArrayList<>(expected.entrySet());
            assertEquals(upwards, elements(pair.tree, range, false));
            assertEquals(expected.firstEntry(), pair.tree.end(range, false));
            assertEquals(expected.lastEntry(), pair.tree.end(range, true));
            assertEquals(expected.size(), pair.tree.count(range));
            assertEquals(upwards, drain(pair.tree.slice(range, false), random));
            Collections.reverse(upwards);
            assertEquals(upwards, elements(pair.tree, range, true));
            assertEquals(upwards, drain(pair.tree.slice(range, true), random));
            Integer key = random.nextInt(keys);
            assertEquals(pair.model.get(key), pair.tree.get(key));
        }
    }

    /** Takes what a slice has, splitting it now and then. */
    private static List<Map.Entry<Integer, Integer>> drain(Slice<Integer, Integer> slice, Random random) {
        List<Map.Entry<Integer, Integer>> elements = new ArrayList<>();
        int left = slice.left();
        while (true) {
            if (random.nextInt(20) == 0) {
                Slice<Integer, Integer> half = slice.split();
                if (half != null) {
                    elements.addAll(drain(half, random));
                }
            }
            Path<Integer, Integer> at = slice.next();
            if (at == null) {
                break;
            }
            elements.add(Map.entry(at.key(), at.value()));
        }
        assertEquals(left, elements.size());
        return elements;
    }

    @Property(tries = 100)
    void isBuiltFromSortedElements(@ForAll @IntRange(max = 5000) int n) {
        Pair pair = new Pair();
        for (int i = 0; i < n; i++) {
            pair.model.put(i, -i);
        }
        pair.tree = SortedTree.of(pair.model);
        pair.check();
        pair.change(new Random(n), n + 1, 200, 5);
        pair.check();
    }

    @Property(tries = 200)
    void differencesAreFound(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3000) int keys,
            @ForAll @IntRange(max = 60) int changes) {
        Random random = new Random(seed);
        Pair before = new Pair();
        before.change(random, keys, random.nextInt(2 * keys), 8);
        Pair after = before.copy();
        after.change(random, keys, changes, random.nextInt(11));
        for (int i = 0; i < 10; i++) {
            Range<Integer> range = range(random, keys);
            Map<Integer, Integer> old = part(before.model, range);
            Map<Integer, Integer> now = part(after.model, range);
            assertEquals(old.keySet().equals(now.keySet()), before.tree.agreesIn(range, true, after.tree));
            assertEquals(old.equals(now), before.tree.agreesIn(range, false, after.tree));
            Integer key = random.nextInt(keys);
            assertEquals(
                    Objects.equals(before.model.get(key), after.model.get(key)),
                    before.tree.agreesAt(key, false, after.tree));
            assertEquals(
                    before.model.containsKey(key) == after.model.containsKey(key),
                    before.tree.agreesAt(key, true, after.tree));
        }
    }

    @Property(tries = 200)
    void changesAreMadeAgainElsewhere(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 1000) int half,
            @ForAll @IntRange(max = 100) int changes) {
        Random random = new Random(seed);
        Pair base = new Pair();
        base.change(random, 2 * half, random.nextInt(4 * half), 8);
        Pair mine = base.copy();
        Pair theirs = base.copy();
        Pair both = base.copy();
        for (int i = 0; i < changes; i++) {
            boolean odd = random.nextBoolean();
            Integer key = 2 * random.nextInt(half) + (odd ? 1 : 0);
            Integer value = random.nextInt(3) == 0 ? null : random.nextInt();
            for (Pair pair : List.of(odd ? mine : theirs, both)) {
                pair.tree = value == null ? pair.tree.without(key) : pair.tree.with(key, value);
                if (value == null) {
                    pair.model.remove(key);
                } else {
                    pair.model.put(key, value);
                }
            }
        }
        both.tree = base.tree.rebase(mine.tree, theirs.tree);
        both.check();
    }

    /** What is shared is not looked into: a comparison for each key would take millions of them. */
    @Property(tries = 20)
    void theWorkIsThatOfTheChanges(@ForAll long seed) {
        int[] comparisons = new int[1];
        SortedTree<Integer, Integer> base = SortedTree.empty((a, b) -> {
            comparisons[0]++;
            return a.compareTo(b);
        });
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            base = base.with(i, i);
        }
        SortedTree<Integer, Integer> changed =
                base.with(random.nextInt(20_000), -1).without(random.nextInt(20_000));
        comparisons[0] = 0;
        assertTrue(!base.agreesIn(Range.all(), false, changed));
        assertTrue(base.agreesIn(Range.all(), true, base.with(5, 6)));
        base.rebase(changed, base.with(-1, -1));
        assertTrue(comparisons[0] < 1000, () -> comparisons[0] + " comparisons");
    }

    @Property(tries = 1)
    void keepsTheFirstOfEqualKeysAndTellsThatTheyAreNotEqual() {
        SortedTree<String, Integer> tree = SortedTree.empty(String.CASE_INSENSITIVE_ORDER);
        tree = tree.with("a", 1).with("A", 2);
        assertEquals("a", tree.end(Range.all(), false).getKey());
        SortedTree<String, Integer> other = tree.without("a").with("A", 2);
        assertEquals(2, tree.get("A"));
        assertTrue(!tree.agreesIn(Range.all(), true, other));
        assertEquals("A", tree.rebase(other, tree).end(Range.all(), false).getKey());
        assertNull(tree.get("b"));
    }
}
