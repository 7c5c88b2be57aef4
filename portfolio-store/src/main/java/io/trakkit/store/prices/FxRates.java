package io.trakkit.store.prices;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.FxRate;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The history of exchange rates. Each pair of currencies is a series of the price history beside those of securities, under a
 * name that no ticker has: {@code $FX:EUR/USD} holds the US dollars that one euro costs. Rates are thinned as prices are.
 */
public final class FxRates {

    /** A rate that is older than this at the time of a record is not used for it. */
    public static final Duration OLDEST = Duration.ofDays(7);

    private static final String SERIES = "$FX:";

    /** Keeps the first rate recorded for a time: another one would change past answers. */
    private static final String RECORD = """
            INSERT INTO price_history (ticker, quoted_at, price, currency, source)
            VALUES (:series, :time, :rate, :quote, :source)
            ON CONFLICT DO NOTHING
            """;

    /** The newest of either direction; at one time the stated direction. */
    private static final String NEWEST = """
            SELECT latest.ticker = :series AS direct, latest.price, latest.quoted_at, latest.source
            FROM unnest(ARRAY[:series, :inverse]) AS wanted (ticker)
            CROSS JOIN LATERAL (
                SELECT h.ticker, h.price, h.quoted_at, h.source
                FROM price_history h
                WHERE h.ticker = wanted.ticker AND h.quoted_at <= :at
                ORDER BY h.quoted_at DESC
                LIMIT 1) AS latest
            ORDER BY latest.quoted_at DESC, direct DESC
            LIMIT 1
            """;

    /** The same for many times: one row for each rate, with the number of the first time that it is for. */
    private static final String NEWEST_OF_EACH = """
            SELECT min(wanted.number) AS number, latest.direct, latest.price, latest.quoted_at, latest.source
            FROM unnest(:times) WITH ORDINALITY AS wanted (at, number)
            CROSS JOIN LATERAL (
                SELECT of_series.ticker = :series AS direct, of_series.price, of_series.quoted_at, of_series.source
                FROM unnest(ARRAY[:series, :inverse]) AS pair (ticker)
                CROSS JOIN LATERAL (
                    SELECT h.ticker, h.price, h.quoted_at, h.source
                    FROM price_history h
                    WHERE h.ticker = pair.ticker AND h.quoted_at <= wanted.at
                    ORDER BY h.quoted_at DESC
                    LIMIT 1) AS of_series
                ORDER BY of_series.quoted_at DESC, direct DESC
                LIMIT 1) AS latest
            GROUP BY latest.quoted_at, latest.direct, latest.price, latest.source
            ORDER BY number
            """;

    /** The most times that one statement looks up, so that neither its parameters nor its rows take much memory. */
    private static final int TIMES_OF_A_STATEMENT = 10_000;

    /** The newest of each direction at a time, and the next ones of each. */
    private static final String FROM = """
            SELECT rate.ticker = :series AS direct, rate.price, rate.quoted_at, rate.source
            FROM unnest(ARRAY[:series, :inverse]) AS pair (ticker)
            CROSS JOIN LATERAL (
                (SELECT h.ticker, h.price, h.quoted_at, h.source
                 FROM price_history h
                 WHERE h.ticker = pair.ticker AND h.quoted_at <= :from
                 ORDER BY h.quoted_at DESC
                 LIMIT 1)
                UNION ALL
                (SELECT h.ticker, h.price, h.quoted_at, h.source
                 FROM price_history h
                 WHERE h.ticker = pair.ticker AND h.quoted_at > :from AND h.quoted_at < :until
                 ORDER BY h.quoted_at
                 LIMIT :most)) AS rate
            ORDER BY rate.quoted_at, direct
            """;

    private static final String AT = """
            SELECT true AS direct, price, quoted_at, source
            FROM price_history
            WHERE ticker = :series AND quoted_at = :time
            """;

    private final JdbcClient jdbc;

    public FxRates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A rate that was recorded.
     *
     * @param rate units of the quote currency per unit of the base currency
     * @param time its own time, to the microsecond
     */
    public record KnownRate(FxRate rate, Instant time, PriceSourceName source) {}

    /**
     * The newest rate at or before a time, of the pair or of its inverse. That of the inverse is divided into 1, rounded to
     * {@value Decimals#MAX_FRACTION_DIGITS} decimals (HALF_EVEN). Empty if there is none, or it is too small to be divided.
     */
    public Optional<KnownRate> rateAt(CurrencyCode base, CurrencyCode quote, Instant time) {
        return jdbc.sql(NEWEST)
                .param("series", series(base, quote))
                .param("inverse", series(quote, base))
                .param("at", time.atOffset(ZoneOffset.UTC))
                .query((row, _) -> Optional.ofNullable(rate(row)))
                .optional()
                .flatMap(rate -> rate);
    }

    /**
     * {@link #rateAt} of each of several times, read with one statement per {@value #TIMES_OF_A_STATEMENT} times.
     *
     * @param times ascending
     */
    public List<Optional<KnownRate>> ratesAt(CurrencyCode base, CurrencyCode quote, List<Instant> times) {
        List<Optional<KnownRate>> found = new ArrayList<>(times.size());
        for (int from = 0; from < times.size(); from += TIMES_OF_A_STATEMENT) {
            found.addAll(read(base, quote, times.subList(from, Math.min(from + TIMES_OF_A_STATEMENT, times.size()))));
        }
        return found;
    }

    /** @param first the index of the first time that the rate is for */
    private record FromTime(int first, Optional<KnownRate> rate) {}

    private List<Optional<KnownRate>> read(CurrencyCode base, CurrencyCode quote, List<Instant> times) {
        List<FromTime> changes = jdbc.sql(NEWEST_OF_EACH)
                .param("series", series(base, quote))
                .param("inverse", series(quote, base))
                .param("times", SqlArrays.times(times, time -> time))
                .query((row, _) -> new FromTime(row.getInt("number") - 1, Optional.ofNullable(rate(row))))
                .list();
        List<Optional<KnownRate>> found = new ArrayList<>(times.size());
        Optional<KnownRate> last = Optional.empty();
        for (FromTime change : changes) {
            found.addAll(Collections.nCopies(change.first() - found.size(), last));
            last = change.rate();
        }
        found.addAll(Collections.nCopies(times.size() - found.size(), last));
        return found;
    }

    /** The rate for a record of that time: {@link #rateAt} where it is not older than {@link #OLDEST} then. */
    public Optional<FxRate> rateFor(CurrencyCode base, CurrencyCode quote, Instant time) {
        return ofRecord(rateAt(base, quote, time), time);
    }

    /**
     * The rates of a span, read with one statement.
     *
     * @param until the end of the span, excluded
     * @param most the most rates of each direction; where there are more, the span ends earlier
     */
    public RateSpan span(CurrencyCode base, CurrencyCode quote, Instant from, Instant until, int most) {
        NavigableMap<Instant, Optional<KnownRate>> found = new TreeMap<>();
        int[] numbers = {0, 0};
        Instant[] end = {until};
        jdbc.sql(FROM)
                .param("series", series(base, quote))
                .param("inverse", series(quote, base))
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query(row -> {
                    Instant time = Rows.time(row, "quoted_at");
                    found.put(time, Optional.ofNullable(rate(row)));
                    int direction = row.getBoolean("direct") ? 1 : 0;
                    if (time.isAfter(from) && ++numbers[direction] == most && time.isBefore(end[0])) {
                        end[0] = time;
                    }
                });
        return new RateSpan(found, from, end[0]);
    }

    /**
     * The rates of a span of time.
     *
     * @param from its start
     * @param until its end, excluded
     */
    public record RateSpan(NavigableMap<Instant, Optional<KnownRate>> rates, Instant from, Instant until) {

        /** Whether the span has a time. */
        public boolean includes(Instant time) {
            return !time.isBefore(from) && time.isBefore(until);
        }

        /** {@link FxRates#rateFor} of a time of the span. */
        public Optional<FxRate> rateFor(Instant time) {
            Map.Entry<Instant, Optional<KnownRate>> newest = rates.floorEntry(time);
            return newest == null ? Optional.empty() : ofRecord(newest.getValue(), time);
        }
    }

    private static Optional<FxRate> ofRecord(Optional<KnownRate> known, Instant time) {
        return known.filter(rate -> !rate.time().isBefore(time.minus(OLDEST))).map(KnownRate::rate);
    }

    /**
     * Records a rate. The first rate of a pair and a time stays.
     *
     * @return the rate that is recorded for the time, which may be another one
     */
    public KnownRate record(CurrencyCode base, CurrencyCode quote, KnownRate rate) {
        String series = series(base, quote);
        jdbc.sql(RECORD)
                .param("series", series)
                .param("time", rate.time().atOffset(ZoneOffset.UTC))
                .param("rate", rate.rate().value())
                .param("quote", quote.value())
                .param("source", rate.source().value())
                .update();
        return jdbc.sql(AT)
                .param("series", series)
                .param("time", rate.time().atOffset(ZoneOffset.UTC))
                .query((row, _) -> rate(row))
                .optional()
                .orElse(rate);
    }

    private static String series(CurrencyCode base, CurrencyCode quote) {
        return SERIES + base + '/' + quote;
    }

    private static @Nullable KnownRate rate(ResultSet row) throws SQLException {
        BigDecimal price = row.getBigDecimal("price");
        BigDecimal rate = row.getBoolean("direct")
                ? price
                : Decimals.quotient(BigDecimal.ONE, price, Decimals.MAX_FRACTION_DIGITS);
        return rate.signum() == 0
                ? null
                : new KnownRate(
                        new FxRate(rate), Rows.time(row, "quoted_at"), new PriceSourceName(row.getString("source")));
    }
}
