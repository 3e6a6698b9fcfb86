package dev.ame.stm.boxes;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
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

/** Every method of a box, wherever it is called. */
@Bounded
class BoxTest {

    private final Box<String> box = Box.of("old");

    @ParameterizedTest
    @EnumSource
    void getAndSetOfTheValue(Place place) {
        assertEquals("old", place.call(box::get));
        place.run(() -> box.set("new"));
        assertEquals("new", place.call(box::get));
        assertEquals("new", box.get());
    }

    @ParameterizedTest
    @EnumSource
    void getAndSetGivesTheValueBefore(Place place) {
        assertEquals("old", place.call(() -> box.getAndSet("new")));
        assertEquals("new", box.get());
    }

    @ParameterizedTest
    @EnumSource
    void updateAppliesTheFunction(Place place) {
        place.run(() -> box.update(value -> value + "er"));
        assertEquals("older", box.get());
    }

    @ParameterizedTest
    @EnumSource
    void getAndUpdateGivesTheValueBefore(Place place) {
        assertEquals("old", place.call(() -> box.getAndUpdate(value -> value + "er")));
        assertEquals("older", box.get());
    }

    @ParameterizedTest
    @EnumSource
    void updateAndGetGivesTheValueAfter(Place place) {
        assertEquals("older", place.call(() -> box.updateAndGet(value -> value + "er")));
        assertEquals("older", box.get());
    }

    @ParameterizedTest
    @EnumSource
    void commuteAppliesTheFunction(Place place) {
        place.run(() -> box.commute(value -> value + "er"));
        assertEquals("older", box.get());
    }

    @ParameterizedTest
    @EnumSource
    void compareAndSetComparesByIdentity(Place place) {
        String old = box.get();
        String equal = String.valueOf(old.toCharArray());
        assertNotSame(old, equal);
        assertFalse(place.call(() -> box.compareAndSet(equal, "new")));
        assertSame(old, box.get());
        assertTrue(place.call(() -> box.compareAndSet(old, equal)));
        assertSame(equal, box.get());
        assertFalse(place.call(() -> box.compareAndSet(old, "new")));
        assertTrue(place.call(() -> box.compareAndSet(equal, "new")));
        assertEquals("new", box.get());
    }

    @ParameterizedTest
    @EnumSource
    void theIdentityOfValuesIsKept(Place place) {
        Object value = new Object();
        Box<Object> holder = Box.of(null);
        place.run(() -> holder.set(value));
        assertSame(value, place.call(holder::get));
        Integer large = 1_000_000;
        place.run(() -> holder.set(large));
        assertSame(large, holder.get());
    }

    @ParameterizedTest
    @EnumSource
    void nullIsAValue(Place place) {
        Box<String> empty = Box.of(null);
        assertNull(place.call(empty::get));
        place.run(() -> empty.set("full"));
        assertEquals("full", place.call(() -> empty.getAndSet(null)));
        assertNull(place.call(empty::get));
        assertTrue(place.call(() -> empty.compareAndSet(null, "again")));
        assertFalse(place.call(() -> empty.compareAndSet(null, "never")));
        place.run(() -> empty.update(value -> null));
        place.run(() -> empty.commute(value -> value == null ? "was null" : "was not"));
        assertEquals("was null", empty.get());
        assertNull(place.call(() -> Box.named("empty", (String) null).get()));
    }

    @ParameterizedTest
    @EnumSource
    void operationsSeeEachOther(Place place) {
        String result = place.call(() -> {
            box.set("a");
            box.update(value -> value + "b");
            box.commute(value -> value + "c");
            box.commute(value -> value + "d");
            String before = box.getAndUpdate(value -> value + "e");
            return before + "," + box.updateAndGet(value -> value + "f");
        });
        assertEquals("abcd,abcdef", result);
        assertEquals("abcdef", box.get());
    }

    @ParameterizedTest
    @EnumSource
    void aBoxCreatedThereIsReadyAtOnce(Place place) {
        Box<Integer> created = place.call(() -> {
            Box<Integer> fresh = Box.named("fresh", 1);
            fresh.set(fresh.get() + 1);
            fresh.update(value -> value * 10);
            return fresh;
        });
        assertEquals(20, created.get());
    }

    @Test
    void aNamedBoxIsABox() {
        Box<String> named = Box.named("stock", "old");
        named.set(named.get() + "er");
        assertEquals("older", named.get());
        assertEquals("twin", Box.named("stock", "twin").get());
        assertEquals("older", named.get());
    }

    @Test
    void aCommuteIsAppliedToTheValueOfTheBlock() {
        atomic(() -> {
            box.commute(value -> value + "1");
            assertEquals("old1", box.get());
            box.commute(value -> value + "2");
            box.set(box.get() + "3");
            box.commute(value -> value + "4");
        });
        assertEquals("old1234", box.get());
    }

    @Test
    void noMethodIsOverloaded() {
        List<String> names = Arrays.stream(Box.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .toList();
        assertEquals(names.stream().distinct().collect(Collectors.toList()), names);
        String viaReference = atomic(box::get);
        assertEquals("old", viaReference);
    }

    @Test
    void commuteReturnsNothing() throws NoSuchMethodException {
        assertEquals(
                void.class,
                Arrays.stream(Box.class.getMethods())
                        .filter(method -> method.getName().equals("commute"))
                        .findAny()
                        .orElseThrow(NoSuchMethodException::new)
                        .getReturnType());
    }
}
