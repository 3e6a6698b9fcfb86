package dev.ame.stm.faults;

import dev.ame.stm.Stm;
import dev.ame.stm.spi.Structure;
import dev.ame.stm.spi.View;
import org.jspecify.annotations.Nullable;

/** A sum that blocks add to without conflict, unless they have been told whether it is large. */
final class Ledger extends Structure<Long, Ledger.Page> {
    static final long LARGE = 1L << 40;

    Ledger() {
        super(null, 0L);
    }

    static final class Page extends View<Long> {
        private boolean told;
        private boolean large;
        private long added;

        Page(Ledger ledger, Origin origin) {
            super(ledger, origin);
        }

        long sum() {
            told = true;
            large = base() > LARGE;
            return state();
        }

        void add(long amount) {
            Long sum = state() + amount;
            added += amount;
            changeTo(sum);
        }

        @Override
        protected boolean isStillTrue(Long newer) {
            return !told || large == newer > LARGE;
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
            added = mark == null ? 0 : (Long) mark;
        }
    }

    @Override
    protected Page newView(View.Origin origin) {
        return new Page(this, origin);
    }

    long sum() {
        Page page = view();
        return page == null ? state() : page.sum();
    }

    void add(long amount) {
        if (Stm.inAtomic()) {
            viewToChange().add(amount);
            return;
        }
        Long before;
        do {
            before = state();
        } while (!replaceOutside(before, before + amount));
    }
}
