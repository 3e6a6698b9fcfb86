package dev.ame.stm.collections.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two blocks may do to one list without aborting each other, and what not. */
@Timeout(60)
class TListConflictTest {

    private static final int LARGE = 3000;

    private static Overlap<TList<Integer>> list(Integer... elements) {
        return Overlap.of(() -> new TList<>(List.of(elements)));
    }

    private static Overlap<TList<Integer>> large() {
        return Overlap.of(() -> new TList<>(IntStream.range(0, LARGE).boxed().toList()));
    }

    private static Block<TList<Integer>> when(Block<TList<Integer>> firstHalf) {
        return firstHalf;
    }

    private static Block<TList<Integer>> run(Consumer<TList<Integer>> action) {
        return Overlap.does(action);
    }

    private static void replaceByFive(List<Integer> list) {
        list.clear();
        list.add(5);
    }

    private static Block<TList<Integer>> append(int element) {
        return list -> list.add(element);
    }

    @Test
    void changesOfDifferentPositionsCommute() throws Exception {
        list(0, 1).commute(list -> list.set(0, 10), list -> list.set(1, 11));
        list(0, 1).commute(list -> list.set(0, 10), list -> list.get(1));
        large().commute(list -> list.set(100, 10), list -> list.set(101, 11));
        large().commute(when(list -> list.set(100, 10)).then(list -> list.get(100)), list -> list.set(2900, 11));
        list(0, 1).conflict(list -> list.set(0, 10), list -> list.set(0, 11));
        list(0, 1).conflict(when(list -> list.get(0)).then(list -> list.set(1, 11)), list -> list.set(0, 10));
    }

    @Test
    void additionsAtTheEndAreBlind() throws Exception {
        Block<TList<Integer>> appendMany = run(list -> list.addAll(List.of(7, 8)));
        list().conflict(when(append(1)).then(list -> list.get(0)), append(2));
        list(0).conflict(when(append(1)).then(list -> list.get(1)), append(2));
        list(0).conflict(when(append(1)).then(List::size), append(2));
        for (Overlap<TList<Integer>> either : List.of(list(), list(0), large())) {
            either.commute(append(1), append(2));
            either.commute(appendMany, when(append(1)).then(append(2)));
        }
        list(0, 1).commute(append(1), list -> list.get(1));
        list(0, 1).commute(append(1), list -> list.set(0, 5));
        large().commute(append(1), list -> list.remove(100));
        large().commute(append(1), list -> list.get(LARGE - 1));
        list(0).commute(append(1), run(list -> list.add(0, -1)));
        list(0).commute(append(1), run(list -> list.addFirst(-1)));
    }

    @Test
    void sizeAndEmptinessTellNoMoreThanTheySay() throws Exception {
        list(0).commute(append(1), List::isEmpty);
        list(0).commute(when(append(1)).then(List::isEmpty), append(2));
        list().commute(when(append(1)).then(List::isEmpty), append(2));
        list(0, 1, 2).commute(list -> list.remove(2), List::isEmpty);
        list(0).commute(List::size, list -> list.set(0, 1));
        list().conflict(when(List::isEmpty).then(append(1)), append(2));
        list(0).conflict(when(List::isEmpty).then(append(1)), list -> list.remove(0));
        list(0).conflict(when(List::size).then(append(1)), append(2));
    }

    @Test
    void sizeAllowsNoWriteSkew() throws Exception {
        Block<TList<Integer>> addUnlessTwo = list -> list.size() < 2 && list.add(list.size());
        list(0).conflict(addUnlessTwo, addUnlessTwo);
        Block<TList<Integer>> addIfEmpty = list -> list.isEmpty() && list.add(1);
        list().conflict(addIfEmpty, addIfEmpty);
    }

    @Test
    void insertionsAndRemovalsShiftWhatIsBehind() throws Exception {
        large().commute(list -> list.remove(1000), list -> list.set(999, -1));
        large().commute(list -> list.get(10), run(list -> list.add(1000, -1)));
        large().conflict(when(list -> list.get(1000)).then(append(1)), run(list -> list.add(1000, -1)));
        large().conflict(when(list -> list.get(1001)).then(append(1)), list -> list.remove(1000));
        large().conflict(list -> list.remove(1000), list -> list.remove(2000));
        large().conflict(list -> list.remove(1000), list -> list.set(2000, 0));
        large().conflict(run(list -> list.add(1000, -1)), list -> list.remove(1999));
        large().commute(
                        when(list -> list.remove(1000)).then(list -> list.get(1000)),
                        when(append(1)).then(append(2)));
        large().conflict(when(list -> list.remove(1000)).then(list -> list.get(1000)), list -> list.set(1001, -1));
        large().commute(when(list -> list.remove(1000)).then(list -> list.get(1001)), list -> list.set(10, -1));
    }

    @Test
    void positionsBehindOwnChangesAreTheBases() throws Exception {
        Block<TList<Integer>> shift = run(list -> {
            list.add(2, -2);
            list.add(3, -3);
            list.remove(0);
        });
        // Then position 5 shows the base's 4.
        list(0, 1, 2, 3, 4, 5).commute(when(shift).then(list -> list.get(5)), append(9));
        list(0, 1, 2, 3, 4, 5).commute(when(shift).then(list -> list.set(2, 8)), append(9));
        list(0, 1, 2, 3, 4, 5).conflict(when(shift).then(list -> list.get(5)), list -> list.set(4, 9));
    }

    @Test
    void clearAndRangesAreBlind() throws Exception {
        list(0, 1).commute(run(List::clear), run(List::clear));
        for (Block<TList<Integer>> look :
                List.<Block<TList<Integer>>>of(List::size, List::isEmpty, list -> list.get(0))) {
            for (Block<TList<Integer>> other : List.of(append(1), list -> list.set(0, 9), list -> list.remove(0))) {
                assertEquals(
                        0,
                        list(0, 1, 2)
                                .interrupted(
                                        when(run(TListConflictTest::replaceByFive))
                                                .then(look),
                                        other)
                                .aborts());
            }
        }
        list(0, 1, 2, 3).commute(run(list -> list.subList(1, 3).clear()), append(5));
        list(0, 1, 2, 3).commute(run(list -> list.subList(1, 3).clear()), list -> list.set(0, 5));
        list(0, 1, 2, 3, 4, 5).conflict(run(list -> list.subList(1, 3).clear()), list -> list.set(3, 5));
    }

    @Test
    void whatIteratesTellsWhatItCameTo() throws Exception {
        list(0, 1, 2, 3).commute(list -> list.indexOf(1), list -> list.set(3, 5));
        list(0, 1, 2, 3).commute(list -> list.contains(1), append(5));
        list(0, 1, 2, 3).commute(list -> list.stream().limit(2).count(), list -> list.set(3, 5));
        list(0, 1, 2, 3).commute(list -> list.iterator().next(), append(5));
        list(0, 1, 2, 3).conflict(when(list -> list.indexOf(2)).then(append(4)), list -> list.set(1, 2));
        list(0, 1, 2, 3).conflict(when(list -> list.contains(9)).then(append(4)), append(9));
        list(0, 1, 2, 3).conflict(when(List::hashCode).then(append(4)), append(9));
        list(0, 1, 2, 3).conflict(when(List::toArray).then(append(4)), list -> list.set(3, 9));
        list(0, 1, 2).conflict(when(list -> list.equals(List.of(0, 1, 2))).then(append(4)), append(9));
        list(0, 1, 2).commute(list -> list.equals(List.of(0, 7, 2)), list -> list.set(2, 9));
    }

    @Test
    void changesOfAllElementsAreOrderedWithAll() throws Exception {
        list(2, 1).conflict(run(list -> list.sort(null)), append(0));
        list(2, 1).conflict(run(list -> list.replaceAll(e -> e + 1)), list -> list.set(0, 7));
        list(2, 1).conflict(list -> list.removeIf(e -> e == 1), append(1));
        list(2, 1).commute(list -> list.removeIf(e -> e == 1), list -> list.get(0));
    }
}
