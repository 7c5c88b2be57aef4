package io.trakkit.domain.trade;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an issuer does to all holders of a security: a split, a bonus issue, a dividend or a return of capital per unit. It is
 * part of every position of the client in that ticker, and changes no trade.
 *
 * @param id unique per client among its corporate actions
 * @param exDate the first day on which the security trades without the right; empty where the caller gave a time
 * @param effectiveAt its place in time: 00:00 UTC of the ex date, or the time that the caller gave
 * @param currency of its money; empty: that of each portfolio
 * @param rates by the currency of a portfolio, units of it per unit of {@code currency}; a portfolio in any other currency gets
 *     no money
 * @param withdrawn whether it counts for nothing; it can be recorded again
 * @param version the number of its records in the log, from 1 on
 */
public record CorporateAction(
        ClientId client,
        RefId id,
        Ticker ticker,
        ActivityTerms terms,
        Optional<LocalDate> exDate,
        Instant effectiveAt,
        Optional<CurrencyCode> currency,
        SortedMap<String, FxRate> rates,
        boolean withdrawn,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** The types that corporate actions have. */
    public static final Set<ActivityType> TYPES = Collections.unmodifiableSet(
            EnumSet.of(ActivityType.SPLIT, ActivityType.BONUS, ActivityType.DIVIDEND, ActivityType.RETURN_OF_CAPITAL));

    /**
     * @throws InvalidValueException if the type or its fields cannot be those of all holders, or a time is out of its span
     */
    public CorporateAction {
        rates = new TreeMap<>(rates);
        checkType(terms.type());
        if (terms.type().movesMoney() && terms.perUnit().isEmpty()) {
            throw new InvalidValueException("a corporate " + terms.type().wireName() + " needs per_unit");
        }
        if (terms.type() == ActivityType.BONUS && terms.ratio().isEmpty()) {
            throw new InvalidValueException("a corporate bonus needs numerator and denominator");
        }
        if (!terms.type().movesMoney() && currency.isPresent()) {
            throw new InvalidValueException("a " + terms.type().wireName() + " has no currency");
        }
        Times.checked(effectiveAt);
        if (exDate.isPresent() && !startOf(exDate.get()).equals(effectiveAt)) {
            throw new IllegalArgumentException("The ex date " + exDate.get() + " is not " + effectiveAt);
        }
    }

    private static void checkType(ActivityType type) {
        if (!TYPES.contains(type)) {
            throw new InvalidValueException(
                    "must be split, bonus, dividend or return_of_capital, not " + type.wireName());
        }
    }

    /** The time at which a day begins for corporate actions. */
    public static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The same action with these rates. */
    public CorporateAction withRates(SortedMap<String, FxRate> fixed) {
        return new CorporateAction(
                client,
                id,
                ticker,
                terms,
                exDate,
                effectiveAt,
                currency,
                fixed,
                withdrawn,
                version,
                createdAt,
                updatedAt);
    }

    public TradeOrder tradeOrder() {
        return new TradeOrder(effectiveAt, Rank.CORPORATE_ACTION, id);
    }

    /** Whether it counts in portfolios of that currency. */
    public boolean countsIn(CurrencyCode portfolio) {
        return !withdrawn
                && currency.map(own -> own.equals(portfolio) || rates.containsKey(portfolio.value()))
                        .orElse(true);
    }

    /**
     * The conversion of its money into the currency of a portfolio in which it {@linkplain #countsIn counts}; empty where there
     * is nothing to convert.
     */
    public Optional<Conversion> conversionInto(CurrencyCode portfolio) {
        return currency.filter(own -> !own.equals(portfolio))
                .map(own -> new Conversion(own, Objects.requireNonNull(rates.get(portfolio.value()))));
    }
}
