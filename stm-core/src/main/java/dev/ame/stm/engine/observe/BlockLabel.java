package dev.ame.stm.engine.observe;

import dev.ame.stm.engine.log.Inquiry;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a block is called in reports, and the lines at which it reads and writes as far as they are known. One for each name and class of
 * body; it keeps no class alive, and no location.
 */
public final class BlockLabel {
    /** So many attempts of a block are watched for its lines; after that one for {@value #SELDOM} conflicts. */
    private static final int BUDGET = 64;

    private static final int SELDOM = 64;
    private static final int AT_A_TIME = 4;
    private static final int MAX_SITES = 512;

    public final int id;
    public final @Nullable String name;

    /** The class of the body: for a lambda, one whose name begins with that of the class it stands in. */
    public final String className;

    /** How many of the next attempts are to be watched. Plain and racy: it need not be exact. */
    int wanted;

    private int budget = BUDGET;
    private int refused;
    private final Map<Long, StackTraceElement> sites = new ConcurrentHashMap<>();
    private final Map<String, StackTraceElement> sitesByKind = new ConcurrentHashMap<>();

    BlockLabel(int id, @Nullable String name, String className) {
        this.id = id;
        this.name = name;
        this.className = className;
    }

    /** Its name, else the class that its body stands in. */
    public String display() {
        return display(name, className);
    }

    /** A name, else the class that a body of some class stands in. */
    public static String display(@Nullable String name, String className) {
        if (name != null) {
            return name;
        }
        int lambda = className.indexOf("$$Lambda");
        String host = lambda < 0 ? className : className.substring(0, lambda);
        return host.substring(host.lastIndexOf('.') + 1).replace('$', '.');
    }

    /** Has the next attempts watched, if not enough of them have been. */
    void watchNext() {
        if (wanted > 0) {
            return;
        }
        if (budget > 0) {
            budget -= AT_A_TIME;
            wanted = AT_A_TIME;
        } else if (++refused % SELDOM == 0) {
            wanted = 1;
        }
    }

    /** Whether the attempt that is beginning is to be watched. */
    boolean takeWatch() {
        if (wanted <= 0) {
            return false;
        }
        wanted--;
        return true;
    }

    /** Where the block was last seen to read or write a location; null if nobody was watching. */
    public @Nullable StackTraceElement site(Location location, boolean write) {
        StackTraceElement exact = sites.get(key(location, write));
        return exact != null ? exact : sitesByKind.get(kind(location, write));
    }

    /** Where the block was last seen to ask something of this kind. */
    public @Nullable StackTraceElement site(Inquiry inquiry) {
        return sitesByKind.get(inquiry.getClass().getName());
    }

    void learn(Inquiry inquiry, StackTraceElement line) {
        sitesByKind.put(inquiry.getClass().getName(), line);
    }

    void learn(Location location, boolean write, StackTraceElement line) {
        sitesByKind.put(kind(location, write), line);
        Long key = key(location, write);
        if (sites.size() < MAX_SITES || sites.containsKey(key)) {
            sites.put(key, line);
        }
    }

    private static long key(Location location, boolean write) {
        return ((long) Locations.id(location) << 1) | (write ? 1 : 0);
    }

    /** Of collections, every key has a location of its own, so what is known of one tells something of the others. */
    private static String kind(Location location, boolean write) {
        return (write ? "w " : "r ") + location.getClass().getName();
    }

    @Override
    public String toString() {
        return display();
    }
}
