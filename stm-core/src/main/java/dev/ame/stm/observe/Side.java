package dev.ame.stm.observe;

import org.jspecify.annotations.Nullable;

/**
 * One of the two blocks of a conflict.
 *
 * @param block its name; if it has none the class it stands in; "(unknown)" if it committed before anybody recorded
 * @param reads where it reads what was fought over, as "Shop.java:42"; null if that is not known
 * @param writes where it writes it; null if that is not known, or if it does not
 */
public record Side(
        String block, @Nullable String reads, @Nullable String writes) {
    static final Side UNKNOWN = new Side("(unknown)", null, null);

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(block);
        if (reads != null) {
            text.append("  reads ").append(reads);
        }
        if (writes != null) {
            text.append(reads == null ? "  writes " : ", writes ").append(writes);
        }
        return text.toString();
    }
}
