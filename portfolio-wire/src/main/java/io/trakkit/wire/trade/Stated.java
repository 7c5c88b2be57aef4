package io.trakkit.wire.trade;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.wire.json.Fields;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A trade, an activity or an amendment as a caller stated it. Its conversion is still open: it depends on the currency of the
 * portfolio, and on rates where the caller gave none.
 *
 * @param currency what the caller said of the currency
 * @param executedAt the stated time of execution; empty in an amendment of other fields
 * @param value makes the value, given its conversion
 */
public record Stated<T>(
        StatedCurrency currency, Optional<Instant> executedAt, Function<Optional<Conversion>, T> value) {

    private static final Conversion ANY = new Conversion(new CurrencyCode("XXX"), FxRate.ONE);

    /** The value; null, and an error of the whole object, if its fields break a rule together with any conversion. */
    static <T> @Nullable Stated<T> checked(
            Fields fields,
            StatedCurrency currency,
            Optional<Instant> executedAt,
            Function<Optional<Conversion>, T> value) {
        Optional<Conversion> any = currency.isNone() ? Optional.empty() : Optional.of(ANY);
        return fields.check(() -> value.apply(any)) == null ? null : new Stated<>(currency, executedAt, value);
    }

    /** The value with its conversion; empty: in the currency of the portfolio, or not amended. */
    public T with(Optional<Conversion> conversion) {
        return value.apply(conversion);
    }
}
