package dev.ame.stm.failure;

import dev.ame.stm.spi.Structure;
import dev.ame.stm.spi.View;
import org.jspecify.annotations.Nullable;

/** A number that blocks add to and are told. */
final class OverflowTally extends Structure<Long, OverflowTally.Sheet> {

    OverflowTally() {
        super(null, 0L);
    }

    static final class Sheet extends View<Long> {
        private boolean told;
        private Long seen = 0L;
        private Long added = 0L;

        Sheet(OverflowTally tally, Origin origin) {
            super(tally, origin);
        }

        long total() {
            seen = base();
            told = true;
            return state();
        }

        void add(long amount) {
            Long more = state() + amount;
            added += amount;
            changeTo(more);
        }

        @Override
        protected boolean isStillTrue(Long newer) {
            return !told || newer.equals(seen);
        }

        @Override
        protected Long reapplyTo(Long newer) {
            return newer + added;
        }

        @Override
        protected Object mark() {
            return added;
        }

        @Override
        protected void rollbackTo(@Nullable Object mark) {
            added = mark == null ? 0L : (Long) mark;
        }
    }

    @Override
    protected Sheet newView(View.Origin origin) {
        return new Sheet(this, origin);
    }

    /** In a block, or outside one. */
    long total() {
        Sheet sheet = view();
        return sheet == null ? state() : sheet.total();
    }

    /** In a block. */
    void add(long amount) {
        viewToChange().add(amount);
    }
}
