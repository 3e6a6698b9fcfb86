package dev.ame.stm.engine.version;

import dev.ame.stm.engine.version.Publication.Result;
import org.jspecify.annotations.Nullable;

/**
 * How a tentative version gets over the head of its location. Nothing can fail between the compare-and-set and the return, so
 * whoever calls knows what has to be taken off again.
 */
public final class Installation {
    private Installation() {}

    /**
     * Puts a tentative version over the head; false if the head is not what it must be, or does not become so in time, or
     * {@linkplain Heads#isReserved is reserved}.
     *
     * @param based whether it must be put over the version it names as its previous one
     */
    @SuppressWarnings("NullAway") // the base is there
    static boolean of(Version version, boolean based, boolean patient) {
        Location location = version.location();
        return (based && Heads.casHead(location, version.previous, version))
                || ofAny(location, version, based, patient);
    }

    private static boolean ofAny(Location location, Version version, boolean based, boolean patient) {
        while (true) {
            Version head = patient ? Heads.settle(location) : Heads.settleBriefly(location);
            if (head.isTentative() || (based && head != version.previous) || Heads.isReserved(location)) {
                return false;
            }
            if (!based) {
                version.previous = head;
            }
            if (Heads.casHead(location, head, version)) {
                return true;
            }
        }
    }

    /** As {@link #of(Version, boolean, boolean)}, for a value that depends on what it is put over. */
    static Result ofPending(Location location, Version version, Pending function, boolean patient) {
        while (true) {
            Version head = patient ? Heads.settle(location) : Heads.settleBriefly(location);
            if (head.isTentative()) {
                return Result.CONFLICT;
            }
            if (Heads.isReserved(location)) {
                return Result.GATE_CLOSED;
            }
            if (version.previous != head) {
                if (!function.isTrusted()) {
                    return Result.FUNCTION_STALE;
                }
                function.apply(head, version);
            }
            version.previous = head;
            if (Heads.casHead(location, head, version)) {
                return Result.DONE;
            }
        }
    }

    /** Answers what the sum was put over, null if it is reserved. Nothing can fail between the compare-and-set and the return. */
    static @Nullable Version ofSum(Location number, LongVersion sum, long amount) {
        while (!Heads.isReserved(number)) {
            Version head = Heads.settle(number);
            sum.value = ((LongVersion) head).value + amount;
            sum.previous = head;
            if (Heads.casHead(number, head, sum)) {
                return head;
            }
        }
        return null;
    }
}
