package dev.ame.stm.spi;

import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines that blocks add and ask for. Runs what a test wants wherever the engine asks again or merges. */
final class Notebook extends Structure<List<String>, Notebook.Page> {

    /** Runs in {@link View#isStillTrue}. */
    Runnable whenAsked = () -> {};

    /** Runs in {@link View#reapplyTo}. */
    Runnable whenMerged = () -> {};

    Notebook() {
        super(null, List.of());
    }

    static final class Page extends View<List<String>> {
        private final Notebook notebook;
        private final Map<String, Boolean> told = new HashMap<>();
        private List<String> added = List.of();

        Page(Notebook notebook, Origin origin) {
            super(notebook, origin);
            this.notebook = notebook;
        }

        boolean contains(String line) {
            told.put(line, base().contains(line));
            return state().contains(line);
        }

        void add(String line) {
            added = with(added, line);
            changeTo(with(state(), line));
        }

        @Override
        protected boolean isStillTrue(List<String> newer) {
            notebook.whenAsked.run();
            return told.entrySet().stream().allMatch(e -> newer.contains(e.getKey()) == e.getValue());
        }

        @Override
        protected List<String> reapplyTo(List<String> newer) {
            notebook.whenMerged.run();
            List<String> result = new ArrayList<>(newer);
            result.addAll(added);
            return List.copyOf(result);
        }

        @Override
        protected Object mark() {
            return added;
        }

        @Override
        @SuppressWarnings("unchecked")
        protected void rollbackTo(@Nullable Object mark) {
            added = mark == null ? List.of() : (List<String>) mark;
        }
    }

    private static List<String> with(List<String> lines, String line) {
        List<String> longer = new ArrayList<>(lines);
        longer.add(line);
        return List.copyOf(longer);
    }

    @Override
    protected Page newView(View.Origin origin) {
        return new Page(this, origin);
    }

    boolean contains(String line) {
        Page page = view();
        return page == null ? state().contains(line) : page.contains(line);
    }

    void add(String line) {
        if (Stm.inAtomic()) {
            viewToChange().add(line);
            return;
        }
        List<String> before;
        do {
            before = state();
        } while (!replaceOutside(before, with(before, line)));
    }

    /** The view to look from, as a collection might keep it in an iterator. */
    Page page() {
        return view();
    }

    /** Outside a block. */
    List<String> lines() {
        return state();
    }
}
