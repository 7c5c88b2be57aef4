package io.trakkit.wire.action;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ratio;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a corporate action that requests, records of the log and answers share. */
public final class CorporateActionFields {

    private static final String STATUS_NAME = "status";
    private static final String ACTIVE = "active";
    private static final String WITHDRAWN = "withdrawn";

    public static final Reader<ActivityType> TYPE = Readers.TEXT.map(CorporateActionFields::type);

    /** Whether the action is withdrawn. */
    public static final Reader<Boolean> STATUS = Readers.TEXT.map(CorporateActionFields::isWithdrawn);

    public static final Reader<CurrencyCode> CURRENCY = Readers.TEXT.map(CurrencyCode::parse);

    public static final Reader<LocalDate> DATE = Readers.TEXT.map(CorporateActionFields::date);

    /** A part of a ratio. */
    private static final Reader<BigDecimal> PART = Readers.DECIMAL.map(number -> {
        if (number.signum() <= 0) {
            throw new InvalidValueException("must be greater than zero, not " + number.toPlainString());
        }
        return number;
    });

    private CorporateActionFields() {}

    /** @throws InvalidValueException if it is not a type of corporate actions */
    public static ActivityType type(String name) {
        ActivityType type = ActivityType.parse(name);
        CorporateAction.checkType(type);
        return type;
    }

    /** @throws InvalidValueException if it is no status */
    public static boolean isWithdrawn(String text) {
        return switch (text) {
            case ACTIVE -> false;
            case WITHDRAWN -> true;
            default -> throw new InvalidValueException("must be active or withdrawn, not " + Readers.quoted(text));
        };
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException _) {
            throw new InvalidValueException("must be a day such as 2025-06-02, not " + Readers.quoted(text));
        }
    }

    /** The place of an action in time. */
    public record Effect(Optional<LocalDate> exDate, Instant at) {}

    /** Reads ex_date or effective_at; null after it added an error, or where both are missing and may be. */
    public static @Nullable Effect effect(Fields fields, boolean required) {
        LocalDate exDate = fields.optional("ex_date", DATE);
        Instant at = fields.optional("effective_at", Readers.TIME);
        if (fields.has("ex_date") && fields.has("effective_at")) {
            fields.error("effective_at", "must not be there together with ex_date");
            return null;
        }
        if (exDate != null) {
            return new Effect(Optional.of(exDate), CorporateAction.startOf(exDate));
        }
        if (at == null && required && fields.ok()) {
            fields.error("ex_date", "is missing, and there is no effective_at");
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
        BigDecimal perUnit = fields.optional("per_unit", Readers.DECIMAL);
        BigDecimal numerator = fields.optional("numerator", PART);
        BigDecimal denominator = fields.optional("denominator", PART);
        Boolean whole = fields.optional("whole", Readers.BOOLEAN);
        if (!fields.ok()) {
            return null;
        }
        Optional<Ratio> ratioBefore = before == null ? Optional.empty() : before.ratio();
        BigDecimal n = numerator != null
                ? numerator
                : ratioBefore.map(Ratio::numerator).orElse(null);
        BigDecimal d = denominator != null
                ? denominator
                : ratioBefore.map(Ratio::denominator).orElse(null);
        if ((n == null) != (d == null)) {
            fields.error(n == null ? "numerator" : "denominator", "is missing");
            return null;
        }
        return fields.check(() -> new ActivityTerms(
                type,
                Optional.empty(),
                Optional.empty(),
                perUnit != null ? Optional.of(perUnit) : before == null ? Optional.empty() : before.perUnit(),
                n == null || d == null ? Optional.empty() : Optional.of(new Ratio(n, d)),
                whole != null ? whole : before != null && before.whole()));
    }

    /** Writes an action as records of the log and answers have it. */
    public static ObjectNode write(ObjectNode json, CorporateAction action) {
        json.put("action_id", action.id().value())
                .put("ticker", action.ticker().value())
                .put("type", action.terms().type().wireName());
        action.terms().perUnit().ifPresent(money -> json.put("per_unit", money.toPlainString()));
        action.terms().ratio().ifPresent(ratio -> {
            json.put("numerator", ratio.numerator());
            json.put("denominator", ratio.denominator());
        });
        if (action.terms().whole()) {
            json.put("whole", true);
        }
        action.exDate().ifPresent(day -> json.put("ex_date", day.toString()));
        json.put("effective_at", Json.text(action.effectiveAt()));
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
