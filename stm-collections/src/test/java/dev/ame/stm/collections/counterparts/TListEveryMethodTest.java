package dev.ame.stm.collections.counterparts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.support.Inherited;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A list does what an {@code ArrayList} does, method by method. */
class TListEveryMethodTest {
    private static final List<Integer> ELEMENTS = List.of(3, 1, 2, 1);

    @TestFactory
    Stream<DynamicNode> everyMethod() {
        EveryMethod list =
                new EveryMethod("list", List.class, () -> new ArrayList<>(ELEMENTS), () -> new TList<>(ELEMENTS), true);
        return Stream.of(
                list.tests(),
                list.view("subList", List.class, (List<?> all) -> all.subList(1, 3))
                        .tests());
    }

    @Test
    void nothingIsLeftToSeveralSteps() {
        Inherited.assertNothingCompound(new TList<>(), List.class);
        Inherited.assertNothingCompound(new TList<>(ELEMENTS).subList(1, 2), List.class);
    }

    @Test
    void aPartThatCannotBeIsRefusedAsByTheCounterpart() {
        List<Integer> counterpart = new ArrayList<>(ELEMENTS);
        List<Integer> list = new TList<>(ELEMENTS);
        for (int from = -1; from <= ELEMENTS.size() + 1; from++) {
            for (int to = -1; to <= ELEMENTS.size() + 1; to++) {
                assertEquals(part(counterpart, from, to), part(list, from, to), "from " + from + " to " + to);
                assertEquals(
                        part(counterpart.subList(1, 3), from, to),
                        part(list.subList(1, 3), from, to),
                        "from " + from + " to " + to + " of a part");
            }
        }
    }

    private static Object part(List<Integer> list, int from, int to) {
        try {
            return list.subList(from, to);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return e.getClass();
        }
    }
}
