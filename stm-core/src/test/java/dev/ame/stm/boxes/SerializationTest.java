package dev.ame.stm.boxes;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Boxes and counters are written and read as they are, with all references between them. */
@Bounded
class SerializationTest {

    /**
     * A value that refers to its box, through a final field. No record: Java reads a reference back to a record as
     * null.
     */
    private static final class Node implements Serializable {
        private static final long serialVersionUID = 1;

        private final String text;
        private final Box<Object> home;

        Node(String text, Box<Object> home) {
            this.text = text;
            this.home = home;
        }
    }

    /** A value that uses its box while it is read, when the box does not have it yet. */
    private static final class Eager implements Serializable {
        private static final long serialVersionUID = 1;

        private final Box<Object> home;
        private transient Object early = "none";

        Eager(Box<Object> home) {
            this.home = home;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            early = home.get() + home.toString();
        }
    }

    private static byte[] write(Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T object) {
        try {
            return (T) read(write(object));
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void valuesAndNamesAreKept() {
        assertEquals("stock[[1, 2]]", copy(Box.named("stock", List.of(1, 2))).toString());
        assertEquals("Box[null]", copy(Box.of(null)).toString());
        assertEquals("number[-7]", copy(LongBox.named("number", -7)).toString());
        assertEquals("LongBox[5]", copy(LongBox.of(5)).toString());
        Counter counter = Counter.named("hits");
        counter.add(4);
        elsewhere(() -> counter.add(3));
        assertEquals("hits[7]", copy(counter).toString());
        assertEquals("Counter[0]", copy(new Counter()).toString());
    }

    @Test
    void whatIsReadIsUsedAsAnyOther() {
        Box<Object> box = copy(Box.of("value"));
        LongBox number = copy(LongBox.of(1));
        Counter counter = copy(new Counter());
        atomic(() -> {
            Object seen = box.get();
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    box.set("newer");
                    number.increment();
                    assertTrue(counter.tryAdd(1, 1));
                }));
            }
            box.set(seen + "!");
            number.addAndGet(10);
            assertEquals(attempt() == 1, counter.tryAdd(1, 1));
        });
        assertEquals("Box[newer!] LongBox[12] Counter[1]", box + " " + number + " " + counter);
    }

    @Test
    void aBoxWhoseValueRefersBackIsReadAsWritten() {
        Box<Object> box = Box.named("home", null);
        box.set(new Node("text", box));
        Box<Object> back = copy(box);
        Node node = (Node) back.get();
        assertSame(back, node.home);
        assertEquals("text", node.text);
        Node fromValue = copy((Node) box.get());
        assertSame(fromValue, fromValue.home.get());
    }

    @Test
    void boxesThatReferToEachOtherAndToThemselvesAreReadAsWritten() {
        Box<Object> one = Box.of(null);
        Box<Object> other = Box.of(one);
        one.set(new Object[] {one, other, LongBox.of(3)});
        Box<Object> back = copy(one);
        Object[] values = (Object[]) back.get();
        assertSame(back, values[0]);
        assertSame(back, ((Box<?>) values[1]).get());
        assertEquals(3, ((LongBox) values[2]).get());
        Set<Object> set = new HashSet<>();
        Box<Object> inSet = Box.of(set);
        set.add(inSet);
        Box<Object> setBack = copy(inSet);
        assertTrue(((Set<?>) setBack.get()).contains(setBack));
    }

    @Test
    void aBoxThatIsUsedBeforeItIsReadHoldsNull() {
        Box<Object> box = Box.of(null);
        box.set(new Eager(box));
        Box<Object> back = copy(box);
        assertEquals("nullBox[null]", ((Eager) back.get()).early);
        assertSame(back, ((Eager) back.get()).home);
    }

    @Test
    void theViewOfTheBlockIsWritten() throws Exception {
        Box<String> box = Box.of("outside");
        LongBox number = LongBox.of(1);
        Counter counter = new Counter();
        byte[][] bytes = new byte[1][];
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    box.set("inside");
                    number.add(4);
                    counter.increment();
                    bytes[0] = write(List.of(box, number, counter));
                    throw new IllegalArgumentException();
                }));
        assertEquals("[Box[inside], LongBox[5], Counter[1]]", read(bytes[0]).toString());
        AtomicBlock.named("reader").readOnly().run(() -> {
            assertEquals("outside", box.get());
            elsewhere(() -> atomic(() -> {
                box.set("newer");
                number.set(2);
            }));
            assertEquals("[Box[outside], LongBox[1]]", copy(new Object[] {List.of(box, number)})[0].toString());
        });
    }

    @Test
    void whatIsReadInABlockThatIsUndoneIsStillThere() throws Exception {
        byte[] bytes = write(Box.of("value"));
        Box<?>[] read = new Box<?>[2];
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    read[0] = (Box<?>) read(bytes);
                    assertEquals("value", read[0].get());
                    throw new IllegalArgumentException();
                }));
        AtomicBlock.named("reader").readOnly().run(() -> {
            read[1] = (Box<?>) read(bytes);
            assertEquals("value", read[1].get());
        });
        assertEquals("value", read[0].get());
        assertEquals("value", read[1].get());
    }

    @Test
    void aValueThatIsNotSerializableIsRefused() {
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> write(Box.of(new Object())));
        assertEquals(NotSerializableException.class, e.getCause().getClass());
    }

    /** Strings of equal length are exchanged in the stream: the type of a field, or the class of an object. */
    private static byte[] forge(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains(from), from);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aNameThatIsNoTextIsRefused() {
        // The name becomes a back reference to the class descriptor of the box: 't' + length + text -> 'q' + handle.
        String name = "\u0000\u0002ab";
        for (Object box : List.of(Box.named("ab", null), LongBox.named("ab", 1))) {
            byte[] bytes = forge(write(box), 't' + name, "q\u0000~\u0000\u0000");
            assertThrows(InvalidObjectException.class, () -> read(bytes));
        }
        Counter counter = Counter.named("ab");
        byte[] bytes = forge(write(counter), 't' + name, "q\u0000~\u0000\u0000");
        assertThrows(InvalidObjectException.class, () -> read(bytes));
    }

    @Test
    void aCounterItselfIsNotReadFromAStream() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // TC_OBJECT, TC_CLASSDESC, name, serialVersionUID 1, SC_SERIALIZABLE, no fields, end, no superclass.
        bytes.writeBytes(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 0x73, 0x72, 0, 19});
        bytes.writeBytes("dev.ame.stm.Counter".getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0x78, 0x70});
        assertThrows(InvalidObjectException.class, () -> read(bytes.toByteArray()));
    }

    @Test
    void theFormIsFixed() {
        for (Class<?> type : List.of(Box.class, LongBox.class, Counter.class)) {
            assertEquals(1, ObjectStreamClass.lookup(type).getSerialVersionUID());
        }
        assertNull(ObjectStreamClass.lookup(AtomicBlock.class));
    }
}
