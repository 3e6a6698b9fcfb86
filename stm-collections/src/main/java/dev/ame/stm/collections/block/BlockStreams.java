package dev.ame.stm.collections.block;

import dev.ame.stm.Stm;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Spliterator;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Streams of collections. Those made inside a block stay on its thread, whatever is done with them: {@code parallel()} makes
 * no difference. That a spliterator is not split would not be enough, since a stream that has collected all its elements in
 * between, to sort them for instance, divides those.
 */
public final class BlockStreams {
    private BlockStreams() {}

    /**
     * A stream of elements.
     *
     * @param <E> the type of the elements
     * @param elements the elements
     * @param parallel whether several threads are wanted, outside a block
     * @return the stream
     */
    @SuppressWarnings("unchecked") // it is wrapped as what it is
    public static <E extends @Nullable Object> Stream<E> of(Spliterator<E> elements, boolean parallel) {
        return Stm.inAtomic()
                ? (Stream<E>) serial(StreamSupport.stream(elements, false))
                : StreamSupport.stream(elements, parallel);
    }

    /**
     * A stream of numbers.
     *
     * @param numbers the numbers
     * @return the stream
     */
    public static LongStream of(Spliterator.OfLong numbers) {
        LongStream stream = StreamSupport.longStream(numbers, false);
        return Stm.inAtomic() ? (LongStream) serial(stream) : stream;
    }

    private static Object serial(BaseStream<?, ?> stream) {
        return Proxy.newProxyInstance(
                BlockStreams.class.getClassLoader(), new Class<?>[] {kind(stream)}, new Serial(stream));
    }

    private static Class<?> kind(BaseStream<?, ?> stream) {
        return stream instanceof Stream
                ? Stream.class
                : stream instanceof IntStream
                        ? IntStream.class
                        : stream instanceof LongStream ? LongStream.class : DoubleStream.class;
    }

    /** Hands on everything but {@code parallel()}, and does the same to the streams that come of it. */
    private record Serial(BaseStream<?, ?> stream) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getName().equals("parallel")) {
                return self;
            }
            try {
                Object result = method.invoke(stream, arguments);
                return result == stream ? self : result instanceof BaseStream<?, ?> next ? serial(next) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
