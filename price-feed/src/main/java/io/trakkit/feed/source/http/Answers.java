package io.trakkit.feed.source.http;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Times;
import io.trakkit.feed.source.SourceException;
import io.trakkit.feed.source.http.HttpSettings.TimeFormat;
import io.trakkit.wire.event.QuoteCodec;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Readers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Reads quotes from the answers of a service. */
final class Answers {

    static final PriceSourceName SOURCE = new PriceSourceName("http");

    /** More decimals than any market has; further ones are artefacts of binary fractions. */
    private static final int MOST_DECIMALS = 10;

    private static final int NANOS = 9;

    private final JsonPointer quotes;
    private final @Nullable JsonPointer ticker;
    private final JsonPointer price;
    private final @Nullable JsonPointer time;
    private final TimeFormat timeFormat;
    private final @Nullable JsonPointer currency;
    private final QuoteDefaults defaults;

    /** @throws SourceException if a setting is not a JSON pointer */
    Answers(HttpSettings settings, QuoteDefaults defaults) {
        this.quotes = pointer("quotes", settings.quotes());
        this.ticker = settings.ticker().isEmpty() ? null : pointer("ticker", settings.ticker());
        this.price = pointer("price", settings.price());
        this.time = settings.time().isEmpty() ? null : pointer("time", settings.time());
        this.timeFormat = settings.timeFormat();
        this.currency = settings.currency().isEmpty() ? null : pointer("currency", settings.currency());
        this.defaults = defaults;
    }

    private static JsonPointer pointer(String name, String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw new SourceException("trakkit.feed.http." + name + " is not a JSON pointer: " + text, e);
        }
    }

    /**
     * The quotes of an answer.
     *
     * @param found the valid quotes
     * @param faults a message for each part that is not a quote
     */
    record Read(List<Quote> found, List<String> faults) {}

    /**
     * Reads an answer.
     *
     * @param asked the requested tickers; the answer may contain others, which are ignored
     * @throws SourceException if it is not JSON, or has no quotes at the configured pointer
     */
    Read read(byte[] body, Collection<Ticker> asked, Instant receivedAt) {
        JsonNode listed = tree(body).at(quotes);
        Set<Ticker> missing = new HashSet<>(asked);
        Read read = new Read(new ArrayList<>(), new ArrayList<>());
        BiConsumer<String, JsonNode> reader = (name, quote) -> add(read, name, quote, missing, receivedAt);
        if (ticker != null && listed.isArray()) {
            listed.forEach(quote -> reader.accept(text(quote.at(ticker)), quote));
        } else if (ticker == null && asked.size() == 1 && !listed.at(price).isMissingNode()) {
            reader.accept(asked.iterator().next().value(), listed);
        } else if (listed.isObject()) {
            listed.properties().forEach(named -> reader.accept(named.getKey(), named.getValue()));
        } else {
            throw new SourceException("no quotes at \"" + quotes + "\"");
        }
        missing.forEach(absent -> read.faults.add(absent + " is not in the answer"));
        return read;
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode tree = Json.strict().readTree(body);
            if (tree == null || tree.isMissingNode()) {
                throw new SourceException("it is empty");
            }
            return tree;
        } catch (JacksonException | NumberFormatException e) {
            // The latter for an exponent that an int cannot hold.
            throw new SourceException("it is not JSON", e);
        }
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : "";
    }

    private void add(Read read, String name, JsonNode quote, Set<Ticker> missing, Instant receivedAt) {
        Ticker of;
        try {
            of = Ticker.parse(name);
        } catch (InvalidValueException e) {
            return;
        }
        // Not requested, or read already.
        if (!missing.remove(of)) {
            return;
        }
        try {
            read.found.add(new Quote(
                    of,
                    price(quote.at(price)),
                    currency(quote),
                    time(quote, receivedAt),
                    SOURCE,
                    defaults.adjustedAt(receivedAt)));
        } catch (InvalidValueException e) {
            read.faults.add(of + " " + e.getMessage());
        }
    }

    private static Price price(JsonNode value) {
        BigDecimal number = Readers.DECIMAL.read(value);
        return Price.quoted(
                number.scale() > MOST_DECIMALS ? number.setScale(MOST_DECIMALS, RoundingMode.HALF_EVEN) : number);
    }

    private CurrencyCode currency(JsonNode quote) {
        return currency == null ? defaults.currency() : QuoteCodec.CURRENCY.read(quote.at(currency));
    }

    private Instant time(JsonNode quote, Instant receivedAt) {
        if (time == null) {
            return receivedAt;
        }
        JsonNode value = quote.at(time);
        try {
            Instant instant = switch (timeFormat) {
                case RFC3339 -> OffsetDateTime.parse(Readers.TEXT.read(value)).toInstant();
                case EPOCH_SECONDS -> sinceEpoch(Readers.DECIMAL.read(value));
                case EPOCH_MILLIS -> sinceEpoch(Readers.DECIMAL.read(value).movePointLeft(3));
            };
            return Times.checked(instant.truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException | ArithmeticException e) {
            throw new InvalidValueException("has no valid time: " + e.getMessage());
        }
    }

    private static Instant sinceEpoch(BigDecimal seconds) {
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        BigDecimal rest = seconds.subtract(whole).movePointRight(NANOS).setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(whole.longValueExact(), rest.longValueExact());
    }
}
