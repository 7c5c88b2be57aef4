package io.trakkit.domain.position;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import java.util.Optional;

/**
 * The rules of a portfolio that its positions are folded by. They are fixed when it is created, so a fold never depends on
 * when it runs.
 *
 * @param currency the currency of its costs and gains
 * @param allowShort whether more can be sold than is held
 */
public record BookRules(CurrencyCode currency, boolean allowShort) {

    /** The conversion of a record's money; empty where it is in the portfolio's own currency. */
    public Optional<Conversion> foreign(Optional<Conversion> conversion) {
        return conversion.filter(given -> !given.currency().equals(currency));
    }
}
