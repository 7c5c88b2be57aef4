package io.trakkit.domain.position;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.util.Optional;

/** Cost and realised gain of a position in the currency of its records, as long as all that move money share one. */
public sealed interface LocalAmounts {

    /** No record has moved money yet. */
    LocalAmounts NONE = new None();

    /** All records are in the portfolio's currency: the amounts are those of the position. */
    LocalAmounts PORTFOLIO = new InPortfolioCurrency();

    /** The records have several currencies: the amounts are not known. */
    LocalAmounts MIXED = new Mixed();

    /**
     * The amounts once a record has stated money, before it changes them.
     *
     * @param foreign the conversion of that money; empty if it is in the portfolio's currency
     */
    static LocalAmounts stated(LocalAmounts before, Optional<Conversion> foreign) {
        return switch (before) {
            case None _ ->
                foreign.<LocalAmounts>map(
                                conversion -> new Foreign(conversion.currency(), BigDecimal.ZERO, BigDecimal.ZERO))
                        .orElse(PORTFOLIO);
            case InPortfolioCurrency _ -> foreign.isEmpty() ? before : MIXED;
            case Foreign one -> foreign.map(Conversion::currency).equals(Optional.of(one.currency())) ? before : MIXED;
            case Mixed _ -> before;
        };
    }

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
