package io.trakkit.feed.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDecision;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.fx.FedRates;
import io.trakkit.feed.intake.Intake;
import io.trakkit.feed.intake.QuoteIntake;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.PriceSource;
import io.trakkit.feed.source.SourceException;
import io.trakkit.store.prices.HeldTickers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;

/** Asks the source for the quotes of all held tickers and for exchange rates, takes them in, and thins old quotes. */
final class FeedRuns implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedRuns.class);
    private static final int LOGGED_AT_ONCE = 5;

    /** The outcome of a run. */
    enum Outcome {
        /** Redis holds the latest prices. */
        DONE,
        /** Another instance leads. */
        STANDBY,
        /** The history holds the latest prices, Redis does not yet. */
        REDIS_AWAY,
        /** The source returned no usable quote. */
        SOURCE_FAILED,
        /** The database is unavailable. */
        DATABASE_AWAY,
        /** A defect in trakkit. */
        FAILED
    }

    private final FeedLeadership leadership;
    private final HeldTickers held;
    private final PriceSource source;
    private final QuoteIntake intake;
    private final FedRates rates;
    private final HistoryThinning thinning;
    private final Clock clock;
    private final MeterRegistry meters;
    private volatile Instant lastDone;
    private volatile Outcome lastLogged = Outcome.DONE;

    FeedRuns(
            FeedLeadership leadership,
            HeldTickers held,
            PriceSource source,
            QuoteIntake intake,
            FedRates rates,
            HistoryThinning thinning,
            Clock clock,
            MeterRegistry meters) {
        this.leadership = leadership;
        this.held = held;
        this.source = source;
        this.intake = intake;
        this.rates = rates;
        this.thinning = thinning;
        this.clock = clock;
        this.meters = meters;
        this.lastDone = clock.instant();
        TimeGauge.builder(
                        "trakkit.feed.since.done",
                        () -> Duration.between(lastDone, clock.instant()).toMillis(),
                        TimeUnit.MILLISECONDS)
                .description(
                        "Time since this instance last refreshed the prices, or started; the leader alone refreshes them")
                .register(meters);
    }

    /** Runs once if this instance leads. Never throws, so that the next run happens. */
    Outcome run() {
        Timer.Sample sample = Timer.start(meters);
        Outcome outcome = outcome();
        sample.stop(meters.timer("trakkit.feed.runs", "outcome", outcome.name().toLowerCase(Locale.ROOT)));
        if (outcome == Outcome.DONE) {
            lastDone = clock.instant();
        }
        return outcome;
    }

    /** Sends a heartbeat between two runs. */
    void heartbeat() {
        leadership.heartbeat();
    }

    private Outcome outcome() {
        try {
            if (!leadership.takeOrKeep()) {
                return logged(Outcome.STANDBY, "Another instance refreshes the prices");
            }
            thinning.run();
            Set<Ticker> wanted = held.all();
            return wanted.isEmpty() && rates.tickers().isEmpty() ? Outcome.DONE : refresh(wanted);
        } catch (SourceException e) {
            return logged(Outcome.SOURCE_FAILED, "The source of prices failed: " + e.getMessage());
        } catch (DataAccessException e) {
            return logged(Outcome.DATABASE_AWAY, "The database is unavailable: " + e.getMostSpecificCause());
        } catch (RuntimeException e) {
            LOG.error("A run of the price feed failed", e);
            return Outcome.FAILED;
        }
    }

    private Outcome refresh(Set<Ticker> wanted) {
        Set<Ticker> asked = new TreeSet<>(wanted);
        asked.addAll(rates.tickers());
        Polled polled;
        try {
            polled = source.poll(asked);
        } catch (SourceException e) {
            // Redis may have returned empty since the last run.
            intake.take(List.of(), wanted);
            throw e;
        }
        List<Quote> quotes = polled.quotes().stream()
                .filter(quote -> wanted.contains(quote.ticker()))
                .toList();
        reportFaults(polled.faults());
        Intake taken = intake.take(quotes, wanted);
        boolean ratesAreClean = rates.take(polled.quotes());
        polled.whenDecided().run();
        if (taken.isClean() && ratesAreClean) {
            polled.whenTaken().run();
        }
        LOG.debug("{} tickers, {} quotes, {} new", wanted.size(), quotes.size(), taken.count(QuoteDecision.ACCEPTED));
        return taken.live()
                ? logged(Outcome.DONE, "The prices are refreshed again")
                : logged(Outcome.REDIS_AWAY, "The prices are in the history, but Redis is unavailable");
    }

    private void reportFaults(List<String> faults) {
        meters.counter("trakkit.feed.faults").increment(faults.size());
        faults.stream().limit(LOGGED_AT_ONCE).forEach(fault -> LOG.warn("Not a price: {}", fault));
        if (faults.size() > LOGGED_AT_ONCE) {
            LOG.warn("Not a price: {} more", faults.size() - LOGGED_AT_ONCE);
        }
    }

    /** Logs an outcome that differs from the previous one: a line per run would hide the changes. */
    private Outcome logged(Outcome outcome, String words) {
        if (outcome != lastLogged) {
            lastLogged = outcome;
            boolean well = outcome == Outcome.DONE || outcome == Outcome.STANDBY;
            LOG.atLevel(well ? Level.INFO : Level.WARN).log(words);
        }
        return outcome;
    }

    @Override
    public void close() {
        try (leadership;
                source) {
            // Only closes both, the source first.
        }
    }
}
