package dev.ame.stm.spi;

import dev.ame.stm.Stm;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The smallest structure: a map that is copied at each change, and remembers which keys a block has asked for. */
final class Directory extends Structure<Map<String, Integer>, Directory.Asked> {

    Directory() {
        super(null, Map.of());
    }

    static final class Asked extends View<Map<String, Integer>> {
        private final Map<String, Integer> told = new HashMap<>();
        private Map<String, Integer> changes = Map.of();

        Asked(Directory directory, Origin origin) {
            super(directory, origin);
        }

        @Nullable
        Integer get(String key) {
            if (!changes.containsKey(key)) {
                told.put(key, base().getOrDefault(key, -1));
            }
            return state().get(key);
        }

        void put(String key, int value) {
            changes = with(changes, key, value);
            changeTo(with(state(), key, value));
        }

        @Override
        protected boolean isStillTrue(Map<String, Integer> newer) {
            return told.entrySet().stream()
                    .allMatch(e -> newer.getOrDefault(e.getKey(), -1).equals(e.getValue()));
        }

        @Override
        protected Map<String, Integer> reapplyTo(Map<String, Integer> newer) {
            Map<String, Integer> result = newer;
            for (Map.Entry<String, Integer> change : changes.entrySet()) {
                result = with(result, change.getKey(), change.getValue());
            }
            return result;
        }

        @Override
        protected Object mark() {
            return changes;
        }

        @Override
        @SuppressWarnings("unchecked")
        protected void rollbackTo(@Nullable Object mark) {
            changes = mark == null ? Map.of() : (Map<String, Integer>) mark;
        }
    }

    private static Map<String, Integer> with(Map<String, Integer> map, String key, int value) {
        Map<String, Integer> copy = new HashMap<>(map);
        copy.put(key, value);
        return Map.copyOf(copy);
    }

    @Override
    protected Asked newView(View.Origin origin) {
        return new Asked(this, origin);
    }

    @Nullable
    Integer get(String key) {
        Asked view = view();
        return view == null ? state().get(key) : view.get(key);
    }

    int size() {
        return Objects.requireNonNull(state()).size();
    }

    long timeOfNewest() {
        return newestTime();
    }

    void put(String key, int value) {
        if (Stm.inAtomic()) {
            viewToChange().put(key, value);
            return;
        }
        Map<String, Integer> before;
        do {
            before = state();
        } while (!replaceOutside(before, with(before, key, value)));
    }
}
