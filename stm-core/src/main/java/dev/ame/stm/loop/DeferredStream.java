package dev.ame.stm.loop;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DeferredOutput} that looks like a stream. Every method is overridden that would print: the buffers of a {@link
 * PrintStream} know nothing of attempts that are undone.
 */
@SuppressWarnings("AnnotateFormatMethod") // as the class it extends
final class DeferredStream extends PrintStream {
    private final DeferredOutput output;

    DeferredStream(DeferredOutput output) {
        super(OutputStream.nullOutputStream());
        this.output = output;
    }

    private void append(String text) {
        if (!text.isEmpty()) {
            output.append(before -> before.isLast() ? before : before.then(text));
        }
    }

    private void appendLine(String text) {
        append(text + System.lineSeparator());
    }

    private void append(byte[] bytes) {
        if (bytes.length > 0) {
            output.append(before -> before.isLast() ? before : before.then(bytes));
        }
    }

    @Override
    public void write(int b) {
        append(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes) {
        append(bytes.clone());
    }

    @Override
    public void writeBytes(byte[] bytes) {
        append(bytes.clone());
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        append(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void print(boolean value) {
        append(String.valueOf(value));
    }

    @Override
    public void println(boolean value) {
        appendLine(String.valueOf(value));
    }

    @Override
    public void print(char value) {
        append(String.valueOf(value));
    }

    @Override
    public void println(char value) {
        appendLine(String.valueOf(value));
    }

    @Override
    public void print(int value) {
        append(String.valueOf(value));
    }

    @Override
    public void println(int value) {
        appendLine(String.valueOf(value));
    }

    @Override
    public void print(long value) {
        append(String.valueOf(value));
    }

    @Override
    public void println(long value) {
        appendLine(String.valueOf(value));
    }

    @Override
    public void print(float value) {
        append(String.valueOf(value));
    }

    @Override
    public void println(float value) {
        appendLine(String.valueOf(value));
    }

    @Override
    public void print(double value) {
        append(String.valueOf(value));
    }

    @Override
    public void println(double value) {
        appendLine(String.valueOf(value));
    }

    @Override
    public void print(char[] letters) {
        append(String.valueOf(letters));
    }

    @Override
    public void println(char[] letters) {
        appendLine(String.valueOf(letters));
    }

    @Override
    public void print(@Nullable String text) {
        append(String.valueOf(text));
    }

    @Override
    public void println(@Nullable String text) {
        appendLine(String.valueOf(text));
    }

    @Override
    public void print(@Nullable Object object) {
        append(String.valueOf(object));
    }

    @Override
    public void println(@Nullable Object object) {
        appendLine(String.valueOf(object));
    }

    @Override
    public void println() {
        appendLine("");
    }

    @Override
    public PrintStream printf(String format, @Nullable Object... arguments) {
        return format(format, arguments);
    }

    @Override
    public PrintStream printf(@Nullable Locale locale, String format, @Nullable Object... arguments) {
        return format(locale, format, arguments);
    }

    @Override
    public PrintStream format(String format, @Nullable Object... arguments) {
        append(String.format(format, arguments));
        return this;
    }

    @Override
    public PrintStream format(@Nullable Locale locale, String format, @Nullable Object... arguments) {
        append(String.format(locale, format, arguments));
        return this;
    }

    @Override
    public PrintStream append(@Nullable CharSequence text) {
        append(String.valueOf(text));
        return this;
    }

    @Override
    public PrintStream append(@Nullable CharSequence text, int start, int end) {
        append(String.valueOf(text).substring(start, end));
        return this;
    }

    @Override
    public PrintStream append(char letter) {
        append(String.valueOf(letter));
        return this;
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public void close() {
        output.close();
    }

    @Override
    public boolean checkError() {
        return output.checkError();
    }
}
