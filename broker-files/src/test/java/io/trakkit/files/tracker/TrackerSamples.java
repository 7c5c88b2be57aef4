package io.trakkit.files.tracker;

import io.trakkit.files.Sample;
import java.util.List;

/** The files of all portfolio trackers. */
public final class TrackerSamples {

    public static final List<Sample> ALL = List.of(
            new Sample("portfolio-perf", PortfolioPerformanceTest.GERMAN, 1, "EUR"),
            new Sample("sharesight", SharesightTest.TRADES, 3, "GBP"),
            new Sample("wealthfolio", WealthfolioTest.FILE, 1, "USD"));

    private TrackerSamples() {}
}
