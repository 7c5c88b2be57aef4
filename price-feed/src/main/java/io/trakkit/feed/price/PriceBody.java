package io.trakkit.feed.price;

import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Readers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person says of a price.
 *
 * @param anyPrice whether it may be far from the one before
 */
record PriceBody(Quote quote, boolean anyPrice) {

    private static final PriceSourceName MANUAL = new PriceSourceName("manual");

    /** For the description of the API. */
    @Schema(name = "NewPrice")
    record Described(
            @Schema(
                    description = "Of one unit, a number or a decimal text, more than zero",
                    example = "188.38",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String price,

            @Schema(description = "Of when the price is; now where it is left out") @Nullable
            Instant asOf,

            @Schema(
                    description = "Take it however far it is from the price before, after a split, say",
                    defaultValue = "false")
            @Nullable
            Boolean acceptJump) {}

    /** @throws ProblemException if the body says something else */
    static PriceBody read(ObjectNode body, Ticker ticker, CurrencyCode currency, Instant now) {
        Fields fields = Fields.of(body);
        var price = fields.required("price", DomainReaders.QUOTED_PRICE);
        var asOf = fields.optional("as_of", Readers.TIME);
        var acceptJump = fields.optional("accept_jump", Readers.BOOLEAN);
        fields.noOthers();
        if (price == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return new PriceBody(
                new Quote(ticker, price, currency, asOf == null ? now : asOf, MANUAL),
                acceptJump != null && acceptJump);
    }
}
