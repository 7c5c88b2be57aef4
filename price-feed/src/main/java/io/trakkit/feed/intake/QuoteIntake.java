package io.trakkit.feed.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.Quote;
import io.trakkit.domain.QuoteRules;
import io.trakkit.domain.QuoteVerdict;
import io.trakkit.domain.Ticker;
import io.trakkit.feed.intake.Intake.Judged;
import io.trakkit.prices.QuoteStore;
import io.trakkit.prices.QuoteStore.Replacement;
import io.trakkit.prices.RedisAwayException;
import io.trakkit.store.PriceHistory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes quotes in: each is judged by what is known of its ticker, in Redis and in the history; those that are accepted are
 * recorded in the history, and then the latest of each ticker is put into Redis. By this order a price outlives Redis, and
 * a Redis that was away, or comes back empty, is filled again by the next intake.
 */
public final class QuoteIntake {

    private static final Logger LOG = LoggerFactory.getLogger(QuoteIntake.class);

    /** Others may write at the same time; who loses looks again at what lies there. */
    private static final int ATTEMPTS = 5;

    private static final int TOLD_AT_ONCE = 10;

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
        for (QuoteVerdict verdict : QuoteVerdict.values()) {
            count(verdict, 0);
        }
    }

    /**
     * Takes quotes in, and sees to it that Redis holds the latest of some more tickers.
     *
     * @param others tickers of which Redis should hold what the history says
     * @throws org.springframework.dao.DataAccessException if the history can't be read or written; nothing has changed
     */
    public Intake take(Collection<Quote> quotes, Set<Ticker> others) {
        return take(quotes, others, false);
    }

    /**
     * Takes the word of a person for a quote.
     *
     * @param anyPrice whether the price may be any times the one before: after a split, say
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

        List<Judged> judged = judge(quotes, known, now, anyPrice);
        history.record(judged.stream()
                .filter(one -> one.verdict() == QuoteVerdict.ACCEPTED)
                .map(Judged::quote)
                .toList());
        boolean live = answers && writeStore(known);
        tell(judged, known);
        return new Intake(judged, live);
    }

    private List<Judged> judge(Collection<Quote> quotes, KnownPrices known, Instant now, boolean anyPrice) {
        List<Judged> judged = new ArrayList<>(quotes.size());
        List<Quote> inOrder =
                quotes.stream().sorted(Comparator.comparing(Quote::time)).toList();
        for (Quote quote : inOrder) {
            QuoteVerdict verdict = rules.judge(quote, known.latest(quote.ticker()), now);
            if (verdict == QuoteVerdict.JUMP && anyPrice) {
                verdict = QuoteVerdict.ACCEPTED;
            }
            if (verdict == QuoteVerdict.ACCEPTED) {
                known.know(quote);
            }
            judged.add(new Judged(quote, verdict));
        }
        return judged;
    }

    private boolean readStore(Collection<Ticker> tickers, KnownPrices known) {
        try {
            known.store(store.read(tickers));
            return true;
        } catch (RedisAwayException e) {
            return false;
        }
    }

    /** Whoever has written since in Redis wins if theirs is newer, and only then. */
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
            LOG.warn("Others write the prices in Redis faster than they can be looked at; the next run sees to it");
        } catch (RedisAwayException e) {
            LOG.warn("The latest prices are recorded and not in Redis yet: {}", e.getMessage());
        }
        return false;
    }

    private void tell(List<Judged> judged, KnownPrices known) {
        for (QuoteVerdict verdict : QuoteVerdict.values()) {
            count(
                    verdict,
                    Math.toIntExact(judged.stream()
                            .filter(one -> one.verdict() == verdict)
                            .count()));
        }
        List<Judged> refused =
                judged.stream().filter(one -> one.verdict().isSuspicious()).toList();
        refused.stream()
                .limit(TOLD_AT_ONCE)
                .forEach(one -> LOG.warn(
                        "Refused: {}, since it {}; known is {}",
                        one.quote(),
                        one.verdict().inWords(),
                        known.latest(one.quote().ticker())));
        if (refused.size() > TOLD_AT_ONCE) {
            LOG.warn("Refused: {} more quotes", refused.size() - TOLD_AT_ONCE);
        }
    }

    private void count(QuoteVerdict verdict, int quotes) {
        meters.counter("trakkit.feed.quotes", "verdict", verdict.wireName()).increment(quotes);
    }
}
