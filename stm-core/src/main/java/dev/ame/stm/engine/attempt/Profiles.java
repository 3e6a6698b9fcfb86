package dev.ame.stm.engine.attempt;

import org.jspecify.annotations.Nullable;

/** What a thread has learned of the few blocks it runs most. */
final class Profiles {
    private static final int SIZE = 8;

    private BlockProfile selected = new BlockProfile();
    private @Nullable BlockProfile @Nullable [] table;

    /** The profile of the block that is running or ran last. */
    BlockProfile selected() {
        return selected;
    }

    BlockProfile select(int key) {
        BlockProfile profile = selected;
        return profile.key == key ? profile : change(key);
    }

    private BlockProfile change(int key) {
        if (selected.isUnused()) {
            selected.reset(key); // many threads run one block only
            return selected;
        }
        @Nullable BlockProfile[] all = table;
        if (all == null) {
            all = new BlockProfile[SIZE];
            all[slot(selected.key)] = selected;
            table = all;
        }
        BlockProfile profile = all[slot(key)];
        if (profile == null) {
            profile = new BlockProfile();
            all[slot(key)] = profile;
        }
        if (profile.key != key) {
            profile.reset(key);
        }
        selected = profile;
        return profile;
    }

    private static int slot(int key) {
        return (key ^ (key >>> 8) ^ (key >>> 16)) & (SIZE - 1);
    }
}
