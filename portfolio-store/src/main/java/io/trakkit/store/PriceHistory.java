package io.trakkit.store;

import io.trakkit.domain.CurrencyCode;
import io.trakkit.domain.Price;
import io.trakkit.domain.PriceSourceName;
import io.trakkit.domain.Quote;
import io.trakkit.domain.Ticker;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What securities have cost: of each interval of {@link #INTERVAL} the last quote of a ticker, whatever the order in which
 * they were recorded.
 */
public final class PriceHistory {

    /**
     * How much of the past is folded into one row. Fixed: the rows of an interval of another length would interleave with
     * those that are there.
     */
    public static final Duration INTERVAL = Duration.ofMinutes(5);

    private static final String RECORD = """
            INSERT INTO price_history AS known (ticker, interval_start, price, currency, quoted_at, source)
            SELECT ticker, interval_start, price, currency, quoted_at, source
            FROM unnest(:tickers, :intervals, :prices, :currencies, :times, :sources)
                AS quote (ticker, interval_start, price, currency, quoted_at, source)
            ORDER BY ticker, interval_start
            ON CONFLICT (ticker, interval_start) DO UPDATE
            SET price = excluded.price, currency = excluded.currency,
                quoted_at = excluded.quoted_at, source = excluded.source
            WHERE known.quoted_at < excluded.quoted_at
            """;

    /** Row by row, so that it is planned by index at any number of tickers; no interval begins after its quote. */
    private static final String LATEST = """
            SELECT latest.ticker, latest.price, latest.currency, latest.quoted_at, latest.source
            FROM unnest(:tickers) AS wanted (ticker)
            CROSS JOIN LATERAL (
                SELECT h.ticker, h.price, h.currency, h.quoted_at, h.source
                FROM price_history h
                WHERE h.ticker = wanted.ticker AND h.interval_start <= :at AND h.quoted_at <= :at
                ORDER BY h.interval_start DESC
                LIMIT 1) AS latest
            """;

    private static final String SERIES = """
            SELECT series.ticker, series.price, series.currency, series.quoted_at, series.source
            FROM unnest(:tickers) AS wanted (ticker)
            CROSS JOIN LATERAL (
                SELECT h.ticker, h.price, h.currency, h.quoted_at, h.source
                FROM price_history h
                WHERE h.ticker = wanted.ticker AND h.interval_start > :after AND h.interval_start <= :until
                ORDER BY h.interval_start) AS series
            WHERE series.quoted_at > :from AND series.quoted_at <= :until
            """;

    private final JdbcClient jdbc;

    public PriceHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records quotes; of each ticker and interval the latest stays. */
    public void record(Collection<Quote> quotes) {
        Map<List<Object>, Quote> rows = new LinkedHashMap<>();
        quotes.forEach(quote -> rows.merge(
                List.of(quote.ticker(), intervalOf(quote.time())),
                quote,
                (a, b) -> b.time().isAfter(a.time()) ? b : a));
        if (rows.isEmpty()) {
            return;
        }
        Collection<Quote> latest = rows.values();
        jdbc.sql(RECORD)
                .param("tickers", SqlArrays.texts(latest, Quote::ticker))
                .param("intervals", SqlArrays.times(latest, quote -> intervalOf(quote.time())))
                .param(
                        "prices",
                        SqlArrays.decimals(latest, quote -> quote.price().value()))
                .param("currencies", SqlArrays.texts(latest, Quote::currency))
                .param("times", SqlArrays.times(latest, Quote::time))
                .param("sources", SqlArrays.texts(latest, Quote::source))
                .update();
    }

    /** Of each of the tickers the latest quote at or before a time; a ticker without one is left out. */
    public Map<Ticker, Quote> latest(Collection<Ticker> tickers, Instant at) {
        if (tickers.isEmpty()) {
            return Map.of();
        }
        Map<Ticker, Quote> quotes = new HashMap<>();
        jdbc.sql(LATEST)
                .param("tickers", SqlArrays.texts(new TreeSet<>(tickers), ticker -> ticker))
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    Quote quote = quote(row);
                    quotes.put(quote.ticker(), quote);
                });
        return quotes;
    }

    /**
     * The quotes of each of the tickers after one time and up to another, oldest first; a ticker without any is left out.
     *
     * @param from not included: what held then is {@link #latest}
     * @param until included
     */
    public Map<Ticker, List<Quote>> series(Collection<Ticker> tickers, Instant from, Instant until) {
        if (tickers.isEmpty()) {
            return Map.of();
        }
        Map<Ticker, List<Quote>> quotes = new HashMap<>();
        jdbc.sql(SERIES)
                .param("tickers", SqlArrays.texts(new TreeSet<>(tickers), ticker -> ticker))
                .param("after", from.minus(INTERVAL).atOffset(ZoneOffset.UTC))
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    Quote quote = quote(row);
                    quotes.computeIfAbsent(quote.ticker(), _ -> new ArrayList<>())
                            .add(quote);
                });
        quotes.values().forEach(series -> series.sort(Comparator.comparing(Quote::time)));
        return quotes;
    }

    static Instant intervalOf(Instant time) {
        long length = INTERVAL.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), length) * length);
    }

    private static Quote quote(ResultSet row) throws SQLException {
        return new Quote(
                new Ticker(row.getString("ticker")),
                new Price(row.getBigDecimal("price")),
                new CurrencyCode(row.getString("currency")),
                Rows.time(row, "quoted_at"),
                new PriceSourceName(row.getString("source")));
    }
}
