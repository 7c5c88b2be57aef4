package io.trakkit.wire.event;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The latest quote of a ticker in Redis and in {@link Topics#PRICES}; the key has the ticker. Unknown fields are ignored.
 *
 * <pre>{"price": "188.38", "currency": "USD", "time": "2026-11-24T10:42:00.000000Z", "source": "http"}</pre>
 *
 * <p>{@code currency} has a default. A price that includes later splits says so by {@code "adjusted": true}, or by {@code
 * adjusted_at}, the time up to which it includes them.
 */
public final class QuoteCodec {

    /** A currency as ISO 4217 writes it. */
    public static final Reader<CurrencyCode> CURRENCY = Readers.TEXT.map(CurrencyCode::exactly);

    /** Far more than a quote needs; longer values are not parsed. */
    private static final int MAX_BYTES = 1_024;

    private final QuoteDefaults defaults;

    /** @param defaults what a value means that does not say it */
    public QuoteCodec(QuoteDefaults defaults) {
        this.defaults = defaults;
    }

    public static byte[] encode(Quote quote) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.put("price", quote.price().toString());
        value.put("currency", quote.currency().value());
        value.put("time", Json.text(quote.time()));
        value.put("source", quote.source().value());
        quote.adjustedAt().ifPresent(adjusted -> value.put("adjusted_at", Json.text(adjusted)));
        return Json.strict().writeValueAsBytes(value);
    }

    /**
     * Reads a value that was written at the time of its price, as far as is known.
     *
     * @throws InvalidValueException if the value is no quote; the message says why
     */
    public Quote decode(Ticker ticker, byte[] value) {
        return decode(ticker, value, Instant.MIN);
    }

    /**
     * Reads a value.
     *
     * @param observedAt when it was written; an adjusted price includes the splits up to then, unless it says otherwise
     * @throws InvalidValueException if the value is no quote; the message says why
     */
    public Quote decode(Ticker ticker, byte[] value, Instant observedAt) {
        try {
            return decode(ticker, Fields.of(Json.object(value, MAX_BYTES)), observedAt);
        } catch (MalformedJsonException e) {
            throw new InvalidValueException("Not a quote: " + e.about("the value"));
        }
    }

    private Quote decode(Ticker ticker, Fields fields, Instant observedAt) {
        var price = fields.required("price", DomainReaders.QUOTED_PRICE);
        var currency = fields.optional("currency", CURRENCY);
        var time = fields.required("time", Readers.TIME);
        var source = fields.required("source", Readers.TEXT.map(PriceSourceName::new));
        Instant observed = time != null && observedAt.isBefore(time) ? time : observedAt;
        Optional<Instant> adjustedAt = adjustedAt(fields, observed, defaults);
        if (price == null || time == null || source == null || !fields.ok()) {
            throw new InvalidValueException(
                    fields.errors().stream().map(FieldError::toString).collect(Collectors.joining("; ")));
        }
        return new Quote(ticker, price, currency == null ? defaults.currency() : currency, time, source, adjustedAt);
    }

    /**
     * Reads {@code adjusted} and {@code adjusted_at}, which every quote in JSON can have: the {@link Quote#adjustedAt} of a
     * quote.
     *
     * @param observedAt the time up to which an adjusted price includes the splits, unless it says otherwise
     */
    public static Optional<Instant> adjustedAt(Fields fields, Instant observedAt, QuoteDefaults defaults) {
        Boolean adjusted = fields.optional("adjusted", Readers.BOOLEAN);
        Instant until = fields.optional("adjusted_at", Readers.TIME);
        if (until != null) {
            if (adjusted != null && !adjusted) {
                fields.error("adjusted_at", "must be absent where adjusted is false");
            }
            return Optional.of(until);
        }
        return adjusted == null
                ? defaults.adjustedAt(observedAt)
                : new QuoteDefaults(defaults.currency(), adjusted).adjustedAt(observedAt);
    }
}
