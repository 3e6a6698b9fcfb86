package dev.ame.stm.engine.commit;

/**
 * The settings of the whole process, read once from system properties.
 *
 * <ul>
 *   <li>{@code ame.mode}: {@code stm} (default), {@code serial}, or {@code random:SEED}
 *   <li>{@code ame.chaos}: the probability, 0 (default) to 1, that a block is aborted once
 * </ul>
 */
public final class EngineMode {
    private static final String MODE = System.getProperty("ame.mode", "stm");

    /** Every block runs under the serial lock. */
    public static final boolean SERIAL;

    /** The draw of the next block is random, from this seed. */
    public static final boolean RANDOM_ORDER;

    public static final long SEED;

    /** How long others wait for a serial block before that is logged; 0 for never. */
    public static final long WARN_NANOS = warning(System.getProperty("ame.serialWarning", "10"));

    public static final double CHAOS = chaos(System.getProperty("ame.chaos", "0"));

    static {
        RANDOM_ORDER = MODE.startsWith("random:");
        SERIAL = MODE.equals("serial") || RANDOM_ORDER;
        SEED = RANDOM_ORDER ? seed(MODE.substring("random:".length())) : 0;
        if (!SERIAL && !MODE.equals("stm")) {
            throw new IllegalArgumentException(
                    "system property ame.mode must be stm, serial or random:SEED, not \"" + MODE + '"');
        }
    }

    private EngineMode() {}

    private static long seed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "system property ame.mode: the seed in random:SEED must be a whole number, not \"" + text + '"', e);
        }
    }

    private static long warning(String text) {
        String rule = "system property ame.serialWarning must be a number of seconds, 0 or more, not \"" + text + '"';
        double seconds;
        try {
            seconds = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(rule, e);
        }
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException(rule);
        }
        return (long) (seconds * 1e9);
    }

    private static double chaos(String text) {
        String rule = "system property ame.chaos must be a probability from 0 to 1, not \"" + text + '"';
        double p;
        try {
            p = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(rule, e);
        }
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(rule);
        }
        return p;
    }
}
