package dev.ame.stm.engine.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of pins, and who may release one. */
class PinsTest {

    private static Pin fixed() {
        Pin pin = Pins.claim(null);
        Pins.fix(pin);
        return pin;
    }

    /** Every committer looks at all of the table. */
    @Test
    void theTableGetsSmallerWhenItIsNotNeeded() {
        List<Pin> many = Stream.generate(PinsTest::fixed).limit(200).toList();
        assertTrue(Pins.tableSize() >= 200);
        many.forEach(Pins::release);
        assertTrue(Pins.tableSize() < 40, () -> "still " + Pins.tableSize());
    }

    /** Its thread may want it again: then it must not take it, since committers do not see it any more. */
    @Test
    void whatIsOutOfTheTableIsNotClaimed() {
        List<Pin> many = Stream.generate(PinsTest::fixed).limit(200).toList();
        many.forEach(Pins::release);
        List<Pin> retired = many.stream().filter(Pin::isRetired).toList();
        assertFalse(retired.isEmpty());
        for (Pin pin : retired) {
            Pin claimed = Pins.claim(pin);
            assertNotSame(pin, claimed);
            Pins.fix(claimed);
            Pins.release(claimed);
        }
    }

    /** A thread without a stack says that it has lost its pin; from then on it belongs to whoever finds it. */
    @Test
    void aLostPinIsReleasedOnce() {
        LongBox box = LongBox.of(1);
        Pin lost = fixed();
        lost.lost = true;
        Pins.releaseLost();
        assertTrue(lost.isFree());
        Pin next = Pins.claim(lost);
        assertEquals(lost, next);
        long snapshot = Pins.fix(next);
        Pins.releaseLost();
        box.set(2);
        assertEquals(1, Locations.past(box, snapshot).number);
        Pins.release(next);
        assertNull(Locations.past(box, Long.MAX_VALUE));
    }

    @Test
    void manyCommitsBetweenTwoPinsKeepOneValueEach() {
        LongBox box = LongBox.of(0);
        Pin first = fixed();
        IntStream.rangeClosed(1, 1000).forEach(box::set);
        Pin second = fixed();
        IntStream.rangeClosed(1001, 2000).forEach(box::set);
        Past newest = Locations.past(box, Long.MAX_VALUE);
        assertEquals(1000, newest.number);
        assertEquals(0, newest.older.number);
        assertNull(newest.older.older);
        Pins.release(first);
        assertNull(Locations.past(box, Long.MAX_VALUE).older);
        Pins.release(second);
        assertNull(Locations.past(box, Long.MAX_VALUE));
    }
}
