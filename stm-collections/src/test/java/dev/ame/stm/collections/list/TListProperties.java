package dev.ame.stm.collections.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random programs on a list and on an {@code ArrayList}, outside and inside blocks, some of which are undone. */
class TListProperties {

    /** Thrown by a block that is to be undone. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Property(tries = 100)
    void isAnArrayList(@ForAll long seed, @ForAll @IntRange(max = 300) int size) {
        Random random = new Random(seed);
        List<Integer> model = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        TList<Integer> list = new TList<>(model);
        for (int i = 0; i < 20; i++) {
            switch (random.nextInt(3)) {
                case 0 -> step(list, model, random);
                case 1 -> block(list, model, random, false);
                default -> {
                    List<Integer> before = new ArrayList<>(model);
                    try {
                        block(list, model, random, true);
                    } catch (Undone e) {
                        model.clear();
                        model.addAll(before);
                    }
                }
            }
            assertEquals(model, list);
        }
    }

    /** The block's appends end up behind those of others, and everything else is as if they had not been there. */
    @Property(tries = 60)
    void anAppendMeanwhileGoesBeforeThoseOfTheBlock(@ForAll long seed, @ForAll @IntRange(min = 64, max = 200) int size)
            throws Exception {
        Random random = new Random(seed);
        List<Integer> model = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        TList<Integer> list = new TList<>(model);
        List<Integer> added = new ArrayList<>();
        Stm.atomic(() -> {
            assertEquals(1, Stm.attempt());
            for (int i = 0; i < 30; i++) {
                int at = random.nextInt(size - 40);
                switch (random.nextInt(6)) {
                    case 0 -> {
                        added.add(i);
                        list.add(i);
                    }
                    case 1 -> {
                        model.add(at, -i);
                        list.add(at, -i);
                    }
                    case 2 -> assertEquals(model.remove(at), list.remove(at));
                    case 3 -> assertEquals(model.set(at, 1000 + i), list.set(at, 1000 + i));
                    case 4 -> assertEquals(model.get(at), list.get(at));
                    default ->
                        Elsewhere.run(() -> {
                            model.add(5000);
                            return list.add(5000);
                        });
                }
            }
        });
        model.addAll(added);
        assertEquals(model, list);
    }

    /** A block may be run again, as when it was thought to only read: then it does the same to the same model. */
    private static void block(TList<Integer> list, List<Integer> model, Random random, boolean undo) {
        List<Integer> before = new ArrayList<>(model);
        long seed = random.nextLong();
        Stm.atomic(() -> {
            model.clear();
            model.addAll(before);
            steps(list, model, new Random(seed), 0);
            if (undo) {
                throw new Undone();
            }
        });
    }

    private static void steps(TList<Integer> list, List<Integer> model, Random random, int depth) {
        for (int i = 0; i < 6; i++) {
            if (depth < 2 && random.nextInt(3) == 0) {
                nested(list, model, random, depth + 1);
            } else {
                step(list, model, random);
            }
            assertEquals(model, list);
        }
    }

    private static void nested(TList<Integer> list, List<Integer> model, Random random, int depth) {
        List<Integer> before = new ArrayList<>(model);
        boolean undo = random.nextBoolean();
        try {
            Stm.atomic(() -> {
                steps(list, model, random, depth);
                if (undo) {
                    throw new Undone();
                }
            });
        } catch (Undone e) {
            model.clear();
            model.addAll(before);
        }
    }

    private static void step(List<Integer> list, List<Integer> model, Random random) {
        int n = model.size();
        int at = random.nextInt(n + 1);
        int end = at + random.nextInt(n - at + 1);
        int value = random.nextInt(100);
        long seed = random.nextLong();
        switch (random.nextInt(14)) {
            case 0 -> assertEquals(model.add(value), list.add(value));
            case 1 -> both(list, model, l -> l.add(at, value));
            case 2 -> both(list, model, l -> l.addAll(at, List.of(value, value + 1, value + 2)));
            case 3 ->
                both(list, model, l -> l.subList(at, Math.min(end, at + 5)).clear());
            case 4 -> both(list, model, l -> l.removeIf(e -> e == value));
            case 5 -> both(list, model, l -> l.replaceAll(e -> e + 1));
            case 6 -> both(list, model, l -> Collections.shuffle(l, new Random(seed)));
            case 7 -> both(list, model, l -> l.sort(Comparator.reverseOrder()));
            case 8 -> assertEquals(model.indexOf(value), list.indexOf(value));
            case 9 -> assertEquals(model.lastIndexOf(value), list.lastIndexOf(value));
            case 10 -> {
                if (at < n) {
                    assertEquals(model.set(at, value), list.set(at, value));
                    assertEquals(model.remove(at), list.remove(at));
                }
            }
            case 11 -> walk(list.listIterator(at), model.listIterator(at), new Random(seed));
            case 12 -> step(list.subList(at, end), model.subList(at, end), random);
            default -> {
                if (n > 400) {
                    both(list, model, List::clear);
                } else {
                    assertEquals(
                            model.stream().map(e -> 2 * e).toList(),
                            list.stream().map(e -> 2 * e).toList());
                }
            }
        }
    }

    private interface ListAction {
        void on(List<Integer> list);
    }

    private static void both(List<Integer> list, List<Integer> model, ListAction action) {
        action.on(list);
        action.on(model);
    }

    private static void walk(ListIterator<Integer> mine, ListIterator<Integer> model, Random random) {
        boolean canChange = false;
        for (int i = 0; i < 12; i++) {
            assertEquals(model.hasNext(), mine.hasNext());
            assertEquals(model.nextIndex(), mine.nextIndex());
            int choice = random.nextInt(5);
            if (choice == 0 && canChange) {
                mine.remove();
                model.remove();
                canChange = false;
            } else if (choice == 1 && canChange) {
                mine.set(i);
                model.set(i);
            } else if (choice == 2) {
                mine.add(-i);
                model.add(-i);
                canChange = false;
            } else if (choice == 3 && model.hasPrevious()) {
                assertEquals(model.previous(), mine.previous());
                canChange = true;
            } else if (model.hasNext()) {
                assertEquals(model.next(), mine.next());
                canChange = true;
            }
        }
    }
}
