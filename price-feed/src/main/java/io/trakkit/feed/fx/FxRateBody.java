package io.trakkit.feed.fx;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.store.prices.FxRates.KnownRate;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Readers;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * A rate that a person enters.
 *
 * @param anyRate whether it may differ from the previous rate by any factor
 */
record FxRateBody(KnownRate rate, boolean anyRate) {

    private static final PriceSourceName MANUAL = new PriceSourceName("manual");

    /** @throws ProblemException if the body is not a valid rate */
    static FxRateBody read(ObjectNode body, QuoteRules rules, Instant now) {
        Fields fields = Fields.of(body);
        FxRate rate = fields.required("rate", DomainReaders.FX_RATE);
        Instant asOf = fields.optional("as_of", Readers.TIME.map(time -> atMostNow(time, rules, now)));
        Boolean acceptJump = fields.optional("accept_jump", Readers.BOOLEAN);
        fields.noOthers();
        if (rate == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return new FxRateBody(new KnownRate(rate, asOf == null ? now : asOf, MANUAL), acceptJump != null && acceptJump);
    }

    /** A time slightly ahead of our clock counts as now. */
    private static Instant atMostNow(Instant time, QuoteRules rules, Instant now) {
        if (time.isAfter(now.plus(rules.leeway()))) {
            throw new InvalidValueException("must not be in the future");
        }
        return time.isAfter(now) ? now : time;
    }
}
