package io.trakkit.wire.event;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Readers;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The latest quote of a ticker as it stands in Redis and in {@link Topics#PRICES}; the ticker is the key's. Fields that it
 * does not know are let be.
 *
 * <pre>{"price": "188.38", "currency": "USD", "time": "2026-11-24T10:42:00.000000Z", "source": "http"}</pre>
 */
public final class QuoteCodec {

    /** Far more than a quote needs; longer values are not parsed. */
    private static final int MAX_BYTES = 1_024;

    public byte[] encode(Quote quote) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.put("price", quote.price().toString());
        value.put("currency", quote.currency().value());
        value.put("time", Json.text(quote.time()));
        value.put("source", quote.source().value());
        return Json.strict().writeValueAsBytes(value);
    }

    /** @throws InvalidValueException if the value is no quote; the message says why */
    public Quote decode(Ticker ticker, byte[] value) {
        try {
            return decode(ticker, Fields.of(Json.object(value, MAX_BYTES)));
        } catch (MalformedJsonException e) {
            throw new InvalidValueException("Not a quote: " + e.about("the value"));
        }
    }

    private static Quote decode(Ticker ticker, Fields fields) {
        var price = fields.required("price", DomainReaders.QUOTED_PRICE);
        var currency = fields.required("currency", Readers.TEXT.map(CurrencyCode::new));
        var time = fields.required("time", Readers.TIME);
        var source = fields.required("source", Readers.TEXT.map(PriceSourceName::new));
        if (price == null || currency == null || time == null || source == null) {
            throw new InvalidValueException(
                    fields.errors().stream().map(FieldError::toString).collect(Collectors.joining("; ")));
        }
        return new Quote(ticker, price, currency, time, source);
    }
}
