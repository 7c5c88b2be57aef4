package io.trakkit.domain.position;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Money of a record, rounded to {@value Decimals#MONEY_SCALE} decimals (HALF_EVEN).
 *
 * @param converted in the portfolio's currency
 * @param own in the currency of the record
 */
public record Amount(BigDecimal converted, BigDecimal own) {

    public static final Amount ZERO = new Amount(BigDecimal.ZERO, BigDecimal.ZERO);

    /** @param foreign the conversion of the money; empty if it is in the portfolio's currency */
    public static Amount of(BigDecimal exact, Optional<Conversion> foreign) {
        if (exact.signum() == 0) {
            return ZERO;
        }
        BigDecimal own = Decimals.money(exact);
        return foreign.isEmpty()
                ? new Amount(own, own)
                : new Amount(Decimals.money(exact.multiply(foreign.get().rate().value())), own);
    }

    public Amount plus(Amount other) {
        return new Amount(converted.add(other.converted), own.add(other.own));
    }

    public Amount minus(Amount other) {
        return new Amount(converted.subtract(other.converted), own.subtract(other.own));
    }

    public Amount negated() {
        return new Amount(converted.negate(), own.negate());
    }

    /** The part of it that belongs to some of the units. */
    Amount share(BigDecimal units, BigDecimal all) {
        return new Amount(Decimals.share(converted, units, all), Decimals.share(own, units, all));
    }
}
