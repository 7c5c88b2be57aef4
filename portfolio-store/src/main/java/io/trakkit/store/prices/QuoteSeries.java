package io.trakkit.store.prices;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.valuation.HistoricalQuotes;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.SqlArrays;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the price history at given moments, page by page. With few quotes per moment it reads all of them in order; with
 * many it looks up the newest one at each moment. Both a series of days over quotes of every minute and ten thousand moments
 * over quotes of every day are therefore fast.
 */
public final class QuoteSeries implements HistoricalQuotes {

    private static final int FIRST_PAGE = 500;
    private static final int LARGEST_PAGE = 4_000;

    /** A look-up of one quote takes as long as reading this number of rows. */
    private static final int QUOTES_FOR_A_LOOK_UP = 4;

    private static final String FIRST = """
            (SELECT ticker, price, currency, quoted_at, source, adjusted_at
             FROM price_history
             WHERE ticker = :ticker AND quoted_at <= :after
             ORDER BY quoted_at DESC
             LIMIT 1)
            UNION ALL
            (SELECT ticker, price, currency, quoted_at, source, adjusted_at
             FROM price_history
             WHERE ticker = :ticker AND quoted_at > :after AND quoted_at <= :until
             ORDER BY quoted_at
             LIMIT :most)
            """;

    private static final String NEXT = """
            SELECT ticker, price, currency, quoted_at, source, adjusted_at
            FROM price_history
            WHERE ticker = :ticker AND quoted_at > :after AND quoted_at <= :until
            ORDER BY quoted_at
            LIMIT :most
            """;

    /** LATERAL, so that the planner uses the index for any number of moments. */
    private static final String AT_MOMENTS = """
            SELECT latest.ticker, latest.price, latest.currency, latest.quoted_at, latest.source, latest.adjusted_at
            FROM unnest(:moments) WITH ORDINALITY AS wanted (at, number)
            CROSS JOIN LATERAL (
                SELECT h.ticker, h.price, h.currency, h.quoted_at, h.source, h.adjusted_at
                FROM price_history h
                WHERE h.ticker = :ticker AND h.quoted_at <= wanted.at AND h.quoted_at > :after
                ORDER BY h.quoted_at DESC
                LIMIT 1) AS latest
            ORDER BY wanted.number
            """;

    private final JdbcClient jdbc;

    public QuoteSeries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Iterator<Quote> at(Ticker ticker, List<Instant> moments) {
        return new Pages(ticker, moments);
    }

    private final class Pages implements Iterator<Quote> {

        private final Ticker ticker;
        private final List<Instant> moments;
        private final Deque<Quote> page = new ArrayDeque<>();

        /** The time up to which the quotes are read. */
        private Instant after;

        /** The first moment whose quote is not read yet. */
        private int next = 1;

        private int pageSize = FIRST_PAGE;
        private boolean lookUp;

        Pages(Ticker ticker, List<Instant> moments) {
            this.ticker = ticker;
            this.moments = moments;
            after = moments.getFirst();
            List<Quote> first = read(FIRST);
            long inSpan =
                    first.stream().filter(quote -> quote.time().isAfter(after)).count();
            take(first, inSpan);
        }

        @Override
        public boolean hasNext() {
            while (page.isEmpty() && next < moments.size()) {
                if (lookUp) {
                    lookUp();
                } else {
                    List<Quote> read = read(NEXT);
                    take(read, read.size());
                }
            }
            return !page.isEmpty();
        }

        @Override
        public Quote next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.remove();
        }

        private List<Quote> read(String sql) {
            return jdbc
                    .sql(sql)
                    .param("ticker", ticker.value())
                    .param("after", after.atOffset(ZoneOffset.UTC))
                    .param("until", moments.getLast().atOffset(ZoneOffset.UTC))
                    .param("most", pageSize)
                    .query((row, _) -> PriceHistory.quote(row))
                    .list()
                    .stream()
                    .sorted(Comparator.comparing(Quote::time))
                    .toList();
        }

        /** @param inSpan the number of these quotes that are after {@link #after} */
        private void take(List<Quote> quotes, long inSpan) {
            page.addAll(quotes);
            if (inSpan < pageSize) {
                next = moments.size();
                return;
            }
            after = quotes.getLast().time();
            int first = firstAfter(after);
            lookUp = inSpan > (long) QUOTES_FOR_A_LOOK_UP * (first - next);
            next = first;
            pageSize = Math.min(2 * pageSize, LARGEST_PAGE);
        }

        private void lookUp() {
            List<Instant> part = moments.subList(next, Math.min(next + LARGEST_PAGE, moments.size()));
            Instant[] last = {after};
            int[] found = {0};
            jdbc.sql(AT_MOMENTS)
                    .param("ticker", ticker.value())
                    .param("after", after.atOffset(ZoneOffset.UTC))
                    .param("moments", SqlArrays.times(part, moment -> moment))
                    .query(row -> {
                        Quote quote = PriceHistory.quote(row);
                        if (quote.time().isAfter(last[0])) {
                            page.add(quote);
                            last[0] = quote.time();
                            found[0]++;
                        }
                    });
            next += part.size();
            after = part.getLast();
            lookUp = QUOTES_FOR_A_LOOK_UP * found[0] > part.size();
        }

        private int firstAfter(Instant time) {
            int found = Collections.binarySearch(moments, time);
            return found >= 0 ? found + 1 : -found - 1;
        }
    }
}
