package io.trakkit.domain.position;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;

/** Cost and realised gain of a position in the currency of its records, as long as all that move money share one. */
public sealed interface LocalAmounts {

    /** No record has moved money yet. */
    LocalAmounts NONE = new None();

    /** All records are in the portfolio's currency: the amounts are those of the position. */
    LocalAmounts PORTFOLIO = new InPortfolioCurrency();

    /** The records have several currencies: the amounts are not known. */
    LocalAmounts MIXED = new Mixed();

    record None() implements LocalAmounts {}

    record InPortfolioCurrency() implements LocalAmounts {}

    record Mixed() implements LocalAmounts {}

    /** All records are in one other currency. The signs are those of {@link Position}. */
    record Foreign(CurrencyCode currency, BigDecimal cost, BigDecimal realised) implements LocalAmounts {

        public Foreign {
            cost = Decimals.normalised(cost);
            realised = Decimals.normalised(realised);
        }
    }
}
