package io.trakkit.query;

import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.CurrencyCode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Cost and realised gain of a position in the currency of its records; all null if no record has moved money, or they have
 * several currencies.
 */
public record LocalAnswer(
        @Nullable String currency,
        @Nullable String cost,
        @Nullable String realised) {

    private static final LocalAnswer UNKNOWN = new LocalAnswer(null, null, null);

    /** @param currency that of the portfolio */
    public static LocalAnswer of(Position position, CurrencyCode currency) {
        return switch (position.local()) {
            case LocalAmounts.None _ -> UNKNOWN;
            case LocalAmounts.Mixed _ -> UNKNOWN;
            case LocalAmounts.InPortfolioCurrency _ -> answer(currency, position.cost(), position.realised());
            case LocalAmounts.Foreign local -> answer(local.currency(), local.cost(), local.realised());
        };
    }

    private static LocalAnswer answer(CurrencyCode currency, BigDecimal cost, BigDecimal realised) {
        return new LocalAnswer(currency.value(), cost.toPlainString(), realised.toPlainString());
    }
}
