package dev.ame.stm.collections.serial;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Writes objects to a stream and reads them, with and without changes on the way. */
final class Wire {
    private Wire() {}

    @SuppressWarnings("unchecked") // it is what was written
    static <T> T copy(T original) {
        try {
            return (T) read(write(original));
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] write(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** Writes something else in place of some of the objects, whatever those that are read make of that. */
    static byte[] write(Object object, UnaryOperator<Object> instead) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new Replacing(bytes, instead)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("BanSerializableRead") // the test's own bytes
    static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    /** The number is written as block data: behind its marker and its length. */
    static byte[] replaceInt(byte[] bytes, int before, int after) {
        int[] places = IntStream.range(1, bytes.length - 3)
                .filter(i -> intAt(bytes, i) == before)
                .toArray();
        if (places.length != 1) {
            throw new AssertionError(before + " is there " + places.length + " times");
        }
        return ByteBuffer.wrap(bytes.clone()).putInt(places[0], after).array();
    }

    private static int intAt(byte[] bytes, int index) {
        return ByteBuffer.wrap(bytes).getInt(index);
    }

    private static final class Replacing extends ObjectOutputStream {
        private final UnaryOperator<Object> instead;

        Replacing(OutputStream out, UnaryOperator<Object> instead) throws IOException {
            super(out);
            this.instead = instead;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            return instead.apply(object);
        }
    }
}
