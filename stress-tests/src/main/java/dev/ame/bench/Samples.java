package dev.ame.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** What the iterations of one measurement gave, in order of size. Iterations without a value are left out. */
final class Samples {

    private final double[] sorted;

    private Samples(DoubleStream values) {
        sorted = values.filter(Double::isFinite).sorted().toArray();
    }

    static Samples of(double... values) {
        return new Samples(Arrays.stream(values));
    }

    Samples map(DoubleUnaryOperator change) {
        return new Samples(Arrays.stream(sorted).map(change));
    }

    int count() {
        return sorted.length;
    }

    double sum() {
        return Arrays.stream(sorted).sum();
    }

    double median() {
        return quantile(0.5);
    }

    /** The value below which this share of the samples lies, interpolated; not a number if there are none. */
    double quantile(double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        double weight = position - below;
        return sorted[below] * (1 - weight) + sorted[above] * weight;
    }

    /**
     * This median as a multiple of the other's, and between what it lies when each side may be anywhere in its middle half: a few disturbed iterations move
     * none of the three.
     */
    String ratioTo(Samples other) {
        double ratio = median() / other.median();
        double low = quantile(0.25) / other.quantile(0.75);
        double high = quantile(0.75) / other.quantile(0.25);
        return String.format(Locale.ROOT, "**%.2f** (%.2f .. %.2f)", ratio, low, high);
    }
}
