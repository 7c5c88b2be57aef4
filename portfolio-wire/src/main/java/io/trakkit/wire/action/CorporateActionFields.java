package io.trakkit.wire.action;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Ratio;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import io.trakkit.wire.trade.ActivityFields;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a corporate action that requests, records of the log and answers share. */
public final class CorporateActionFields {

    /** The first day without the right. */
    public static final String EX_DATE = "ex_date";

    /** The time from which it counts, where it is not the beginning of a day. */
    public static final String EFFECTIVE_AT = "effective_at";

    /** Numerator and denominator as text; in answers only. */
    public static final String RATIO = "ratio";

    private static final String STATUS_NAME = "status";
    private static final String ACTIVE = "active";
    private static final String WITHDRAWN = "withdrawn";

    public static final Reader<ActivityType> TYPE = Readers.TEXT.map(CorporateActionFields::type);

    /** Whether the action is withdrawn. */
    public static final Reader<Boolean> STATUS = Readers.TEXT.map(CorporateActionFields::isWithdrawn);

    public static final Reader<LocalDate> DATE = Readers.DAY;

    private CorporateActionFields() {}

    /** @throws InvalidValueException if it is not a type of corporate actions */
    public static ActivityType type(String name) {
        return CorporateAction.TYPES.stream()
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(
                        "must be split, bonus, dividend or return_of_capital, not " + Readers.quoted(name)));
    }

    /** @throws InvalidValueException if it is no status */
    public static boolean isWithdrawn(String text) {
        return switch (text) {
            case ACTIVE -> false;
            case WITHDRAWN -> true;
            default -> throw new InvalidValueException("must be active or withdrawn, not " + Readers.quoted(text));
        };
    }

    /** The place of an action in time. */
    public record Effect(Optional<LocalDate> exDate, Instant at) {}

    /** Reads ex_date or effective_at; null after it added an error, or where both are missing and may be. */
    public static @Nullable Effect effect(Fields fields, boolean required) {
        LocalDate exDate = fields.optional(EX_DATE, DATE);
        Instant at = fields.optional(EFFECTIVE_AT, Readers.TIME);
        if (fields.has(EX_DATE) && fields.has(EFFECTIVE_AT)) {
            fields.error(EFFECTIVE_AT, "must be left out beside ex_date: an action has one of them");
            return null;
        }
        if (required && !fields.has(EX_DATE) && !fields.has(EFFECTIVE_AT)) {
            fields.error(EX_DATE, "is missing: an action needs ex_date or effective_at");
        }
        if (exDate != null) {
            return new Effect(Optional.of(exDate), CorporateAction.startOf(exDate));
        }
        return at == null ? null : new Effect(Optional.empty(), at);
    }

    /**
     * Reads what the action does. Errors are added to the fields.
     *
     * @param before the terms in whose place they come, whose fields stay where the caller names none; null for a new action
     * @return null after it added an error
     */
    public static @Nullable ActivityTerms terms(Fields fields, ActivityType type, @Nullable ActivityTerms before) {
        int errorsBefore = fields.errors().size();
        Optional<ActivityTerms> former = Optional.ofNullable(before);
        Optional<BigDecimal> perUnit = Optional.empty();
        Optional<Ratio> ratio = Optional.empty();
        boolean whole = false;
        if (type.movesMoney()) {
            perUnit = read(
                    fields,
                    ActivityFields.PER_UNIT,
                    DomainReaders.MONEY.map(Money::value),
                    type,
                    former.flatMap(ActivityTerms::perUnit));
        } else {
            Optional<Ratio> formerRatio = former.flatMap(ActivityTerms::ratio);
            Optional<BigDecimal> numerator = read(
                    fields,
                    ActivityFields.NUMERATOR,
                    DomainReaders.RATIO_PART,
                    type,
                    formerRatio.map(Ratio::numerator));
            Optional<BigDecimal> denominator = read(
                    fields,
                    ActivityFields.DENOMINATOR,
                    DomainReaders.RATIO_PART,
                    type,
                    formerRatio.map(Ratio::denominator));
            if (numerator.isPresent() && denominator.isPresent()) {
                ratio = Optional.of(new Ratio(numerator.get(), denominator.get()));
            }
        }
        if (type == ActivityType.BONUS) {
            Boolean stated = fields.optional(ActivityFields.WHOLE, Readers.BOOLEAN);
            whole = stated != null ? stated : before != null && before.whole();
        }
        return fields.errors().size() > errorsBefore
                ? null
                : new ActivityTerms(type, Optional.empty(), Optional.empty(), perUnit, ratio, whole);
    }

    private static <T> Optional<T> read(
            Fields fields, String name, Reader<T> reader, ActivityType type, Optional<T> former) {
        if (fields.has(name)) {
            return Optional.ofNullable(fields.optional(name, reader));
        }
        if (former.isEmpty()) {
            fields.error(name, "is missing: a corporate " + type.wireName() + " needs " + needs(type));
        }
        return former;
    }

    private static String needs(ActivityType type) {
        return type.movesMoney()
                ? ActivityFields.PER_UNIT
                : ActivityFields.NUMERATOR + " and " + ActivityFields.DENOMINATOR;
    }

    /** Makes an error of each field that activities of other types, or of one portfolio, have. */
    public static void refuseOthers(Fields fields, ActivityType type) {
        List<String> own = of(type);
        ActivityFields.OF_TYPES.stream()
                .filter(name -> !own.contains(name))
                .forEach(name -> fields.optional(name, _ -> {
                    throw new InvalidValueException("is not a field of a corporate " + type.wireName() + ", which has "
                            + String.join(", ", own));
                }));
    }

    /** The fields that corporate actions of the type have beside those of all. */
    private static List<String> of(ActivityType type) {
        if (type.movesMoney()) {
            return List.of(ActivityFields.PER_UNIT, ActivityFields.CURRENCY, ActivityFields.FX_RATE);
        }
        return type == ActivityType.BONUS
                ? List.of(ActivityFields.NUMERATOR, ActivityFields.DENOMINATOR, ActivityFields.WHOLE)
                : List.of(ActivityFields.NUMERATOR, ActivityFields.DENOMINATOR);
    }

    /** Writes an action as answers have it: the ratio also as text, since its parts can have more digits than a JSON reader keeps. */
    public static ObjectNode answer(ObjectNode json, CorporateAction action) {
        return write(json, action, true);
    }

    /** Writes an action as records of the log have it. */
    public static ObjectNode write(ObjectNode json, CorporateAction action) {
        return write(json, action, false);
    }

    private static ObjectNode write(ObjectNode json, CorporateAction action, boolean isAnswer) {
        json.put("action_id", action.id().value())
                .put("ticker", action.ticker().value())
                .put("type", action.terms().type().wireName());
        action.terms().perUnit().ifPresent(money -> json.put("per_unit", money.toPlainString()));
        action.terms().ratio().ifPresent(ratio -> {
            json.put("numerator", ratio.numerator());
            json.put("denominator", ratio.denominator());
            if (isAnswer) {
                json.put(RATIO, ratio.toString());
            }
        });
        if (action.terms().whole()) {
            json.put("whole", true);
        }
        action.exDate().ifPresent(day -> json.put(EX_DATE, day.toString()));
        json.put(EFFECTIVE_AT, Json.text(action.effectiveAt()));
        action.currency().ifPresent(code -> json.put("currency", code.value()));
        if (!action.rates().isEmpty()) {
            ObjectNode rates = json.putObject("rates");
            action.rates().forEach((code, rate) -> rates.put(code, rate.toString()));
        }
        return json.put(STATUS_NAME, action.withdrawn() ? WITHDRAWN : ACTIVE)
                .put("version", action.version())
                .put("created_at", Json.text(action.createdAt()))
                .put("updated_at", Json.text(action.updatedAt()));
    }
}
