package dev.ame.stm.engine.attempt;

import org.jspecify.annotations.Nullable;

/** What a thread has learned of the few blocks it runs most. Needed from the second block on. */
final class Profiles {
    private static final int SIZE = 8;

    private final @Nullable BlockProfile[] table = new BlockProfile[SIZE];

    /** @param first of the first block */
    private Profiles(BlockProfile first) {
        table[slot(first.key)] = first;
    }

    /** Makes the profile of another block the transaction's. */
    static BlockProfile change(Transaction transaction, int key) {
        BlockProfile profile = transaction.profile;
        if (profile.isUnused()) {
            profile.reset(key); // many threads run one block only
            return profile;
        }
        Profiles known = transaction.profiles;
        if (known == null) {
            known = new Profiles(profile);
            transaction.profiles = known;
        }
        profile = known.select(key);
        transaction.profile = profile;
        return profile;
    }

    private BlockProfile select(int key) {
        BlockProfile profile = table[slot(key)];
        if (profile == null) {
            profile = new BlockProfile();
            table[slot(key)] = profile;
        }
        if (profile.key != key) {
            profile.reset(key);
        }
        return profile;
    }

    private static int slot(int key) {
        return (key ^ (key >>> 8) ^ (key >>> 16)) & (SIZE - 1);
    }
}
