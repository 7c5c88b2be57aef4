package io.trakkit.ingest.action;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.action.CorporateActionFields;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.trade.ActivityFields;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of requests about corporate actions. */
final class ActionBodies {

    private ActionBodies() {}

    /**
     * What a caller wants an action to be.
     *
     * @param fxRate units of the client's currency per unit of {@code currency}
     */
    record Wanted(
            RefId id,
            Ticker ticker,
            ActivityTerms terms,
            CorporateActionFields.Effect effect,
            Optional<CurrencyCode> currency,
            Optional<FxRate> fxRate,
            boolean withdrawn) {}

    /**
     * Reads a new action.
     *
     * @param generated makes an action_id where the caller gives none
     * @throws ProblemException if a field is missing or wrong
     */
    static Wanted readNew(ObjectNode body, Supplier<RefId> generated) {
        Fields fields = Fields.of(body);
        RefId id = fields.has("action_id") ? fields.required("action_id", DomainReaders.REF_ID) : generated.get();
        return read(fields, id, null, true);
    }

    /**
     * Reads an action in place of one that is there.
     *
     * @param whole whether all of it must be there, not only what changes
     * @throws ProblemException if a field is missing or wrong
     */
    static Wanted readChange(ObjectNode body, CorporateAction before, boolean whole) {
        Fields fields = Fields.of(body);
        if (fields.has("action_id")) {
            RefId named = fields.required("action_id", DomainReaders.REF_ID);
            if (named != null && !named.equals(before.id())) {
                fields.error("action_id", "can't be changed; the path names " + before.id());
            }
        }
        Wanted wanted = read(fields, before.id(), before, whole);
        if (!whole && body.isEmpty()) {
            throw ProblemException.invalid(List.of(new FieldError("", "must have at least one field to change")));
        }
        return wanted;
    }

    private static Wanted read(Fields fields, @Nullable RefId id, @Nullable CorporateAction before, boolean whole) {
        boolean optional = before != null && !whole;
        Ticker ticker = optional
                ? fields.optional("ticker", DomainReaders.TICKER)
                : fields.required("ticker", DomainReaders.TICKER);
        ActivityType type = optional
                ? fields.optional("type", CorporateActionFields.TYPE)
                : fields.required("type", CorporateActionFields.TYPE);
        CorporateActionFields.Effect effect = CorporateActionFields.effect(fields, !optional);
        CurrencyCode currency = fields.optional(ActivityFields.CURRENCY, DomainReaders.CURRENCY);
        FxRate fxRate = fields.optional(ActivityFields.FX_RATE, DomainReaders.FX_RATE);
        Boolean withdrawn = fields.optional("status", CorporateActionFields.STATUS);
        ActivityTerms former = before == null
                        || whole
                        || (type != null && type != before.terms().type())
                ? null
                : before.terms();
        ActivityType typeNow =
                type != null ? type : before == null ? null : before.terms().type();
        ActivityTerms terms = typeNow == null ? null : CorporateActionFields.terms(fields, typeNow, former);
        if (typeNow != null) {
            CorporateActionFields.refuseOthers(fields, typeNow);
        } else {
            // What the fields must be is not known; they are known fields all the same.
            ActivityFields.OF_TYPES.forEach(name -> fields.optional(name, value -> value));
        }
        boolean keepsCurrency = before != null && !whole && before.currency().isPresent();
        if (fxRate != null && fields.ok() && currency == null && !keepsCurrency) {
            fields.error(
                    ActivityFields.FX_RATE,
                    "must be left out without currency: per_unit is then in the currency of each portfolio");
        }
        fields.noOthers();
        if (!fields.ok() || id == null || terms == null) {
            throw ProblemException.invalid(fields.errors());
        }
        if (before == null || whole) {
            if (ticker == null || effect == null) {
                throw ProblemException.invalid(fields.errors());
            }
            return new Wanted(
                    id,
                    ticker,
                    terms,
                    effect,
                    Optional.ofNullable(currency),
                    Optional.ofNullable(fxRate),
                    withdrawn != null && withdrawn);
        }
        return new Wanted(
                id,
                ticker != null ? ticker : before.ticker(),
                terms,
                effect != null ? effect : new CorporateActionFields.Effect(before.exDate(), before.effectiveAt()),
                terms.type().movesMoney() ? Optional.ofNullable(currency).or(before::currency) : Optional.empty(),
                Optional.ofNullable(fxRate),
                withdrawn != null ? withdrawn : before.withdrawn());
    }
}
