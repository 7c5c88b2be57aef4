package io.trakkit.feed.fx;

import io.trakkit.domain.price.CurrencyPair;
import io.trakkit.domain.price.QuoteDecision;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.store.prices.FxRates;
import io.trakkit.store.prices.FxRates.KnownRate;
import java.math.BigDecimal;
import java.util.Optional;

/** The only way of an exchange rate into the history: each one is compared with that before it. */
final class RateIntake {

    private final FxRates rates;
    private final QuoteRules rules;

    RateIntake(FxRates rates, QuoteRules rules) {
        this.rates = rates;
        this.rules = rules;
    }

    /**
     * The decision on a rate.
     *
     * @param recorded the rate that is recorded for its time; itself if it was refused for another reason
     * @param before the newest known rate at or before its time
     */
    record Decided(QuoteDecision decision, KnownRate recorded, Optional<KnownRate> before) {}

    /**
     * Decides on a rate, which is not in the future, and records it unless it is refused.
     *
     * @param anyRate whether it may differ from the previous rate by any factor
     */
    Decided take(CurrencyPair pair, KnownRate rate, boolean anyRate) {
        Optional<KnownRate> before = rates.rateAt(pair.base(), pair.quote(), rate.time());
        if (before.filter(known -> isSame(known, rate)).isPresent()) {
            return new Decided(QuoteDecision.REPEATED, before.get(), before);
        }
        if (!anyRate && before.filter(known -> jumps(known, rate)).isPresent()) {
            return new Decided(QuoteDecision.JUMP, rate, before);
        }
        KnownRate recorded = rates.record(pair.base(), pair.quote(), rate);
        return new Decided(
                recorded.rate().equals(rate.rate()) ? QuoteDecision.ACCEPTED : QuoteDecision.CONFLICT,
                recorded,
                before);
    }

    private static boolean isSame(KnownRate known, KnownRate rate) {
        return known.time().equals(rate.time()) && known.rate().equals(rate.rate());
    }

    /** A rate of the same time is compared as it is recorded. */
    private boolean jumps(KnownRate known, KnownRate rate) {
        BigDecimal low = known.rate().value().min(rate.rate().value());
        BigDecimal high = known.rate().value().max(rate.rate().value());
        return known.time().isBefore(rate.time()) && high.compareTo(low.multiply(rules.jumpFactor())) > 0;
    }
}
