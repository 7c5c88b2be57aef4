package io.trakkit.wire.trade;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of an activity on the wire, for requests, events and answers. Which of them an activity has depends on its type.
 * Fields that trades have as well are named and read as in {@link TradeFields}.
 */
public final class ActivityFields {

    public static final String REF_ID = TradeFields.REF_ID.name();
    public static final String USER_ID = TradeFields.USER_ID.name();
    public static final String PORTFOLIO = TradeFields.PORTFOLIO.name();
    public static final String TYPE = "type";
    public static final String TICKER = TradeFields.TICKER.name();
    public static final String VOLUME = TradeFields.VOLUME.name();
    public static final String TOTAL = "total";
    public static final String PER_UNIT = "per_unit";

    /** The total of a cash_in_lieu: its proceeds. */
    public static final String AMOUNT = TradeFields.PRICE.name();

    /** The total of a transfer_in. */
    public static final String COST = "cost";

    public static final String NUMERATOR = "numerator";
    public static final String DENOMINATOR = "denominator";
    public static final String WHOLE = "whole";
    public static final String TAX = TradeFields.TAX.name();
    public static final String CURRENCY = StatedCurrency.CURRENCY;
    public static final String FX_RATE = StatedCurrency.FX_RATE;
    public static final String STATUS = TradeFields.STATUS.name();
    public static final String EXECUTED_AT = TradeFields.EXECUTED_AT.name();

    /** The fields that depend on the type, in the order in which they are written. */
    public static final List<String> OF_TYPES =
            List.of(VOLUME, TOTAL, PER_UNIT, AMOUNT, COST, NUMERATOR, DENOMINATOR, WHOLE, TAX, CURRENCY, FX_RATE);

    /** All fields, in the order in which they are written. */
    public static final List<String> ALL = Stream.of(
                    Stream.of(REF_ID, USER_ID, PORTFOLIO, TYPE, TICKER),
                    OF_TYPES.stream(),
                    Stream.of(STATUS, EXECUTED_AT))
            .flatMap(names -> names)
            .toList();

    private static final List<String> NOT_AMENDABLE = List.of(REF_ID, USER_ID, PORTFOLIO, TYPE, TICKER);

    private static final String FEE = TradeFields.FEE.name();

    /** What a sender who knows trades may take for a field of activities. */
    private static final List<String> OF_TRADES =
            List.of(TradeFields.SIDE.name(), TradeFields.SECURITY_TYPE.name(), TradeFields.ISIN.name(), FEE);

    private ActivityFields() {}

    /** The fields that activities of the type have beside those of all activities. */
    public static List<String> of(ActivityType type) {
        List<String> terms = switch (type) {
            case DIVIDEND, RETURN_OF_CAPITAL, COST_ADJUSTMENT -> List.of(PER_UNIT, TOTAL);
            case SPLIT -> List.of(NUMERATOR, DENOMINATOR);
            case BONUS -> List.of(VOLUME, NUMERATOR, DENOMINATOR, WHOLE);
            case CASH_IN_LIEU, TRANSFER_IN -> List.of(VOLUME, ActivityTerms.totalName(type));
            case TRANSFER_OUT -> List.of(VOLUME);
            case DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> List.of(TOTAL);
        };
        return Stream.of(
                        terms.stream(),
                        type.isTaxed() ? Stream.of(TAX) : Stream.<String>empty(),
                        type.movesMoney() ? Stream.of(CURRENCY, FX_RATE) : Stream.<String>empty())
                .flatMap(names -> names)
                .toList();
    }

    /**
     * Reads an activity as a caller states it. Errors are added to the fields.
     *
     * @param refId reads or makes the ref_id; null after it added an error
     * @param executedAt reads or makes the time; null after it added an error
     * @return null if a field that every activity of its type has is missing or wrong; check {@link Fields#ok()} as well: an
     *     optional field may be wrong
     */
    public static @Nullable Stated<Activity> read(
            Fields fields, Supplier<@Nullable RefId> refId, Supplier<@Nullable Instant> executedAt) {
        Activity activity = readUnconverted(fields, refId, executedAt, true);
        StatedCurrency currency = StatedCurrency.read(fields);
        return activity == null || !fields.ok()
                ? null
                : Stated.checked(
                        fields,
                        currency,
                        Optional.of(activity.executedAt()),
                        conversion -> withConversion(activity, conversion));
    }

    /** Reads the activity of an event, whose conversion is complete; otherwise as {@link #read}. */
    public static @Nullable Activity readComplete(Fields fields) {
        Activity activity = readUnconverted(
                fields,
                () -> TradeFields.required(fields, TradeFields.REF_ID),
                () -> TradeFields.required(fields, TradeFields.EXECUTED_AT),
                false);
        Optional<Conversion> conversion = StatedCurrency.readConversion(fields);
        return activity == null || !fields.ok() ? null : fields.check(() -> withConversion(activity, conversion));
    }

    /** @param strict whether a field that activities of another type have is an error */
    private static @Nullable Activity readUnconverted(
            Fields fields, Supplier<@Nullable RefId> refId, Supplier<@Nullable Instant> executedAt, boolean strict) {
        RefId given = refId.get();
        UserId user = TradeFields.required(fields, TradeFields.USER_ID);
        PortfolioId portfolio = TradeFields.required(fields, TradeFields.PORTFOLIO);
        ActivityType type = fields.required(TYPE, DomainReaders.ACTIVITY_TYPE);
        Ticker ticker = type == null ? TradeFields.optional(fields, TradeFields.TICKER) : readTicker(fields, type);
        ActivityTerms terms = type == null ? null : readTerms(fields, type);
        if (strict) {
            refuseOtherTypes(fields, type);
        }
        Money tax = type != null && type.isTaxed() ? TradeFields.optional(fields, TradeFields.TAX) : null;
        TradeStatus status = TradeFields.optional(fields, TradeFields.STATUS);
        Instant executed = executedAt.get();
        if (given == null || user == null || portfolio == null || terms == null || executed == null || !fields.ok()) {
            return null;
        }
        return fields.check(() -> new Activity(
                given,
                user,
                portfolio,
                Optional.ofNullable(ticker),
                terms,
                status == null ? TradeStatus.SUCCESS : status,
                executed,
                tax == null ? Money.ZERO : tax,
                Optional.empty()));
    }

    private static @Nullable Ticker readTicker(Fields fields, ActivityType type) {
        if (!type.isOfCash()) {
            return TradeFields.required(fields, TradeFields.TICKER);
        }
        return fields.optional(TICKER, _ -> {
            throw new InvalidValueException("must be left out: " + one(type) + " is about cash");
        });
    }

    private static Activity withConversion(Activity activity, Optional<Conversion> conversion) {
        return conversion.isEmpty()
                ? activity
                : new Activity(
                        activity.refId(),
                        activity.user(),
                        activity.portfolio(),
                        activity.ticker(),
                        activity.terms(),
                        activity.status(),
                        activity.executedAt(),
                        activity.tax(),
                        conversion);
    }

    /** Makes an error of each field that only trades or activities of other types have. */
    private static void refuseOtherTypes(Fields fields, @Nullable ActivityType type) {
        List<String> own = type == null ? OF_TYPES : of(type);
        Stream.concat(OF_TYPES.stream(), OF_TRADES.stream())
                .filter(name -> !own.contains(name))
                .forEach(name -> fields.optional(name, _ -> {
                    throw new InvalidValueException(
                            "is not a field of " + one(type) + (name.equals(FEE) ? ": post it as a charge" : ""));
                }));
        if (type == null) {
            // What the fields must be is not known; they are known fields all the same.
            OF_TYPES.forEach(name -> fields.optional(name, value -> value));
        }
    }

    /**
     * Reads the terms of an activity or a corporate action of that type. Errors are added to the fields.
     *
     * @return null if a field is missing or wrong
     */
    public static @Nullable ActivityTerms readTerms(Fields fields, ActivityType type) {
        int before = fields.errors().size();
        Volume volume = null;
        BigDecimal total = null;
        BigDecimal perUnit = null;
        Ratio ratio = null;
        boolean whole = false;
        switch (type) {
            case DIVIDEND, RETURN_OF_CAPITAL, COST_ADJUSTMENT -> {
                total = fields.optional(TOTAL, money(type));
                perUnit = fields.optional(PER_UNIT, money(type));
                if (fields.has(TOTAL) && fields.has(PER_UNIT)) {
                    fields.error(TOTAL, "must be left out beside per_unit: " + one(type) + " has one of them");
                } else if (!fields.has(TOTAL) && !fields.has(PER_UNIT)) {
                    fields.error(PER_UNIT, "is missing: " + one(type) + " needs per_unit or total");
                }
            }
            case SPLIT -> {
                ratio = readRatio(fields);
                requireRatio(fields, "a split needs numerator and denominator");
            }
            case BONUS -> {
                volume = fields.optional(VOLUME, DomainReaders.VOLUME);
                ratio = readRatio(fields);
                Boolean wholeUnits = fields.optional(WHOLE, Readers.BOOLEAN);
                whole = wholeUnits != null && wholeUnits;
                checkBonus(fields, whole);
            }
            case CASH_IN_LIEU, TRANSFER_IN -> {
                volume = readVolume(fields, type);
                total = readTotal(fields, type);
            }
            case TRANSFER_OUT -> volume = readVolume(fields, type);
            case DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> total = readTotal(fields, type);
        }
        if (fields.errors().size() > before) {
            return null;
        }
        Optional<Volume> units = Optional.ofNullable(volume);
        Optional<BigDecimal> money = Optional.ofNullable(total);
        Optional<BigDecimal> moneyPerUnit = Optional.ofNullable(perUnit);
        Optional<Ratio> newUnits = Optional.ofNullable(ratio);
        boolean wholeOnly = whole;
        return fields.check(() -> new ActivityTerms(type, units, money, moneyPerUnit, newUnits, wholeOnly));
    }

    private static void checkBonus(Fields fields, boolean whole) {
        boolean hasRatio = fields.has(NUMERATOR) || fields.has(DENOMINATOR);
        if (fields.has(VOLUME) && hasRatio) {
            fields.error(
                    VOLUME, "must be left out beside numerator and denominator: a bonus has either volume or a ratio");
        } else if (!fields.has(VOLUME) && !hasRatio) {
            fields.error(VOLUME, "is missing: a bonus needs volume, or numerator and denominator");
        } else if (hasRatio) {
            requireRatio(fields, "the ratio of a bonus needs numerator and denominator");
        } else if (whole) {
            fields.error(WHOLE, "must be left out beside volume: it drops the fractions of a ratio");
        }
    }

    private static @Nullable Volume readVolume(Fields fields, ActivityType type) {
        return readNeeded(fields, VOLUME, DomainReaders.VOLUME, type);
    }

    private static @Nullable BigDecimal readTotal(Fields fields, ActivityType type) {
        return readNeeded(fields, ActivityTerms.totalName(type), money(type), type);
    }

    private static <T> @Nullable T readNeeded(Fields fields, String name, Reader<T> reader, ActivityType type) {
        T value = fields.optional(name, reader);
        if (!fields.has(name)) {
            fields.error(name, "is missing: " + one(type) + " needs " + needs(type));
        }
        return value;
    }

    private static String needs(ActivityType type) {
        return of(type).stream()
                .filter(name -> name.equals(VOLUME) || name.equals(ActivityTerms.totalName(type)))
                .collect(Collectors.joining(" and "));
    }

    private static Reader<BigDecimal> money(ActivityType type) {
        return ActivityTerms.canBeNegative(type) ? DomainReaders.SIGNED_MONEY : DomainReaders.MONEY.map(Money::value);
    }

    private static @Nullable Ratio readRatio(Fields fields) {
        BigDecimal numerator = fields.optional(NUMERATOR, DomainReaders.RATIO_PART);
        BigDecimal denominator = fields.optional(DENOMINATOR, DomainReaders.RATIO_PART);
        return numerator == null || denominator == null ? null : new Ratio(numerator, denominator);
    }

    /** Makes an error of each part that is missing. */
    private static void requireRatio(Fields fields, String why) {
        Stream.of(NUMERATOR, DENOMINATOR)
                .filter(name -> !fields.has(name))
                .forEach(name -> fields.error(name, "is missing: " + why));
    }

    private static String one(@Nullable ActivityType type) {
        return type == null ? "an activity" : (type == ActivityType.INTEREST ? "an " : "a ") + type.wireName();
    }

    /**
     * Reads an amendment of an activity of that type as a caller states it. Errors are added to the fields.
     *
     * @param whole whether the terms and the status must all be there
     * @param executedAt reads the time if there is one
     * @return null if a field is wrong, or none is there
     */
    public static @Nullable Stated<ActivityAmendment> readAmendment(
            Fields fields, ActivityType type, boolean whole, Supplier<@Nullable Instant> executedAt) {
        Parts parts = whole ? Parts.of(readTerms(fields, type), fields) : readParts(fields, type);
        refuseOtherTypes(fields, type);
        Money tax = type.isTaxed() ? TradeFields.optional(fields, TradeFields.TAX) : null;
        StatedCurrency currency = type.movesMoney() ? StatedCurrency.read(fields) : StatedCurrency.NONE;
        TradeStatus status = whole
                ? TradeFields.required(fields, TradeFields.STATUS)
                : TradeFields.optional(fields, TradeFields.STATUS);
        Optional<Instant> executed = Optional.ofNullable(executedAt.get());
        NOT_AMENDABLE.forEach(name -> fields.optional(name, _ -> {
            throw new InvalidValueException("can't be amended; only " + amendable(type) + " can");
        }));
        fields.noOthers();
        return fields.ok()
                ? Stated.checked(
                        fields,
                        currency,
                        executed,
                        conversion -> new ActivityAmendment(
                                parts.volume,
                                parts.total,
                                parts.perUnit,
                                parts.ratio,
                                parts.whole,
                                Optional.ofNullable(tax),
                                conversion,
                                Optional.ofNullable(status),
                                executed))
                : null;
    }

    private static String amendable(ActivityType type) {
        return Stream.concat(of(type).stream(), Stream.of(STATUS)).collect(Collectors.joining(", ")) + " and "
                + EXECUTED_AT;
    }

    /** The terms of an amendment: any of them. */
    private record Parts(
            Optional<Volume> volume,
            Optional<BigDecimal> total,
            Optional<BigDecimal> perUnit,
            Optional<Ratio> ratio,
            Optional<Boolean> whole) {

        private static final Parts NONE =
                new Parts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        static Parts of(@Nullable ActivityTerms terms, Fields fields) {
            return terms == null
                    ? NONE
                    : new Parts(
                            terms.volume(),
                            terms.total(),
                            terms.perUnit(),
                            terms.ratio(),
                            fields.has(WHOLE) ? Optional.of(terms.whole()) : Optional.empty());
        }
    }

    private static Parts readParts(Fields fields, ActivityType type) {
        List<String> own = of(type);
        Volume volume = own.contains(VOLUME) ? fields.optional(VOLUME, DomainReaders.VOLUME) : null;
        String totalName = ActivityTerms.totalName(type);
        BigDecimal total = own.contains(totalName) ? fields.optional(totalName, money(type)) : null;
        BigDecimal perUnit = own.contains(PER_UNIT) ? fields.optional(PER_UNIT, money(type)) : null;
        Ratio ratio = null;
        Boolean whole = null;
        if (own.contains(PER_UNIT) && fields.has(totalName) && fields.has(PER_UNIT)) {
            fields.error(TOTAL, "must be left out beside per_unit: " + one(type) + " has one of them");
        }
        if (own.contains(NUMERATOR)) {
            ratio = readRatio(fields);
            if (fields.has(NUMERATOR) || fields.has(DENOMINATOR)) {
                requireRatio(fields, "both parts of a ratio are amended together");
            }
        }
        if (own.contains(WHOLE)) {
            whole = fields.optional(WHOLE, Readers.BOOLEAN);
            if (fields.has(VOLUME) && (fields.has(NUMERATOR) || fields.has(DENOMINATOR))) {
                checkBonus(fields, false);
            }
        }
        return new Parts(
                Optional.ofNullable(volume),
                Optional.ofNullable(total),
                Optional.ofNullable(perUnit),
                Optional.ofNullable(ratio),
                Optional.ofNullable(whole));
    }

    /** Reads the amendment of an event, which does not say the type; null if a field is wrong, or none is there. */
    public static @Nullable ActivityAmendment readCompleteAmendment(Fields fields) {
        Volume volume = fields.optional(VOLUME, DomainReaders.VOLUME);
        BigDecimal total = fields.optional(TOTAL, DomainReaders.SIGNED_MONEY);
        BigDecimal perUnit = fields.optional(PER_UNIT, DomainReaders.SIGNED_MONEY);
        Ratio ratio = readRatio(fields);
        if (fields.has(NUMERATOR) || fields.has(DENOMINATOR)) {
            requireRatio(fields, "both parts of a ratio are amended together");
        }
        Boolean whole = fields.optional(WHOLE, Readers.BOOLEAN);
        Money tax = TradeFields.optional(fields, TradeFields.TAX);
        Optional<Conversion> conversion = StatedCurrency.readConversion(fields);
        TradeStatus status = TradeFields.optional(fields, TradeFields.STATUS);
        Instant executedAt = TradeFields.optional(fields, TradeFields.EXECUTED_AT);
        return fields.ok()
                ? fields.check(() -> new ActivityAmendment(
                        Optional.ofNullable(volume),
                        Optional.ofNullable(total),
                        Optional.ofNullable(perUnit),
                        Optional.ofNullable(ratio),
                        Optional.ofNullable(whole),
                        Optional.ofNullable(tax),
                        conversion,
                        Optional.ofNullable(status),
                        Optional.ofNullable(executedAt)))
                : null;
    }

    /** Writes the fields of an activity into an object, as an event has them. */
    public static void write(ObjectNode json, Activity activity) {
        json.put(REF_ID, activity.refId().value())
                .put(USER_ID, activity.user().value())
                .put(PORTFOLIO, activity.portfolio().value())
                .put(TYPE, activity.type().wireName());
        activity.ticker().ifPresent(ticker -> json.put(TICKER, ticker.value()));
        ActivityTerms terms = activity.terms();
        writeTerms(
                json,
                ActivityTerms.totalName(terms.type()),
                terms.volume(),
                terms.total(),
                terms.perUnit(),
                terms.ratio());
        if (terms.whole()) {
            json.put(WHOLE, true);
        }
        if (!activity.tax().isZero()) {
            json.put(TAX, activity.tax().toString());
        }
        writeConversion(json, activity.conversion());
        json.put(STATUS, activity.status().wireName()).put(EXECUTED_AT, Json.text(activity.executedAt()));
    }

    /** Writes the fields that an amendment changes into an object, as an event has them. */
    public static void write(ObjectNode json, ActivityAmendment amendment) {
        writeTerms(json, TOTAL, amendment.volume(), amendment.total(), amendment.perUnit(), amendment.ratio());
        amendment.whole().ifPresent(whole -> json.put(WHOLE, whole));
        amendment.tax().ifPresent(tax -> json.put(TAX, tax.toString()));
        writeConversion(json, amendment.conversion());
        amendment.status().ifPresent(status -> json.put(STATUS, status.wireName()));
        amendment.executedAt().ifPresent(time -> json.put(EXECUTED_AT, Json.text(time)));
    }

    private static void writeTerms(
            ObjectNode json,
            String totalName,
            Optional<Volume> volume,
            Optional<BigDecimal> total,
            Optional<BigDecimal> perUnit,
            Optional<Ratio> ratio) {
        volume.ifPresent(units -> json.put(VOLUME, units.value()));
        total.ifPresent(money -> json.put(totalName, money.toPlainString()));
        perUnit.ifPresent(money -> json.put(PER_UNIT, money.toPlainString()));
        ratio.ifPresent(parts -> json.put(NUMERATOR, parts.numerator()).put(DENOMINATOR, parts.denominator()));
    }

    private static void writeConversion(ObjectNode json, Optional<Conversion> conversion) {
        conversion.ifPresent(given -> json.put(CURRENCY, given.currency().value())
                .put(FX_RATE, given.rate().toString()));
        StatedCurrency.writeLookedUp(json, conversion);
    }
}
