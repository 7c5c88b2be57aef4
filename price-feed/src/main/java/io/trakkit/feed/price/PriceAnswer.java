package io.trakkit.feed.price;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDecision;
import io.trakkit.prices.KnownQuote;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A price in answers: the schema Price of docs/openapi.yaml. */
record PriceAnswer(
        String ticker,
        String price,
        String currency,
        Instant time,
        long age,
        String source,
        String origin,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant adjustedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String verdict) {

    /** The requested prices. */
    record Many(List<PriceAnswer> results, List<String> unknown) {}

    static PriceAnswer of(KnownQuote known, Instant now) {
        return of(known.quote(), known.origin(), null, now);
    }

    /** @param decision null if the request only reads the price */
    static PriceAnswer of(Quote quote, KnownQuote.Origin origin, @Nullable QuoteDecision decision, Instant now) {
        return new PriceAnswer(
                quote.ticker().value(),
                quote.price().toString(),
                quote.currency().value(),
                quote.time(),
                quote.age(now).toSeconds(),
                quote.source().value(),
                origin.name().toLowerCase(Locale.ROOT),
                quote.adjustedAt().orElse(null),
                decision == null ? null : decision.wireName());
    }
}
