package io.trakkit.store.query;

import io.trakkit.domain.returns.Splits;
import io.trakkit.domain.value.Ratio;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the splits and bonus issues that count in the positions of a portfolio: each is a ratio, and nothing else has one.
 */
final class SplitRows {

    private static final String OF_KEY = """
            SELECT array_agg((extract(epoch FROM executed_at) * 1000000)::bigint
                       ORDER BY executed_at, ref_id) AS split_times,
                   array_agg(CASE type WHEN 'bonus' THEN numerator + denominator ELSE numerator END
                       ORDER BY executed_at, ref_id) AS split_numerators,
                   array_agg(denominator ORDER BY executed_at, ref_id) AS split_denominators
            FROM (
                SELECT executed_at, ref_id, type, numerator, denominator
                FROM activities
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND numerator IS NOT NULL AND state = 'applied'
                UNION ALL
                SELECT effective_at, action_id, type, numerator, denominator
                FROM corporate_actions a
                WHERE client_id = s.client_id AND ticker = s.ticker AND numerator IS NOT NULL
                    AND $COUNTS) AS changes""";

    /**
     * The splits of the key of a summary {@code s} as arrays, in one row; NULL if it has none. Those that count in the position as it
     * is stored: while the key waits to be folded again, a new action does not count yet, and one that was withdrawn still does.
     */
    static final String OF_SUMMARY = OF_KEY.replace("$COUNTS", """
            CASE
                WHEN withdrawn THEN $WAITS
                WHEN version = 1 THEN NOT $WAITS
                ELSE true
            END""".replace("$WAITS", """
            EXISTS (
                SELECT FROM refolds r
                WHERE r.client_id = a.client_id AND r.action_id = a.action_id AND r.generation = s.generation
                    AND r.done_until < s.portfolio_id)"""));

    /** The same for positions that are folded when they are asked for, with the actions as they are recorded. */
    static final String OF_RECORDS = OF_KEY.replace("$COUNTS", "NOT withdrawn");

    private SplitRows() {}

    /** The splits in a row; none where it has none. */
    static Splits splits(ResultSet row) throws SQLException {
        Array times = row.getArray("split_times");
        if (times == null) {
            return Splits.NONE;
        }
        Long[] micros = (Long[]) times.getArray();
        BigDecimal[] numerators =
                (BigDecimal[]) row.getArray("split_numerators").getArray();
        BigDecimal[] denominators =
                (BigDecimal[]) row.getArray("split_denominators").getArray();
        List<Splits.Change> changes = new ArrayList<>(micros.length);
        for (int i = 0; i < micros.length; i++) {
            changes.add(new Splits.Change(
                    Instant.EPOCH.plus(micros[i], ChronoUnit.MICROS), new Ratio(numerators[i], denominators[i])));
        }
        return new Splits(changes);
    }
}
