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
        return (long) (1e9 * number("ame.serialWarning", text, "a number of seconds, 0 or more", Double.MAX_VALUE));
    }

    private static double chaos(String text) {
        return number("ame.chaos", text, "a probability from 0 to 1", 1);
    }

    private static double number(String property, String text, String what, double most) {
        String rule = "system property " + property + " must be " + what + ", not \"" + text + '"';
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(rule, e);
        }
        if (!(number >= 0 && number <= most)) {
            throw new IllegalArgumentException(rule);
        }
        return number;
    }
}
