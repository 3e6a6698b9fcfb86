package dev.ame.stress.spi;

import dev.ame.stm.Stm;
import dev.ame.stm.spi.Structure;
import dev.ame.stm.spi.View;
import org.jspecify.annotations.Nullable;

/** Four small numbers in one state. A block conflicts with a change of a number it was told, and with no other. */
public final class Fields extends Structure<Integer, Fields.Asked> {
    public static final int A = 0;
    public static final int B = 1;

    private static final int BITS = 8;
    private static final int MASK = (1 << BITS) - 1;

    public Fields() {
        super(null, 0);
    }

    /** What a block was told, as a mask over the base, and what it has added. */
    public static final class Asked extends View<Integer> {
        private int mask;
        private int told;
        private int added;

        Asked(Fields fields, Origin origin) {
            super(fields, origin);
        }

        int get(int field) {
            int bits = MASK << (BITS * field);
            mask |= bits;
            told = (told & ~bits) | (base() & bits);
            return field(state(), field);
        }

        void add(int field, int amount) {
            int more = amount << (BITS * field);
            added += more;
            changeTo(state() + more);
        }

        @Override
        protected boolean isStillTrue(Integer newer) {
            return (newer & mask) == told;
        }

        @Override
        protected Integer reapplyTo(Integer newer) {
            return newer + added;
        }

        @Override
        protected Object mark() {
            return added;
        }

        @Override
        protected void rollbackTo(@Nullable Object mark) {
            added = mark == null ? 0 : (Integer) mark;
        }
    }

    @Override
    protected Asked newView(View.Origin origin) {
        return new Asked(this, origin);
    }

    private static int field(int state, int field) {
        return (state >>> (BITS * field)) & MASK;
    }

    public int get(int field) {
        Asked view = view();
        return view == null ? field(state(), field) : view.get(field);
    }

    /** Adds, and is told nothing. */
    public void add(int field, int amount) {
        if (Stm.inAtomic()) {
            viewToChange().add(field, amount);
            return;
        }
        Integer before;
        do {
            before = state();
        } while (!replaceOutside(before, before + (amount << (BITS * field))));
    }
}
