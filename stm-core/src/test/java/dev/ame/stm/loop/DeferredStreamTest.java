package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.TestThreads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The stream that an output looks like. */
@Bounded
class DeferredStreamTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DeferredOutput out = DeferredOutput.to(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    private final PrintStream stream = out.asPrintStream();

    private static void printAll(PrintStream to) throws Exception {
        to.print(true);
        to.print('c');
        to.print(1);
        to.print(2L);
        to.print(1.5f);
        to.print(2.5);
        to.print(new char[] {'a', 'b'});
        to.print("text");
        to.print((String) null);
        to.print((Object) null);
        to.println();
        to.println(false);
        to.println('d');
        to.println(3);
        to.println(4L);
        to.println(3.5f);
        to.println(4.5);
        to.println(new char[] {'\u00e4', '\u20ac'});
        to.println("line");
        to.println((String) null);
        to.println(List.of(1, 2));
        to.printf("%d%n", 5).printf(Locale.GERMANY, "%.1f%n", 1.5);
        to.format("%s%n", "f").format(Locale.GERMANY, "%.2f%n", 1.25);
        to.append("appended").append("0123", 1, 3).append('!').append(null);
        to.write('w');
        to.write("bytes".getBytes(StandardCharsets.UTF_8));
        to.write("0123".getBytes(StandardCharsets.UTF_8), 1, 2);
        to.writeBytes("all".getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    @Test
    void everyMethodDoesWhatThatOfAPlainStreamDoes() throws Exception {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        printAll(new PrintStream(expected, true, StandardCharsets.UTF_8));

        printAll(stream);
        assertArrayEquals(expected.toByteArray(), bytes.toByteArray());

        bytes.reset();
        Stm.atomic(() -> {
            printAll(stream);
            assertEquals(0, bytes.size());
        });
        assertArrayEquals(expected.toByteArray(), bytes.toByteArray());
    }

    @Test
    void noMethodPrintsPastTheOutput() {
        Set<String> printNothing = Set.of("charset");
        for (Method method : PrintStream.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                boolean overridden = Arrays.stream(DeferredStream.class.getDeclaredMethods())
                        .anyMatch(own -> own.getName().equals(method.getName())
                                && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
                assertEquals(!printNothing.contains(method.getName()), overridden, method::toString);
            }
        }
    }

    @Test
    void nothingOfWhatIsUndone() {
        Stm.atomic(() -> {
            stream.print("a");
            assertThrows(
                    IllegalStateException.class,
                    () -> Stm.atomic(() -> {
                        stream.println("undone");
                        stream.write('u');
                        throw new IllegalStateException();
                    }));
            out.print("b");
            stream.print("c");
        });
        assertEquals("abc", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void bytesAreTakenWhenTheyAreWritten() {
        byte[] changing = {'a', 'b'};
        Stm.atomic(() -> {
            stream.write(changing, 0, 2);
            changing[0] = 'x';
        });
        assertEquals("ab", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void closingItClosesTheOutputAndThenItTakesInNothing() {
        stream.println("before");
        stream.close();
        stream.close();
        stream.println("late");
        Stm.atomic(() -> stream.println("late"));

        assertEquals("before" + System.lineSeparator(), bytes.toString(StandardCharsets.UTF_8));
        assertFalse(stream.checkError());
        assertThrows(IllegalStateException.class, () -> out.println("late"));
    }

    @Test
    void aBlockThatHasPrintedWhenItIsClosedCommitsAllTheSame() {
        Stm.atomic(() -> {
            stream.println("late");
            TestThreads.elsewhere(stream::close);
        });
        assertEquals(0, bytes.size());
    }
}
