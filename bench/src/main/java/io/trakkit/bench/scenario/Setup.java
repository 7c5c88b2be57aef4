package io.trakkit.bench.scenario;

import io.trakkit.bench.report.ProgressLog;
import io.trakkit.bench.site.Site;

/**
 * What a scenario has to work with.
 *
 * @param rounds how often it is measured
 * @param scale by how much the amounts are multiplied
 * @param peers whether what 'drain' and 'visible' are compared with is measured too
 * @param portfolios how many portfolios hold the ticker of a corporate action
 * @param visible how 'visible' is measured
 */
public record Setup(
        Site site,
        int rounds,
        double scale,
        boolean peers,
        int portfolios,
        VisibleOptions visible,
        ProgressLog progress) {

    /** Seconds, scaled, but no longer than given and at least three. */
    public double scaledSeconds(double seconds) {
        return Math.max(3, seconds * Math.min(1, scale));
    }

    /** An amount, scaled, of at least a hundred. */
    public int scaled(int amount) {
        return (int) Math.max(100, Math.round(amount * scale));
    }
}
