package dev.ame.stm.engine.attempt;

import org.jspecify.annotations.Nullable;

/** What a thread has learned of the few blocks it runs most. Needed from the second block on. */
final class Profiles {
    private static final int SIZE = 16;

    /** Two blocks with the same place are kept apart: a profile that is thrown away again and again learns nothing. */
    private static final int PLACES = 4;

    private final @Nullable BlockProfile[] table = new BlockProfile[SIZE];

    /** @param first of the first block */
    private Profiles(BlockProfile first) {
        table[place(first.key)] = first;
    }

    /** Makes the profile of another block the transaction's. */
    static BlockProfile change(Transaction transaction, int key) {
        BlockProfile profile = transaction.profile;
        if (profile.isUnused()) {
            profile.key = key; // many threads run one block only
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
        int first = place(key);
        for (int i = 0; i < PLACES; i++) {
            int place = (first + i) & (SIZE - 1);
            BlockProfile profile = table[place];
            if (profile == null || profile.key == key) {
                return profile == null ? put(place, key) : profile;
            }
        }
        return put(first, key);
    }

    private BlockProfile put(int place, int key) {
        BlockProfile profile = new BlockProfile();
        profile.key = key;
        table[place] = profile;
        return profile;
    }

    private static int place(int key) {
        return (key ^ (key >>> 8) ^ (key >>> 16)) & (SIZE - 1);
    }
}
