package io.trakkit.bench;

import io.trakkit.bench.scenario.VisibleOptions;
import io.trakkit.bench.site.Launch;
import java.nio.file.Path;
import java.util.List;

/**
 * What to measure, and how.
 *
 * @param scenarios by their names
 * @param peers whether the peers of 'drain' and 'visible' are measured too
 * @param portfolios how many portfolios hold the ticker of 'actions'
 * @param visible how 'visible' is measured
 */
record Options(
        List<String> scenarios,
        Format format,
        int rounds,
        double scale,
        boolean peers,
        int portfolios,
        VisibleOptions visible,
        Path data,
        Launch launch) {

    /** How the results are printed. */
    enum Format {
        TABLES,
        MARKDOWN,
        JSON
    }
}
