package io.trakkit.store.prices;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The price history: every accepted quote, exactly. Of old ones {@link #thin} leaves the first and the last of each
 * interval of {@link #INTERVAL}. An interval begins right after a full five minutes and ends with the next ones,
 * which belong to it: so what a time such as midnight answers is never thinned out, and what a time within an
 * interval answers is at most one interval older than the newest quote at that time.
 */
public final class PriceHistory {

    /** Of how much of the past two quotes are kept after thinning. */
    public static final Duration INTERVAL = Duration.ofMinutes(5);

    /** How many quotes a statement takes: some dozens of milliseconds. */
    private static final int QUOTES_AT_ONCE = 5_000;

    /** The first price that is recorded for a time stays: another one would change past answers. */
    private static final String RECORD = """
            INSERT INTO price_history (ticker, quoted_at, price, currency, source)
            SELECT ticker, quoted_at, price, currency, source
            FROM unnest(:tickers, :times, :prices, :currencies, :sources)
                AS quote (ticker, quoted_at, price, currency, source)
            ORDER BY ticker, quoted_at
            ON CONFLICT DO NOTHING
            """;

    /** Row by row, so that it is planned by index at any number of tickers. */
    private static final String LATEST = """
            SELECT latest.ticker, latest.price, latest.currency, latest.quoted_at, latest.source
            FROM unnest(:tickers) AS wanted (ticker)
            CROSS JOIN LATERAL (
                SELECT h.ticker, h.price, h.currency, h.quoted_at, h.source
                FROM price_history h
                WHERE h.ticker = wanted.ticker AND h.quoted_at <= :at
                ORDER BY h.quoted_at DESC
                LIMIT 1) AS latest
            """;

    private static final String BEFORE = """
            SELECT wanted.number, latest.ticker, latest.price, latest.currency, latest.quoted_at, latest.source
            FROM unnest(:tickers, :times) WITH ORDINALITY AS wanted (ticker, at, number)
            CROSS JOIN LATERAL (
                SELECT h.ticker, h.price, h.currency, h.quoted_at, h.source
                FROM price_history h
                WHERE h.ticker = wanted.ticker AND h.quoted_at <= wanted.at
                ORDER BY h.quoted_at DESC
                LIMIT 1) AS latest
            """;

    /**
     * Looks at the oldest rows that it has not looked at, and thins their intervals, in which there may be others. date_bin
     * counts from the year 2000; a microsecond less has an interval end with its boundary. The rows are found one by one and
     * taken by their place: a join may be planned as a scan of the whole table where there are no statistics.
     */
    private static final String THIN = """
            WITH due AS (
                SELECT ticker, quoted_at
                FROM price_history
                WHERE NOT thinned AND quoted_at <= :until
                ORDER BY quoted_at, ticker
                LIMIT :most),
            intervals AS (
                SELECT DISTINCT ticker,
                    date_bin(:interval::interval, quoted_at - interval '1 microsecond', '2000-01-01Z') AS start
                FROM due),
            kept AS (
                SELECT i.ticker, first.quoted_at AS first, last.quoted_at AS last
                FROM intervals i
                CROSS JOIN LATERAL (
                    SELECT h.quoted_at FROM price_history h
                    WHERE h.ticker = i.ticker AND h.quoted_at > i.start
                    ORDER BY h.quoted_at
                    LIMIT 1) AS first
                CROSS JOIN LATERAL (
                    SELECT h.quoted_at FROM price_history h
                    WHERE h.ticker = i.ticker AND h.quoted_at <= i.start + :interval::interval
                    ORDER BY h.quoted_at DESC
                    LIMIT 1) AS last),
            removed AS (
                DELETE FROM price_history
                WHERE ctid = ANY (ARRAY(
                    SELECT h.ctid
                    FROM kept k
                    CROSS JOIN LATERAL (
                        SELECT ctid FROM price_history
                        WHERE ticker = k.ticker AND quoted_at > k.first AND quoted_at < k.last
                        OFFSET 0) AS h))),
            done AS (
                UPDATE price_history SET thinned = true
                WHERE ctid = ANY (ARRAY(
                    SELECT h.ctid
                    FROM kept k
                    CROSS JOIN LATERAL (
                        SELECT ctid FROM price_history
                        WHERE ticker = k.ticker AND quoted_at IN (k.first, k.last) AND NOT thinned
                        OFFSET 0) AS h)))
            SELECT count(*) FROM due
            """;

    private final JdbcClient jdbc;

    public PriceHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records quotes. Where a price is known for the ticker and the time, that one stays. */
    public void record(Collection<Quote> quotes) {
        List<Quote> sorted = quotes.stream()
                .sorted(Comparator.comparing(Quote::ticker).thenComparing(Quote::time))
                .toList();
        for (List<Quote> part : parts(sorted)) {
            jdbc.sql(RECORD)
                    .param("tickers", SqlArrays.texts(part, Quote::ticker))
                    .param("times", SqlArrays.times(part, Quote::time))
                    .param(
                            "prices",
                            SqlArrays.decimals(part, quote -> quote.price().value()))
                    .param("currencies", SqlArrays.texts(part, Quote::currency))
                    .param("sources", SqlArrays.texts(part, Quote::source))
                    .update();
        }
    }

    private static List<List<Quote>> parts(List<Quote> quotes) {
        List<List<Quote>> parts = new ArrayList<>();
        for (int from = 0; from < quotes.size(); from += QUOTES_AT_ONCE) {
            parts.add(quotes.subList(from, Math.min(from + QUOTES_AT_ONCE, quotes.size())));
        }
        return parts;
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

    /** Of each of the quotes the latest one recorded at or before its time; one without any is left out. */
    public Map<Quote, Quote> before(List<Quote> quotes) {
        Map<Quote, Quote> before = new HashMap<>();
        for (List<Quote> part : parts(quotes)) {
            jdbc.sql(BEFORE)
                    .param("tickers", SqlArrays.texts(part, Quote::ticker))
                    .param("times", SqlArrays.times(part, Quote::time))
                    .query(row -> {
                        before.put(part.get(row.getInt("number") - 1), quote(row));
                    });
        }
        return before;
    }

    /**
     * Thins quotes: of each interval the first and the last stay. An interval that has not ended at the given time is left
     * alone.
     *
     * @param most how many quotes are looked at, the oldest first
     * @return how many were looked at; as many as were asked for if there may be more
     */
    public int thin(Instant until, int most) {
        return jdbc.sql(THIN)
                .param("until", boundaryBefore(until).atOffset(ZoneOffset.UTC))
                .param("interval", INTERVAL.toSeconds() + " seconds")
                .param("most", most)
                .query(Integer.class)
                .single();
    }

    /** The last time at or before another one at which an interval ends. */
    static Instant boundaryBefore(Instant time) {
        long length = INTERVAL.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), length) * length);
    }

    static Quote quote(ResultSet row) throws SQLException {
        return new Quote(
                new Ticker(row.getString("ticker")),
                new Price(row.getBigDecimal("price")),
                new CurrencyCode(row.getString("currency")),
                Rows.time(row, "quoted_at"),
                new PriceSourceName(row.getString("source")));
    }
}
