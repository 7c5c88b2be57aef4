package io.trakkit.bench.report;

import java.util.Locale;

/** Numbers as people read them: three digits that say something, thousands apart. */
final class Numbers {

    private Numbers() {}

    static String shown(double number) {
        double size = Math.abs(number);
        if (size >= 99.95 || number == Math.rint(number)) {
            return String.format(Locale.ROOT, "%,.0f", number);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", number);
    }

    /** A ratio as text: a percentage below one, a multiple above. */
    static String ratio(double ratio) {
        return ratio < 1
                ? String.format(Locale.ROOT, "%.0f %%", ratio * 100)
                : String.format(Locale.ROOT, "%.1f ×", ratio);
    }
}
