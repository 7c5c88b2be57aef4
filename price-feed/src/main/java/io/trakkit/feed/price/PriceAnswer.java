package io.trakkit.feed.price;

import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.domain.Quote;
import io.trakkit.prices.KnownQuote;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

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
                        "live: it is the latest; last_known and history: Redis does not say, and there may be a newer one",
                allowableValues = {"live", "last_known", "history"})
        String origin) {

    /** The prices that were asked for. */
    @Schema(name = "Prices")
    record Many(
            List<PriceAnswer> results,

            @Schema(description = "The tickers of which no price is known", example = "[\"TCS\"]")
            List<String> unknown) {}

    static PriceAnswer of(KnownQuote known, Instant now) {
        Quote quote = known.quote();
        return new PriceAnswer(
                quote.ticker().value(),
                quote.price().toString(),
                quote.currency().value(),
                quote.time(),
                quote.age(now).toSeconds(),
                quote.source().value(),
                known.origin().name().toLowerCase(Locale.ROOT));
    }
}
