package io.trakkit.store;

import io.trakkit.domain.CurrencyCode;
import io.trakkit.domain.Price;
import io.trakkit.domain.PriceSourceName;
import io.trakkit.domain.Quote;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.returns.QuoteSampler;
import io.trakkit.domain.returns.Sample;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What securities cost at many times of the past, from the history of prices. */
public final class PriceSamples implements QuoteSampler {

    /** Row by row, so that it is planned by index at any number of samples; no interval begins after its quote. */
    private static final String AT = """
            SELECT wanted.number, latest.ticker, latest.price, latest.currency, latest.quoted_at, latest.source
            FROM unnest(:tickers, :times) WITH ORDINALITY AS wanted (ticker, at, number)
            CROSS JOIN LATERAL (
                SELECT h.ticker, h.price, h.currency, h.quoted_at, h.source
                FROM price_history h
                WHERE h.ticker = wanted.ticker AND h.interval_start <= wanted.at AND h.quoted_at <= wanted.at
                ORDER BY h.interval_start DESC
                LIMIT 1) AS latest
            """;

    private final JdbcClient jdbc;

    public PriceSamples(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<Sample, Quote> quotes(List<Sample> samples) {
        if (samples.isEmpty()) {
            return Map.of();
        }
        Map<Sample, Quote> quotes = HashMap.newHashMap(samples.size());
        jdbc.sql(AT)
                .param("tickers", SqlArrays.texts(samples, Sample::ticker))
                .param("times", SqlArrays.times(samples, Sample::at))
                .query(row -> {
                    quotes.put(samples.get(row.getInt("number") - 1), quote(row));
                });
        return quotes;
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
