package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Location;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inquiries of one kind, of which an attempt has at most one for a place. Most attempts have few or none. */
final class ByPlace<I extends Inquiry> {
    private static final int SCAN_LIMIT = 8;

    private List<I> all = List.of();
    private @Nullable IdentityHashMap<Location, I> index;

    int size() {
        return all.size();
    }

    I get(int i) {
        return all.get(i);
    }

    void add(I inquiry) {
        IdentityHashMap<Location, I> map = index;
        if (map == null && all.size() == SCAN_LIMIT) {
            map = new IdentityHashMap<>();
            for (I earlier : all) {
                map.put(earlier.place(), earlier);
            }
            index = map;
        }
        if (all.isEmpty()) {
            all = new ArrayList<>(1);
        }
        all.add(inquiry);
        if (map != null) {
            map.put(inquiry.place(), inquiry);
        }
    }

    @Nullable
    I find(Location place) {
        IdentityHashMap<Location, I> map = index;
        if (map != null) {
            return map.get(place);
        }
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).place() == place) {
                return all.get(i);
            }
        }
        return null;
    }
}
