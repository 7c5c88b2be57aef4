package io.trakkit.store.query;

import io.trakkit.domain.valuation.Splits;
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

    private static final String OF_KEY = """
            client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id AND ticker = s.ticker""";

    /** From when on a record that was received ahead of its time counts: from its receipt, but not before those before it. */
    private static final String COUNTS_AHEAD = """
            greatest(changes.received_at, (
                SELECT max(least(before.executed_at, before.created_at))
                FROM (
                    SELECT executed_at, created_at
                    FROM trades
                    WHERE $KEY AND executed_at > changes.received_at AND executed_at < changes.executed_at
                    UNION ALL
                    SELECT executed_at, created_at
                    FROM activities
                    WHERE $KEY AND executed_at > changes.received_at AND executed_at < changes.executed_at) AS before))""";

    /**
     * The splits of the key of a summary {@code s} as arrays, in one row; NULL if it has none. Those that count in the position as it
     * is stored.
     */
    static final String OF_SUMMARY = """
            SELECT array_agg((extract(epoch FROM executed_at) * 1000000)::bigint
                       ORDER BY executed_at, ref_id) AS split_times,
                   array_agg(CASE type WHEN 'bonus' THEN numerator + denominator ELSE numerator END
                       ORDER BY executed_at, ref_id) AS split_numerators,
                   array_agg(denominator ORDER BY executed_at, ref_id) AS split_denominators,
                   array_agg((extract(epoch FROM
                           CASE WHEN received_at < executed_at THEN $COUNTS_AHEAD ELSE executed_at END) * 1000000)::bigint
                       ORDER BY executed_at, ref_id) AS split_count_times
            FROM (
                SELECT executed_at, created_at AS received_at, ref_id, type, numerator, denominator
                FROM activities
                WHERE $KEY AND numerator IS NOT NULL AND state = 'applied'
                UNION ALL
                SELECT effective_at, updated_at, action_id, type, numerator, denominator
                FROM ($ACTIONS) AS actions
                WHERE numerator IS NOT NULL) AS changes""".replace("$COUNTS_AHEAD", COUNTS_AHEAD)
            .replace("$KEY", OF_KEY)
            .replace("$ACTIONS", CorporateActions.OF_SUMMARY);

    private SplitRows() {}

    /** The splits in a row; none where it has none. */
    static Splits splits(ResultSet row) throws SQLException {
        Array times = row.getArray("split_times");
        if (times == null) {
            return Splits.NONE;
        }
        Long[] micros = (Long[]) times.getArray();
        Long[] countMicros = (Long[]) row.getArray("split_count_times").getArray();
        BigDecimal[] numerators =
                (BigDecimal[]) row.getArray("split_numerators").getArray();
        BigDecimal[] denominators =
                (BigDecimal[]) row.getArray("split_denominators").getArray();
        List<Splits.Change> changes = new ArrayList<>(micros.length);
        for (int i = 0; i < micros.length; i++) {
            changes.add(new Splits.Change(time(micros[i]), time(countMicros[i]), numerators[i], denominators[i]));
        }
        return new Splits(changes);
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
