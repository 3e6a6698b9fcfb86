package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LockHolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All inquiries of one attempt, and among them its drafts and sums. */
final class Inquiries {
    private static final int DEDUPE_FROM = 1 << 10;

    private List<Inquiry> all = new ArrayList<>(4);
    private final ByPlace<Draft> drafts = new ByPlace<>();

    /** By the first of their parts. */
    private final ByPlace<Sum> sums = new ByPlace<>();

    /** The one that was last found to be answered otherwise; it may not know any more. For reports. */
    private @Nullable Inquiry failed;

    private int dedupeAt = DEDUPE_FROM;

    Set<Location> places() {
        Set<Location> places = new HashSet<>();
        for (Inquiry inquiry : all) {
            places.addAll(inquiry.places());
        }
        return places;
    }

    /** An inquiry that equals one made before need not be kept: so a block that asks one thing for ever asks it once. */
    void add(Inquiry inquiry) {
        if (all.size() >= dedupeAt) {
            dropEqual();
        }
        all.add(inquiry);
    }

    /** Comparing may be code of users that asks in turn: what that adds comes behind, and is not looked at this time. */
    private void dropEqual() {
        int n = all.size();
        dedupeAt = Integer.MAX_VALUE;
        try {
            Set<Inquiry> distinct = new LinkedHashSet<>();
            for (int i = 0; i < n; i++) {
                distinct.add(all.get(i));
            }
            List<Inquiry> kept = new ArrayList<>(distinct);
            kept.addAll(all.subList(n, all.size()));
            all = kept;
        } finally {
            dedupeAt = Math.max(DEDUPE_FROM, 2 * all.size());
        }
    }

    /** Where this ends half way, the draft is one that is looked at, but not found: it is never told anything. */
    void addDraft(Draft draft) {
        all.add(draft);
        drafts.add(draft);
    }

    @Nullable
    Draft draft(Location location) {
        return drafts.find(location);
    }

    /** As {@link #addDraft}. */
    void addSum(Sum sum) {
        all.add(sum);
        sums.add(sum);
    }

    @Nullable
    Sum sum(Location firstPart) {
        return sums.find(firstPart);
    }

    boolean areUnchanged(LockHolder holder) {
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).isUnchanged(holder)) {
                return false;
            }
        }
        return true;
    }

    boolean askAgain(LockHolder holder) {
        for (int i = 0; i < all.size(); i++) {
            Inquiry inquiry = all.get(i);
            if (!inquiry.isUnchanged(holder) && !isAnsweredAlike(inquiry)) {
                failed = inquiry;
                return false;
            }
        }
        return true;
    }

    /** Those that are answered otherwise now. */
    List<Inquiry> changed() {
        List<Inquiry> changed = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Inquiry inquiry = all.get(i);
            if (inquiry == failed || (!inquiry.isUnchanged(LockHolder.NOBODY) && !isAnsweredAlike(inquiry))) {
                changed.add(inquiry);
            }
        }
        return changed;
    }

    private static boolean isAnsweredAlike(Inquiry inquiry) {
        try {
            return inquiry.askAgain();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable t) {
            return false; // if the code of users fails for good, it will fail again where the block can see it
        }
    }

    long since() {
        long since = 0;
        for (int i = 0; i < all.size(); i++) {
            since = Math.max(since, all.get(i).since());
        }
        return since;
    }

    Draft.Mark[] mark() {
        Draft.Mark[] marks = new Draft.Mark[drafts.size()];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = drafts.get(i).mark();
        }
        return marks;
    }

    /** Takes the changes since the marks back; what was asked stays. False if that cannot be done. */
    boolean rollback(Draft.Mark[] marks) {
        for (int i = 0; i < drafts.size(); i++) {
            try {
                drafts.get(i).rollback(i < marks.length ? marks[i] : null);
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable t) {
                return false;
            }
        }
        return true;
    }
}
