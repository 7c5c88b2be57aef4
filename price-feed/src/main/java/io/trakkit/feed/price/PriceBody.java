package io.trakkit.feed.price;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.event.QuoteCodec;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Readers;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A price that a person enters.
 *
 * @param anyPrice whether it may differ from the previous price by any factor
 */
record PriceBody(Quote quote, boolean anyPrice) {

    private static final PriceSourceName MANUAL = new PriceSourceName("manual");

    /** @throws ProblemException if the body is not a valid price */
    static PriceBody read(ObjectNode body, Ticker ticker, QuoteDefaults defaults, Instant now) {
        Fields fields = Fields.of(body);
        var price = fields.required("price", DomainReaders.QUOTED_PRICE);
        var asOf = fields.optional("as_of", Readers.TIME);
        var currency = fields.optional("currency", QuoteCodec.CURRENCY);
        Optional<Instant> adjustedAt = QuoteCodec.adjustedAt(fields, now, defaults);
        if (adjustedAt.filter(now::isBefore).isPresent()) {
            fields.error("adjusted_at", "must not be in the future");
        }
        var acceptJump = fields.optional("accept_jump", Readers.BOOLEAN);
        fields.noOthers();
        if (price == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return new PriceBody(
                new Quote(
                        ticker,
                        price,
                        currency == null ? defaults.currency() : currency,
                        asOf == null ? now : asOf,
                        MANUAL,
                        adjustedAt),
                acceptJump != null && acceptJump);
    }
}
