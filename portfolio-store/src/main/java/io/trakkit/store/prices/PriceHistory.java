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
 * The price history: every accepted quote. {@link #thin} keeps the first and the last old quote of each {@link #INTERVAL}.
 * An interval excludes its start and includes its end, and both are multiples of five minutes. The price at such a time,
 * for example midnight, is therefore never thinned out. The price at a time inside an interval is at most one interval
 * older than the newest quote at that time.
 */
public final class PriceHistory {

    /** The length of an interval; thinning keeps two quotes of each. */
    public static final Duration INTERVAL = Duration.ofMinutes(5);

    /** The most quotes of a statement, which takes some dozens of milliseconds. */
    private static final int QUOTES_AT_ONCE = 5_000;

    /** Keeps the first price recorded for a time: another one would change past answers. */
    private static final String RECORD = """
            INSERT INTO price_history (ticker, quoted_at, price, currency, source, adjusted_at)
            SELECT ticker, quoted_at, price, currency, source, adjusted_at
            FROM unnest(:tickers, :times, :prices, :currencies, :sources, :adjusted)
                AS quote (ticker, quoted_at, price, currency, source, adjusted_at)
            ORDER BY ticker, quoted_at
            ON CONFLICT DO NOTHING
            """;

    /** LATERAL, so that the planner uses the index for any number of tickers. */
    private static final String LATEST = """
            SELECT latest.ticker, latest.price, latest.currency, latest.quoted_at, latest.source, latest.adjusted_at
            FROM unnest(:tickers) AS wanted (ticker)
            CROSS JOIN LATERAL (
                SELECT h.ticker, h.price, h.currency, h.quoted_at, h.source, h.adjusted_at
                FROM price_history h
                WHERE h.ticker = wanted.ticker AND h.quoted_at <= :at
                ORDER BY h.quoted_at DESC
                LIMIT 1) AS latest
            """;

    private static final String BEFORE = """
            SELECT wanted.number, latest.ticker, latest.price, latest.currency, latest.quoted_at, latest.source,
                latest.adjusted_at
            FROM unnest(:tickers, :times) WITH ORDINALITY AS wanted (ticker, at, number)
            CROSS JOIN LATERAL (
                SELECT h.ticker, h.price, h.currency, h.quoted_at, h.source, h.adjusted_at
                FROM price_history h
                WHERE h.ticker = wanted.ticker AND h.quoted_at <= wanted.at
                ORDER BY h.quoted_at DESC
                LIMIT 1) AS latest
            """;

    /**
     * Reads the oldest rows that are not thinned yet, and thins their intervals, which can contain further rows. date_bin counts
     * from the year 2000; the origin is a microsecond earlier, so that an interval includes its end. Rows are looked up one by
     * one and deleted by ctid: without statistics a join may be planned as a scan of the whole table.
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

    /** Records quotes. An existing quote of the same ticker and time stays. */
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
                    .param(
                            "adjusted",
                            SqlArrays.times(part, quote -> quote.adjustedAt().orElse(null)))
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

    /** Finds the latest quote of each ticker at or before a time. Tickers without one are left out. */
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

    /** Finds the latest recorded quote at or before the time of each quote. Quotes without one are left out. */
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
     * Thins quotes: keeps the first and the last of each interval. Skips intervals that end after {@code until}.
     *
     * @param most the most quotes to read, oldest first
     * @return the number of quotes read; equal to {@code most} if there may be more
     */
    public int thin(Instant until, int most) {
        return jdbc.sql(THIN)
                .param("until", boundaryBefore(until).atOffset(ZoneOffset.UTC))
                .param("interval", INTERVAL.toSeconds() + " seconds")
                .param("most", most)
                .query(Integer.class)
                .single();
    }

    /** The latest end of an interval at or before a time. */
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
                new PriceSourceName(row.getString("source")),
                Rows.optionalTime(row, "adjusted_at"));
    }
}
