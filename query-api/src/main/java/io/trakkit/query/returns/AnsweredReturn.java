package io.trakkit.query.returns;

import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.json.Json;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A return with its JSON and entity tag, which are made once for as long as the answer is remembered.
 *
 * @param cash empty while it is not tracked
 * @param json the schema Returns of docs/openapi.yaml, never changed
 */
@SuppressWarnings("ArrayRecordComponent")
record AnsweredReturn(WrittenReturn written, Optional<Cash.Valued> cash, byte[] json, EntityTag tag) {

    /**
     * The answer about a portfolio.
     *
     * @param cash empty while it is not tracked
     * @param asOf null for the present
     */
    static AnsweredReturn of(
            WrittenReturn written, Optional<Cash.Valued> cash, CurrencyCode currency, @Nullable Instant asOf) {
        byte[] json = Json.answers().writeValueAsBytes(Returns.of(written, cash, currency, asOf));
        return new AnsweredReturn(written, cash, json, EntityTag.of(json));
    }
}
