package io.trakkit.store.prices;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.FxRate;
import io.trakkit.store.postgres.Rows;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
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

    /** The rate for a record of that time: {@link #rateAt} where it is not older than {@link #OLDEST} then. */
    public Optional<FxRate> rateFor(CurrencyCode base, CurrencyCode quote, Instant time) {
        return rateAt(base, quote, time)
                .filter(known -> !known.time().isBefore(time.minus(OLDEST)))
                .map(KnownRate::rate);
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
