package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LockHolder;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something an attempt has asked of a shared structure, other than what a location holds. The answer belongs to
 * what the attempt has read; it is valid as long as asking again would give the same answer, whatever has been committed
 * meanwhile.
 */
public abstract class Inquiry {
    /**
     * Whether nothing has happened since that could have changed the answer; no when in doubt. Called while locations are
     * locked, so it waits only briefly, and runs no code of users.
     *
     * @param holder who has locked them, and asks
     * @return whether the answer certainly holds
     */
    protected abstract boolean isUnchanged(LockHolder holder);

    /**
     * Asks again, and answers whether the answer is the same. From now on changes count from here. Called with nothing
     * locked, so it may take its time and run code of users; what that throws counts as another answer.
     *
     * @return whether the answer is the same
     */
    protected abstract boolean askAgain();

    /**
     * The answer is not known to hold in snapshots before this one.
     *
     * @return the snapshot
     */
    protected abstract long since();

    /**
     * The location that is committed to when the answer changes. Called before the attempt's thread waits for that.
     *
     * @return the location
     */
    protected abstract Location place();

    /**
     * The location whose change has changed the answer, for reports. Called when the answer has changed.
     *
     * @return the location; null if it is not known
     */
    protected @Nullable Location changedPlace() {
        return place();
    }

    /**
     * What was asked of what, for reports: of a class that stands further up. Called when the answer has changed.
     *
     * @return null if the location says all
     */
    protected @Nullable Object subject() {
        return null;
    }

    /**
     * All locations, if it is more than one.
     *
     * @return the locations
     */
    protected Collection<? extends Location> places() {
        return List.of(place());
    }

    /**
     * As {@link #changedPlace}, for the engine.
     *
     * @param inquiry the inquiry
     * @return the location
     */
    public static @Nullable Location changedPlaceOf(Inquiry inquiry) {
        return inquiry.changedPlace();
    }

    /**
     * As {@link #subject}, for the engine.
     *
     * @param inquiry the inquiry
     * @return the subject
     */
    public static @Nullable Object subjectOf(Inquiry inquiry) {
        return inquiry.subject();
    }
}
