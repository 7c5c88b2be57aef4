package io.trakkit.wire.trade;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Readers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The currency and the rate of a record as its sender stated them: both, one of them, or neither. */
public record StatedCurrency(Optional<CurrencyCode> currency, Optional<FxRate> rate) {

    /** The currency of the record's money. */
    public static final String CURRENCY = "currency";

    /** Units of the portfolio's currency per unit of that one. */
    public static final String FX_RATE = "fx_rate";

    /** True where the rate was not stated but looked up; only in events and answers. */
    public static final String LOOKED_UP = "fx_rate_looked_up";

    /** Neither is stated. */
    public static final StatedCurrency NONE = new StatedCurrency(Optional.empty(), Optional.empty());

    /** Reads both; those that are wrong are errors of the fields. */
    static StatedCurrency read(Fields fields) {
        CurrencyCode currency = fields.optional(CURRENCY, DomainReaders.CURRENCY);
        FxRate rate = fields.optional(FX_RATE, DomainReaders.FX_RATE);
        return new StatedCurrency(Optional.ofNullable(currency), Optional.ofNullable(rate));
    }

    /** Reads the conversion of an event, which has both or neither; anything else is an error of the fields. */
    static Optional<Conversion> readConversion(Fields fields) {
        CurrencyCode currency = fields.optional(CURRENCY, Readers.TEXT.map(CurrencyCode::new));
        FxRate rate = fields.optional(FX_RATE, DomainReaders.FX_RATE);
        Boolean lookedUp = fields.optional(LOOKED_UP, Readers.BOOLEAN);
        requireBoth(fields);
        return currency == null || rate == null
                ? Optional.empty()
                : Optional.of(new Conversion(currency, rate, lookedUp != null && lookedUp));
    }

    private static void requireBoth(Fields fields) {
        if (fields.has(CURRENCY) != fields.has(FX_RATE)) {
            fields.error(
                    fields.has(CURRENCY) ? FX_RATE : CURRENCY, "is missing: an event has both currency and fx_rate");
        }
    }

    /** Writes whether the rate was looked up, if it was. */
    static void writeLookedUp(ObjectNode json, Optional<Conversion> conversion) {
        if (conversion.filter(Conversion::lookedUp).isPresent()) {
            json.put(LOOKED_UP, true);
        }
    }

    static @Nullable CurrencyCode currencyOf(Optional<Conversion> conversion) {
        return conversion.map(Conversion::currency).orElse(null);
    }

    static @Nullable FxRate rateOf(Optional<Conversion> conversion) {
        return conversion.map(Conversion::rate).orElse(null);
    }

    public boolean isNone() {
        return currency.isEmpty() && rate.isEmpty();
    }
}
