package dev.ame.stm.collections.model;

import static dev.ame.stm.collections.model.Part.kind;
import static dev.ame.stm.collections.model.Part.several;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TBag;
import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.TSemaphore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;

/** The list, the bag and the semaphore. */
final class Others {
    private static final int PERMITS = 3;

    private static final List<Part.Kind<List<Integer>>> LIST_KINDS = List.of(
            kind("add", (list, key, value) -> list.add(key)),
            kind("addAgain", (list, key, value) -> list.add(value)),
            kind("addAll", (list, key, value) -> list.addAll(List.of(key, value))),
            kind("addAt", (list, key, value) -> {
                list.add(value, key);
                return null;
            }),
            kind("get", (list, key, value) -> list.get(value)),
            kind("set", (list, key, value) -> list.set(value, key)),
            kind("removeAt", (list, key, value) -> list.remove(value)),
            kind("remove", (list, key, value) -> list.remove((Object) key)),
            kind("size", (list, key, value) -> list.size()),
            kind("isEmpty", (list, key, value) -> list.isEmpty()),
            kind("indexOf", (list, key, value) -> list.indexOf(key)),
            kind("lastIndexOf", (list, key, value) -> list.lastIndexOf(key)),
            kind("containsAll", (list, key, value) -> list.containsAll(List.of(key, value))),
            kind("elements", (list, key, value) -> new ArrayList<>(list)),
            kind("sort", (list, key, value) -> {
                list.sort(value == 0 ? Comparator.reverseOrder() : null);
                return null;
            }),
            kind("removeIf", (list, key, value) -> list.removeIf(element -> element % 3 == value)),
            kind("replaceAll", (list, key, value) -> {
                list.replaceAll(element -> element > key ? value : element);
                return null;
            }),
            several("part", (list, key, value) -> List.copyOf(list.subList(value, value + 2))),
            several("clearPart", (list, key, value) -> {
                list.subList(value, list.size()).clear();
                return null;
            }),
            several("iterate", (list, key, value) -> iterate(list.listIterator(), key, value)),
            kind("clear", (list, key, value) -> {
                list.clear();
                return null;
            }));

    static final Part<List<Integer>> LIST = new Part<>(
            "list", TList::new, ArrayList::new, ArrayList::new, list -> new ArrayList<>((List<?>) list), LIST_KINDS);

    private Others() {}

    /** Shows some elements, removes one of them and doubles the next one. */
    private static List<Integer> iterate(ListIterator<Integer> iterator, int steps, int at) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < steps && iterator.hasNext(); i++) {
            shown.add(iterator.next());
            if (i == at) {
                iterator.remove();
            } else if (i == at + 1) {
                iterator.add(at);
            }
        }
        return shown;
    }

    // ---------------------------------------------------------------- bag

    /** A bag, or its model, which may take any element and so takes the one that the bag has taken. */
    private interface Pool {
        boolean add(Integer element);

        Integer poll(Object seen);

        int size();

        boolean isEmpty();

        List<Integer> elements();
    }

    private record Bag(TBag<Integer> bag) implements Pool {
        @Override
        public boolean add(Integer element) {
            return bag.add(element);
        }

        @Override
        public Integer poll(Object seen) {
            return bag.poll();
        }

        @Override
        public int size() {
            return bag.size();
        }

        @Override
        public boolean isEmpty() {
            return bag.isEmpty();
        }

        @Override
        public List<Integer> elements() {
            return Stm.atomic(() -> {
                List<Integer> all = new ArrayList<>();
                for (Integer next = bag.poll(); next != null; next = bag.poll()) {
                    all.add(next);
                }
                bag.addAll(all);
                Collections.sort(all);
                return all;
            });
        }
    }

    private record Heap(List<Integer> all) implements Pool {
        @Override
        public boolean add(Integer element) {
            return all.add(element);
        }

        @Override
        public Integer poll(Object seen) {
            if (all.isEmpty()) {
                return null;
            }
            return all.remove(Math.max(0, all.indexOf(seen)));
        }

        @Override
        public int size() {
            return all.size();
        }

        @Override
        public boolean isEmpty() {
            return all.isEmpty();
        }

        @Override
        public List<Integer> elements() {
            return all.stream().sorted().toList();
        }
    }

    static final Part<?> BAG = new Part<Pool>(
            "bag",
            () -> new Bag(new TBag<>()),
            () -> new Heap(new ArrayList<>()),
            pool -> new Heap(new ArrayList<>(pool.elements())),
            pool -> ((Pool) pool).elements(),
            List.of(
                    kind("add", (pool, key, value) -> pool.add(key)),
                    kind("addAgain", (pool, key, value) -> pool.add(value)),
                    new Part.Kind<Pool>("poll", (key, value) -> Pool::poll),
                    new Part.Kind<Pool>("pollAgain", (key, value) -> Pool::poll),
                    kind("size", (pool, key, value) -> pool.size()),
                    kind("isEmpty", (pool, key, value) -> pool.isEmpty())));

    // ---------------------------------------------------------------- semaphore

    /** A semaphore, or its model. */
    private record Permits(IntPredicate tryAcquire, IntConsumer release, IntSupplier available, IntSupplier drain) {
        static Permits of(TSemaphore ours) {
            return new Permits(ours::tryAcquire, ours::release, ours::availablePermits, ours::drainPermits);
        }

        static Permits of(Semaphore theirs) {
            return new Permits(theirs::tryAcquire, theirs::release, theirs::availablePermits, theirs::drainPermits);
        }
    }

    static final Part<?> SEMAPHORE = new Part<Permits>(
            "semaphore",
            () -> Permits.of(new TSemaphore(PERMITS)),
            () -> Permits.of(new Semaphore(PERMITS)),
            permits -> Permits.of(new Semaphore(permits.available.getAsInt())),
            permits -> ((Permits) permits).available.getAsInt(),
            List.of(
                    kind("tryAcquire", (permits, key, value) -> permits.tryAcquire.test(1)),
                    kind("tryAcquireSome", (permits, key, value) -> permits.tryAcquire.test(value)),
                    kind("tryAcquireMany", (permits, key, value) -> permits.tryAcquire.test(key)),
                    kind("release", (permits, key, value) -> {
                        permits.release.accept(value);
                        return null;
                    }),
                    kind("availablePermits", (permits, key, value) -> permits.available.getAsInt()),
                    kind("drainPermits", (permits, key, value) -> permits.drain.getAsInt())));
}
