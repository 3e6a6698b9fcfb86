package dev.ame.stm.collections.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.support.ModelChecking;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Operations of a list take effect at one moment each. */
@Param(name = "value", gen = IntGen.class, conf = "1:3")
public class ListTest {
    private final List<Integer> list = newList();

    List<Integer> newList() {
        return new TList<>();
    }

    @Operation
    public boolean add(@Param(name = "value") int value) {
        return list.add(value);
    }

    @Operation
    public void addFirst(@Param(name = "value") int value) {
        list.add(0, value);
    }

    @Operation
    public boolean remove(@Param(name = "value") int value) {
        return list.remove((Integer) value);
    }

    @Operation
    public int indexOf(@Param(name = "value") int value) {
        return list.indexOf(value);
    }

    @Operation
    public void increment() {
        list.replaceAll(e -> e + 1);
    }

    @Operation
    public int sum() {
        return list.stream().mapToInt(e -> e).sum();
    }

    @Operation
    public int size() {
        return list.size();
    }

    @Test
    void isLinearizable() {
        ModelChecking.twoThreads()
                .iterations(4 * Integer.getInteger("lincheck.factor", 1))
                .sequentialSpecification(Sequential.class)
                .check(ListTest.class);
    }

    @ModelChecking.OnDemand
    @Test
    void blocksAreSerializable() {
        ModelChecking.explore(() -> {
            TList<Integer> list = new TList<>(List.of(5));
            Runnable addSize = () -> Stm.atomic(() -> {
                list.add(list.size());
                list.set(0, list.get(0) + 1);
            });
            ModelChecking.inParallel(addSize, () -> list.add(9), addSize);
            assertEquals(7, list.get(0));
            assertEquals(4, list.size());
        });
    }

    /** What the operations mean. */
    public static final class Sequential extends ListTest {
        @Override
        List<Integer> newList() {
            return new ArrayList<>();
        }
    }
}
