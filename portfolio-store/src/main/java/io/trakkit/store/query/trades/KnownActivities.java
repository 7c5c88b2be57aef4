package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.ledger.ActivityColumns;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the activity or the refused creation of a ref_id in the live read model. */
public final class KnownActivities {

    /** One statement, so that both look-ups see the same snapshot. */
    private static final String FIND = """
            SELECT %s,
                   %s
            FROM generations g
            LEFT JOIN activities a ON a.client_id = :client AND a.generation = g.generation AND a.ref_id = :refId
            LEFT JOIN LATERAL (
                SELECT *
                FROM dead_letters
                WHERE client_id = :client AND ref_id = :refId AND type = 'activity_created'
                ORDER BY logged_at DESC, topic_id DESC, partition DESC, log_offset DESC
                LIMIT 1
            ) d ON a.ref_id IS NULL
            WHERE g.state = 'live' AND (a.ref_id IS NOT NULL OR d.reason IS NOT NULL)
            """.formatted(ActivityColumns.of("a"), RefusedTrades.columnsOf("d"));

    private final JdbcClient jdbc;

    public KnownActivities(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The activity, or if there is none the newest dead letter of its creation; empty if the ref_id is unused, or its event is
     * not processed yet.
     */
    public Optional<KnownActivity> find(ClientId client, RefId refId) {
        return jdbc.sql(FIND)
                .param("client", client.value())
                .param("refId", refId.value())
                .query((row, _) -> row.getString("ref_id") != null
                        ? new KnownActivity.Accepted(ActivityColumns.activity(row))
                        : (KnownActivity) new KnownActivity.Refused(RefusedTrades.refusedTrade(row)))
                .optional();
    }
}
