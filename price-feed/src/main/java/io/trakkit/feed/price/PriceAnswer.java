package io.trakkit.feed.price;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDecision;
import io.trakkit.prices.KnownQuote;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A price as it is answered. */
@Schema(name = "Price")
record PriceAnswer(
        @Schema(example = "GODREJIND") String ticker,

        @Schema(description = "Of one unit, a decimal text", example = "188.38")
        String price,

        @Schema(example = "USD") String currency,

        @Schema(description = "Of when the price is") Instant time,

        @Schema(description = "How old it is, in whole seconds", example = "12")
        long age,

        @Schema(
                description = "Where it comes from: manual, http, csv, or what others call themselves",
                example = "manual")
        String source,

        @Schema(
                description =
                        "live: it is the latest; last_known and history: there is a newer one, or there may be, since"
                                + " Redis does not answer",
                allowableValues = {"live", "last_known", "history"})
        String origin,

        @Schema(
                description =
                        "Where a price was set. accepted: it is the latest; repeated: it was known; backfilled: a newer"
                                + " one is known, and it was recorded in the history only",
                allowableValues = {"accepted", "repeated", "backfilled"})
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String verdict) {

    /** The prices that were asked for. */
    @Schema(name = "Prices")
    record Many(
            List<PriceAnswer> results,

            @Schema(description = "The tickers of which no price is known", example = "[\"TCS\"]")
            List<String> unknown) {}

    static PriceAnswer of(KnownQuote known, Instant now) {
        return of(known.quote(), known.origin(), null, now);
    }

    /** @param verdict null where the price was only asked for */
    static PriceAnswer of(Quote quote, KnownQuote.Origin origin, @Nullable QuoteDecision verdict, Instant now) {
        return new PriceAnswer(
                quote.ticker().value(),
                quote.price().toString(),
                quote.currency().value(),
                quote.time(),
                quote.age(now).toSeconds(),
                quote.source().value(),
                origin.name().toLowerCase(Locale.ROOT),
                verdict == null ? null : verdict.wireName());
    }
}
