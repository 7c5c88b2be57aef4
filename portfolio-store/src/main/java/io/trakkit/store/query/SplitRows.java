package io.trakkit.store.query;

import io.trakkit.domain.returns.Splits;
import io.trakkit.domain.value.Ratio;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the splits and bonus issues that count in the positions of a portfolio: each is a ratio, and nothing else has one.
 * Corporate actions belong here, too, once there are any.
 */
@SuppressWarnings("InlineFormatString") // The statement is a constant.
final class SplitRows {

    /** The splits of each ticker as arrays, one row per ticker that has any; the two gaps are its client and portfolio. */
    private static final String OF_PORTFOLIO = """
            SELECT ticker AS split_ticker, array_agg(executed_at ORDER BY executed_at, ref_id) AS split_times,
                   array_agg(CASE type WHEN 'bonus' THEN numerator + denominator ELSE numerator END
                       ORDER BY executed_at, ref_id) AS split_numerators,
                   array_agg(denominator ORDER BY executed_at, ref_id) AS split_denominators
            FROM activities
            WHERE client_id = %s AND portfolio_id = %s
                AND generation = (SELECT generation FROM generations WHERE state = 'live')
                AND numerator IS NOT NULL AND state = 'applied'
            GROUP BY ticker""";

    private SplitRows() {}

    static String of(String client, String portfolio) {
        return OF_PORTFOLIO.formatted(client, portfolio);
    }

    /** The splits in a row; none where it has none. */
    static Splits splits(ResultSet row) throws SQLException {
        Array times = row.getArray("split_times");
        if (times == null) {
            return Splits.NONE;
        }
        Timestamp[] at = (Timestamp[]) times.getArray();
        BigDecimal[] numerators =
                (BigDecimal[]) row.getArray("split_numerators").getArray();
        BigDecimal[] denominators =
                (BigDecimal[]) row.getArray("split_denominators").getArray();
        List<Splits.Change> changes = new ArrayList<>(at.length);
        for (int i = 0; i < at.length; i++) {
            changes.add(new Splits.Change(at[i].toInstant(), new Ratio(numerators[i], denominators[i])));
        }
        return new Splits(changes);
    }
}
