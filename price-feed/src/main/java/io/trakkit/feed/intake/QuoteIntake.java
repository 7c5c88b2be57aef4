package io.trakkit.feed.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDecision;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.intake.Intake.DecidedQuote;
import io.trakkit.prices.QuoteStore;
import io.trakkit.prices.QuoteStore.Replacement;
import io.trakkit.prices.RedisAwayException;
import io.trakkit.store.prices.PriceHistory;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes quotes in. Each quote is compared with the known quotes of its ticker in Redis and in the history. Accepted
 * quotes are recorded in the history first; then the latest quote of each ticker is written to Redis. A price therefore
 * survives the loss of Redis, and the next intake fills an empty Redis again. A quote older than the latest goes into
 * the history only.
 */
public final class QuoteIntake {

    private static final Logger LOG = LoggerFactory.getLogger(QuoteIntake.class);

    /** Other writers may win a compare-and-set; the intake then reads Redis again. */
    private static final int ATTEMPTS = 5;

    private static final int LOGGED_AT_ONCE = 10;

    private final QuoteStore store;
    private final PriceHistory history;
    private final QuoteRules rules;
    private final Clock clock;
    private final MeterRegistry meters;

    public QuoteIntake(QuoteStore store, PriceHistory history, QuoteRules rules, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.history = history;
        this.rules = rules;
        this.clock = clock;
        this.meters = meters;
        for (QuoteDecision decision : QuoteDecision.values()) {
            count(decision, 0);
        }
    }

    /**
     * Takes quotes in, and fills in the latest quotes of other tickers in Redis.
     *
     * @param others more tickers whose latest quote in the history must be in Redis
     * @throws org.springframework.dao.DataAccessException if reading or writing the history fails. Some of the quotes
     *     may be recorded; a retry is safe
     */
    public Intake take(Collection<Quote> quotes, Set<Ticker> others) {
        return take(quotes, others, false);
    }

    /**
     * Takes a quote that a person sets.
     *
     * @param anyPrice whether the price may differ from the previous one by any factor, for example after a split
     * @throws org.springframework.dao.DataAccessException as above
     */
    public Intake take(Quote quote, boolean anyPrice) {
        return take(List.of(quote), Set.of(), anyPrice);
    }

    private Intake take(Collection<Quote> quotes, Set<Ticker> others, boolean anyPrice) {
        Instant now = clock.instant();
        Set<Ticker> tickers = new TreeSet<>(others);
        quotes.forEach(quote -> tickers.add(quote.ticker()));
        KnownPrices known = new KnownPrices(quote -> rules.standsAt(now, quote));
        boolean answers = readStore(tickers, known);
        history.latest(tickers, now.plus(rules.leeway())).values().forEach(known::know);

        List<DecidedQuote> decided = decide(quotes, known, now, anyPrice);
        history.record(decided.stream()
                .filter(one -> one.decision().isRecorded())
                .map(DecidedQuote::quote)
                .toList());
        boolean live = answers && writeStore(known);
        report(decided);
        return new Intake(decided, live);
    }

    private List<DecidedQuote> decide(Collection<Quote> quotes, KnownPrices known, Instant now, boolean anyPrice) {
        List<DecidedQuote> decided = new ArrayList<>(quotes.size());
        List<Quote> inOrder = quotes.stream()
                .map(quote -> countedAt(now, quote))
                .sorted(Comparator.comparing(Quote::time))
                .toList();
        known.recorded(history.before(inOrder.stream().filter(known::isOld).toList()));
        for (Quote quote : inOrder) {
            boolean isNewest = known.isNewest(quote);
            Quote before = known.before(quote);
            QuoteDecision decision = rules.decide(quote, before, isNewest, now);
            if (decision == QuoteDecision.JUMP && anyPrice) {
                decision = QuoteRules.taken(isNewest);
            }
            if (decision.isRecorded()) {
                known.take(quote);
            }
            decided.add(new DecidedQuote(quote, decision, before));
        }
        return decided;
    }

    /** Replaces the time of a quote slightly ahead of our clock with the time of its receipt. */
    private Quote countedAt(Instant now, Quote quote) {
        return rules.standsAt(now, quote) ? quote.receivedAt(now.truncatedTo(ChronoUnit.MICROS)) : quote;
    }

    private boolean readStore(Collection<Ticker> tickers, KnownPrices known) {
        try {
            known.store(store.read(tickers));
            return true;
        } catch (RedisAwayException e) {
            return false;
        }
    }

    /** A quote written to Redis in the meantime stays only if it is newer. */
    private boolean writeStore(KnownPrices known) {
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                List<Replacement> lost = store.replace(known.replacements());
                if (lost.isEmpty()) {
                    return true;
                }
                known.store(store.read(lost.stream()
                        .map(replacement -> replacement.quote().ticker())
                        .toList()));
            }
            LOG.warn(
                    "Some prices in Redis were changed by others {} times in a row; the next run writes them",
                    ATTEMPTS);
        } catch (RedisAwayException e) {
            LOG.warn("The latest prices are in the history, but not in Redis yet: {}", e.getMessage());
        }
        return false;
    }

    private void report(List<DecidedQuote> decided) {
        for (QuoteDecision decision : QuoteDecision.values()) {
            count(
                    decision,
                    Math.toIntExact(decided.stream()
                            .filter(one -> one.decision() == decision)
                            .count()));
        }
        List<DecidedQuote> refused =
                decided.stream().filter(one -> one.decision().isSuspicious()).toList();
        refused.stream().limit(LOGGED_AT_ONCE).forEach(QuoteIntake::logRefused);
        if (refused.size() > LOGGED_AT_ONCE) {
            LOG.warn("Refused {} more prices", refused.size() - LOGGED_AT_ONCE);
        }
    }

    private static void logRefused(DecidedQuote one) {
        Quote quote = one.quote();
        Quote before = one.before();
        LOG.warn(
                "Refused the price {} {} of {} at {} from {}: it {}{}",
                quote.price(),
                quote.currency(),
                quote.ticker(),
                quote.time(),
                quote.source(),
                one.decision().inWords(),
                before == null
                        ? ""
                        : " (the price before it: %s %s at %s)"
                                .formatted(before.price(), before.currency(), before.time()));
    }

    private void count(QuoteDecision decision, int quotes) {
        meters.counter("trakkit.feed.quotes", "verdict", decision.wireName()).increment(quotes);
    }
}
