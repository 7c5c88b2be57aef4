package io.trakkit.ingest.trade;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.store.prices.FxRates;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.trade.Stated;
import io.trakkit.wire.trade.StatedCurrency;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Fixes the currency and the rate of what a caller posts: with the event, they are part of the log, so that no later rate
 * changes a number.
 */
@Component
final class Conversions {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** Rates of a file's records may be so old. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    /** The most rates of each direction of a pair and month that are read ahead; later ones are looked up one by one. */
    private static final int MOST_OF_A_MONTH = 1_000;

    private static final int MOST_REMEMBERED = 100_000;

    /** For files: the rates of a month are read with one statement. */
    private final LoadingCache<Month, FxRates.RateSpan> months = Caffeine.newBuilder()
            .maximumWeight(MOST_REMEMBERED)
            .weigher((Month _, FxRates.RateSpan span) -> 1 + span.rates().size())
            .expireAfterWrite(REMEMBERED)
            .build(this::read);

    private final Database database;
    private final FxRates rates;

    Conversions(Database database, FxRates rates) {
        this.database = database;
        this.rates = rates;
    }

    private record Wanted(CurrencyCode base, CurrencyCode quote, Instant time) {

        Month month() {
            return new Month(base, quote, YearMonth.from(time.atOffset(ZoneOffset.UTC)));
        }
    }

    private record Month(CurrencyCode base, CurrencyCode quote, YearMonth month) {

        static Instant start(YearMonth month) {
            return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /**
     * The conversion of a new trade or activity; empty where it is in the currency of its portfolio.
     *
     * @param own the currency of the portfolio
     * @param isOneOfMany whether a rate may be a second old
     * @throws ProblemException if the rate is wrong or none is known, or one is needed and the database is unavailable
     */
    Optional<Conversion> ofCreation(
            Fields fields, StatedCurrency stated, CurrencyCode own, Instant executedAt, boolean isOneOfMany) {
        CurrencyCode currency = stated.currency().orElse(own);
        if (currency.equals(own)) {
            requireNoRate(fields, stated, own);
            return Optional.empty();
        }
        FxRate rate = stated.rate().orElse(null);
        if (rate != null) {
            return Optional.of(new Conversion(currency, rate));
        }
        return lookedUp(fields, new Wanted(currency, own, executedAt), isOneOfMany);
    }

    /** Whether an amendment can set a conversion: it says something of it, or moves the record, whose rate may then be another. */
    static boolean mayChange(Stated<?> stated) {
        return !stated.currency().isNone() || stated.executedAt().isPresent();
    }

    /**
     * Whether an amendment that says the same as an earlier one has its conversion. What was looked up for the first of two
     * requests, or found to stay as it was, stays so for the second.
     */
    static boolean isRepeated(Stated<?> stated, Optional<Conversion> earlier) {
        boolean hasLookedUp = earlier.filter(Conversion::lookedUp).isPresent();
        if (stated.currency().rate().isPresent()) {
            return false;
        }
        return stated.currency()
                .currency()
                .map(currency -> hasLookedUp
                        && earlier.map(Conversion::currency)
                                .filter(currency::equals)
                                .isPresent())
                .orElse(hasLookedUp || earlier.isEmpty());
    }

    /**
     * The conversion that an amendment sets; empty where it leaves it as it is. A currency that stays keeps a rate that its
     * sender gave. One that was looked up is that of the time of execution, so it is looked up again if that time changes.
     *
     * @param ownCurrency gives the currency of the portfolio; asked only if it is needed
     * @param before what is amended
     * @throws ProblemException if the rate is wrong or none is known, or one is needed and the database is unavailable
     */
    Optional<Conversion> ofAmendment(
            Fields fields, Stated<?> stated, Supplier<CurrencyCode> ownCurrency, Booking before) {
        Optional<Conversion> now = before.conversion();
        boolean hasLookedUp = now.filter(Conversion::lookedUp).isPresent();
        if (stated.currency().isNone() && !hasLookedUp) {
            return Optional.empty();
        }
        CurrencyCode own = ownCurrency.get();
        CurrencyCode currencyNow = now.map(Conversion::currency).orElse(own);
        CurrencyCode currency = stated.currency().currency().orElse(currencyNow);
        if (currency.equals(own)) {
            requireNoRate(fields, stated.currency(), own);
            return Optional.of(new Conversion(own, FxRate.ONE));
        }
        FxRate rate = stated.currency().rate().orElse(null);
        if (rate != null) {
            return Optional.of(new Conversion(currency, rate));
        }
        Instant executedAt = stated.executedAt().orElse(before.executedAt());
        boolean keepsRate = currency.equals(currencyNow) && !(hasLookedUp && !executedAt.equals(before.executedAt()));
        return keepsRate ? now : lookedUp(fields, new Wanted(currency, own, executedAt), false);
    }

    private static void requireNoRate(Fields fields, StatedCurrency stated, CurrencyCode own) {
        if (stated.rate().isPresent() && !stated.rate().get().isOne()) {
            throw wrongRate(
                    fields,
                    "must be left out or 1 where the currency is that of the portfolio, " + own + ", but is "
                            + stated.rate().get());
        }
    }

    private static ProblemException wrongRate(Fields fields, String detail) {
        fields.error(StatedCurrency.FX_RATE, detail);
        return ProblemException.invalid(fields.errors());
    }

    private Optional<Conversion> lookedUp(Fields fields, Wanted wanted, boolean isOneOfMany) {
        Optional<FxRate> rate = ask(wanted, isOneOfMany);
        if (rate.isEmpty()) {
            throw wrongRate(
                    fields,
                    "is missing, and no rate of " + wanted.base() + "/" + wanted.quote() + " is known for "
                            + LocalDate.ofInstant(wanted.time(), ZoneOffset.UTC) + " or the " + FxRates.OLDEST.toDays()
                            + " days before");
        }
        return Optional.of(new Conversion(wanted.base(), rate.get(), true));
    }

    private Optional<FxRate> ask(Wanted wanted, boolean isOneOfMany) {
        try {
            FxRates.RateSpan month = isOneOfMany ? months.get(wanted.month()) : null;
            return month != null && month.includes(wanted.time())
                    ? month.rateFor(wanted.time())
                    : database.read(() -> rates.rateFor(wanted.base(), wanted.quote(), wanted.time()));
        } catch (DatabaseUnavailableException _) {
            throw ProblemException.unavailable(
                    "Cannot look up the rate " + wanted.base() + "/" + wanted.quote()
                            + ": the database is unavailable. Retry in " + RETRY_AFTER.toSeconds() + " s",
                    RETRY_AFTER);
        }
    }

    private FxRates.RateSpan read(Month wanted) {
        return database.read(() -> rates.span(
                wanted.base(),
                wanted.quote(),
                Month.start(wanted.month()),
                Month.start(wanted.month().plusMonths(1)),
                MOST_OF_A_MONTH));
    }
}
