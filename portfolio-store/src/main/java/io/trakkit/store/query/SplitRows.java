package io.trakkit.store.query;

import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.value.Ratio;
import io.trakkit.store.actions.CorporateActions;
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

    /**
     * The splits of the key of a summary {@code s} as arrays, in one row; NULL if it has none. Those that count in the position as it
     * is stored.
     */
    static final String OF_SUMMARY = """
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
                FROM (%s) AS actions
                WHERE numerator IS NOT NULL) AS changes""".formatted(CorporateActions.OF_SUMMARY);

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
