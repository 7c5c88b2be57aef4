package io.trakkit.feed.fx;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.prices.FxRates.KnownRate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An exchange rate in answers: the schema FxRate of docs/openapi.yaml. */
record FxRateAnswer(
        String base,
        String quote,
        String rate,
        Instant time,
        String source,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String verdict) {

    /** @param verdict null if the request only reads the rate */
    static FxRateAnswer of(CurrencyCode base, CurrencyCode quote, KnownRate known, @Nullable String verdict) {
        return new FxRateAnswer(
                base.value(),
                quote.value(),
                known.rate().toString(),
                known.time(),
                known.source().value(),
                verdict);
    }
}
