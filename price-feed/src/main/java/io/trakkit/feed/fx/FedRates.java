package io.trakkit.feed.fx;

import io.trakkit.domain.price.CurrencyPair;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDecision;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.prices.FxRates;
import io.trakkit.store.prices.FxRates.KnownRate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exchange rates that the source brings: prices of tickers that stand for a pair of currencies. */
public final class FedRates {

    private static final Logger LOG = LoggerFactory.getLogger(FedRates.class);
    private static final int LOGGED_AT_ONCE = 5;

    private final Map<Ticker, CurrencyPair> pairs;
    private final RateIntake intake;
    private final QuoteRules rules;
    private final Clock clock;

    /** @param pairs by the ticker that the source has for each */
    public FedRates(Map<Ticker, CurrencyPair> pairs, FxRates rates, QuoteRules rules, Clock clock) {
        this.pairs = Map.copyOf(pairs);
        this.rules = rules;
        this.clock = clock;
        intake = new RateIntake(rates, rules);
    }

    /** What the source is to be asked for. */
    public Set<Ticker> tickers() {
        return pairs.keySet();
    }

    /**
     * Records the quotes that are rates, and leaves the others aside. Their price is the rate, whatever currency they name.
     *
     * @return whether none points to a faulty source
     * @throws org.springframework.dao.DataAccessException if the history is unavailable. Some of the rates may be recorded; a
     *     retry is safe
     */
    public boolean take(Collection<Quote> quotes) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<String> refused = quotes.stream()
                .filter(quote -> pairs.containsKey(quote.ticker()))
                .sorted(Comparator.comparing(Quote::time))
                .flatMap(quote -> refusal(quote, now).stream())
                .toList();
        refused.stream().limit(LOGGED_AT_ONCE).forEach(LOG::warn);
        if (refused.size() > LOGGED_AT_ONCE) {
            LOG.warn("Refused {} more exchange rates", refused.size() - LOGGED_AT_ONCE);
        }
        return refused.isEmpty();
    }

    /** Records a rate, unless it is one of a faulty source; then the answer says why it is refused. */
    private Optional<String> refusal(Quote quote, Instant now) {
        CurrencyPair pair = Objects.requireNonNull(pairs.get(quote.ticker()));
        if (!rules.standsAt(now, quote)) {
            return Optional.of(inWords(pair, quote, QuoteDecision.FUTURE, ""));
        }
        Quote counted = quote.receivedAt(now);
        RateIntake.Decided decided = intake.take(
                pair, new KnownRate(new FxRate(counted.price().value()), counted.time(), counted.source()), false);
        if (!decided.decision().isSuspicious()) {
            return Optional.empty();
        }
        String before = decided.before()
                .map(known -> " (the rate before it: %s at %s)".formatted(known.rate(), known.time()))
                .orElse("");
        return Optional.of(inWords(pair, counted, decided.decision(), before));
    }

    private static String inWords(CurrencyPair pair, Quote quote, QuoteDecision decision, String before) {
        return "Refused the exchange rate %s of %s at %s from %s: it %s%s"
                .formatted(quote.price(), pair, quote.time(), quote.source(), decision.inWords(), before);
    }
}
