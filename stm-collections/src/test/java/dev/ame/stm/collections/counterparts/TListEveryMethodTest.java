package dev.ame.stm.collections.counterparts;

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
    }
}
