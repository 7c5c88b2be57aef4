package io.trakkit.feed.fx;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trakkit.domain.price.CurrencyPair;
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
    static FxRateAnswer of(CurrencyPair pair, KnownRate known, @Nullable String verdict) {
        return new FxRateAnswer(
                pair.base().value(),
                pair.quote().value(),
                known.rate().toString(),
                known.time(),
                known.source().value(),
                verdict);
    }
}
