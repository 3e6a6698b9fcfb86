package dev.ame.stm.boxes;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Place;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method of a long box, wherever it is called. */
@Bounded
class LongBoxTest {

    private final LongBox box = LongBox.of(5);

    @ParameterizedTest
    @EnumSource
    void getAndSetOfTheValue(Place place) {
        assertEquals(5, place.call(box::get));
        place.run(() -> box.set(6));
        assertEquals(6, place.call(box::get));
        assertEquals(5 + 1, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void getAndSetGivesTheValueBefore(Place place) {
        assertEquals(5, place.call(() -> box.getAndSet(6)));
        assertEquals(6, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void updateAppliesTheFunction(Place place) {
        place.run(() -> box.update(value -> value * 3));
        assertEquals(15, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void getAndUpdateGivesTheValueBefore(Place place) {
        assertEquals(5, place.call(() -> box.getAndUpdate(value -> value * 3)));
        assertEquals(15, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void updateAndGetGivesTheValueAfter(Place place) {
        assertEquals(15, place.call(() -> box.updateAndGet(value -> value * 3)));
        assertEquals(15, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void commuteAppliesTheFunction(Place place) {
        place.run(() -> box.commute(value -> value * 3));
        assertEquals(15, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void addAdds(Place place) {
        place.run(() -> box.add(10));
        place.run(() -> box.add(-1));
        place.run(() -> box.add(0));
        assertEquals(14, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void incrementAndGetGivesTheValueAfter(Place place) {
        assertEquals(6, place.call(box::incrementAndGet));
        assertEquals(6, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void getAndAddGivesTheValueBefore(Place place) {
        assertEquals(5, place.call(() -> box.getAndAdd(10)));
        assertEquals(15, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void compareAndSetComparesValues(Place place) {
        LongBox large = LongBox.of(1_000_000_007L);
        assertFalse(place.call(() -> large.compareAndSet(7, 8)));
        assertTrue(place.call(() -> large.compareAndSet(1_000_000_007L, 8)));
        assertEquals(8, large.get());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE})
    void everyLongIsAValue(long value) {
        for (Place place : Place.values()) {
            LongBox other = LongBox.of(value);
            assertEquals(value, place.call(other::get));
            place.run(() -> other.set(0));
            place.run(() -> other.set(value));
            assertEquals(value, other.get());
            assertEquals(value, LongBox.named("edge", value).get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void arithmeticWrapsAround(Place place) {
        box.set(Long.MAX_VALUE);
        place.run(() -> box.add(1));
        assertEquals(Long.MIN_VALUE, box.get());
        place.run(() -> box.add(-1));
        assertEquals(Long.MAX_VALUE, box.get());
        assertEquals(Long.MIN_VALUE, place.call(box::incrementAndGet));
        assertEquals(Long.MIN_VALUE, place.call(() -> box.getAndAdd(Long.MIN_VALUE)));
        assertEquals(0, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void operationsSeeEachOther(Place place) {
        long result = place.call(() -> {
            box.set(1);
            box.add(2);
            box.commute(value -> value * 10);
            box.add(3);
            box.update(value -> value * 2);
            return box.getAndAdd(4) * 1_000 + box.incrementAndGet();
        });
        assertEquals(66_071, result);
        assertEquals(71, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void blindOperationsKeepTheirOrder(Place place) {
        place.run(() -> {
            box.add(1);
            box.commute(value -> value * 10);
            box.add(1);
            box.commute(value -> -value);
        });
        assertEquals(-61, box.get());
    }

    @Test
    void aNamedBoxIsABox() {
        LongBox named = LongBox.named("stock", 5);
        named.add(1);
        assertEquals(6, named.get());
        assertEquals(7, LongBox.named("stock", 7).get());
    }

    @Test
    void noMethodIsOverloaded() {
        List<String> names = Arrays.stream(LongBox.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .toList();
        assertEquals(names.stream().distinct().collect(Collectors.toList()), names);
        long viaReference = atomic(box::get);
        assertEquals(5, viaReference);
    }

    @Test
    void blindOperationsReturnNothing() {
        List<Class<?>> types = Arrays.stream(LongBox.class.getMethods())
                .filter(method ->
                        method.getName().equals("add") || method.getName().equals("commute"))
                .<Class<?>>map(Method::getReturnType)
                .toList();
        assertEquals(List.of(void.class, void.class), types);
    }
}
