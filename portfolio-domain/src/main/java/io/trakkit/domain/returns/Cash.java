package io.trakkit.domain.returns;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.valuation.Valuation;
import io.trakkit.domain.value.CurrencyCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cash of a portfolio at one time: the balance of each currency, which is negative for money that is owed. */
public record Cash(List<Balance> balances) {

    public Cash {
        balances = List.copyOf(balances);
    }

    /**
     * The balance of one currency.
     *
     * @param amount in that currency
     * @param conversion that of the last record in the currency; empty in the portfolio's
     */
    public record Balance(CurrencyCode currency, BigDecimal amount, Optional<Conversion> conversion) {}

    /**
     * Cash in the currency of the portfolio.
     *
     * @param stale the currencies with a balance whose rate is old, or of which none is known and that of the last record is used
     */
    public record Valued(BigDecimal amount, List<CurrencyCode> stale) {

        public Valued {
            stale = List.copyOf(stale);
        }

        public boolean isStale() {
            return !stale.isEmpty();
        }
    }

    /** The sum of all balances, each at the rate of that time. */
    public Valued valued(Instant at, Pricing pricing, Valuation valuation) {
        BigDecimal sum = BigDecimal.ZERO;
        List<CurrencyCode> stale = new ArrayList<>();
        for (Balance balance : balances) {
            if (balance.amount().signum() != 0) {
                Pricing.Rate rate = pricing.rate(balance.currency(), balance.conversion(), at, valuation)
                        .orElseThrow();
                sum = sum.add(rate.converted(balance.amount()));
                if (rate.stale()) {
                    stale.add(balance.currency());
                }
            }
        }
        return new Valued(sum, stale);
    }
}
