package dev.ame.stm.observe;

import org.jspecify.annotations.Nullable;

/**
 * What was fought over.
 *
 * @param kind what it is: "LongBox", "Box", "TMap"
 * @param name the name that it was given, or null
 * @param part what of a collection: "key", "range", "size", "head"; empty for all of it
 * @param keys the keys, indexes or ranges that were fought over most, as text, the worst first
 * @param moreKeys how many others there were
 */
public record Target(String kind, @Nullable String name, String part, java.util.List<String> keys, int moreKeys) {
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind);
        if (name != null) {
            text.append(" \"").append(name).append('"');
        }
        if (!part.isEmpty()) {
            text.append(' ').append(part);
        }
        if (!keys.isEmpty()) {
            text.append(' ').append(String.join(", ", keys.subList(0, Math.min(3, keys.size()))));
            int more = moreKeys + Math.max(0, keys.size() - 3);
            text.append(more > 0 ? " and " + more + " more" : "");
        }
        return text.toString();
    }
}
