package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The events of many records at once: of trades and activities their creation and the newest of their amendments, accepted and
 * refused; of corporate actions the newest record. {@link TradeHistories} has all events of one trade or activity.
 */
public final class RecordEvents {

    /** A ref_id is that of one trade or activity of a client. Their refused creations are no events of what was accepted. */
    private static final String ENTRIES = """
            SELECT NULL::text AS topic, topic_id, partition, log_offset, event_id, type, occurred_at AS at, payload,
                   NULL::text AS reason, NULL::text AS detail, NULL::text AS outcome, NULL::timestamptz AS outcome_at
            FROM events
            WHERE client_id = :client AND generation = live.generation AND ref_id = wanted.ref_id
                AND type IN ('trade_created', 'activity_created')
            UNION ALL
            SELECT NULL, topic_id, partition, log_offset, event_id, type, occurred_at, payload, NULL, NULL, NULL, NULL
            FROM events
            WHERE client_id = :client AND generation = live.generation AND ref_id = wanted.ref_id
                AND type = 'trade_amended'
            UNION ALL
            SELECT NULL, topic_id, partition, log_offset, event_id, type, occurred_at, payload, NULL, NULL, NULL, NULL
            FROM events
            WHERE client_id = :client AND generation = live.generation AND ref_id = wanted.ref_id
                AND type = 'activity_amended'
            UNION ALL
            SELECT topic, topic_id, partition, log_offset, event_id, type, logged_at, record_value, reason, detail,
                   outcome, outcome_at
            FROM dead_letters
            WHERE client_id = :client AND ref_id = wanted.ref_id
                AND (type IS NULL OR type NOT IN ('trade_created', 'activity_created')) $VISIBLE""";

    /** OFFSET 0 keeps each look-up by index. The payloads of events that are not wanted are not sent. */
    private static final String EVENTS = """
            SELECT wanted.ref_id AS of_ref_id, e.*
            FROM unnest(:refIds) AS wanted (ref_id)
            CROSS JOIN (SELECT generation FROM generations WHERE state = 'live') AS live
            CROSS JOIN LATERAL (
                SELECT *
                FROM (
                    SELECT *, count(*) OVER () AS entries,
                           row_number() OVER (
                               ORDER BY partition_at DESC, topic_id DESC, partition DESC, log_offset DESC) AS from_newest
                    FROM (
                        SELECT *, min(at) OVER (PARTITION BY topic_id, partition) AS partition_at
                        FROM ($ENTRIES) AS entries) AS placed) AS numbered
                WHERE from_newest < :most OR entries = :most OR (type IN ('trade_created', 'activity_created'))
                OFFSET 0) AS e
            ORDER BY wanted.ref_id, e.from_newest DESC
            """.replace("$ENTRIES", ENTRIES);

    private static final String ACTIONS = """
            SELECT action_id, version, updated_at
            FROM corporate_actions
            WHERE client_id = :client AND action_id = ANY (:ids)
            """;

    private final JdbcClient jdbc;

    public RecordEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Events of a trade or an activity.
     *
     * @param count the number of all its events
     * @param entries the creation and the newest others, in the order of the log
     */
    public record Events(int count, List<HistoryEntry> entries) {

        public static final Events NONE = new Events(0, List.of());
    }

    /**
     * The newest record of a corporate action.
     *
     * @param version the number of its records
     */
    public record ActionEvent(long version, Instant updatedAt) {}

    /**
     * The events of trades and activities.
     *
     * @param most the most events of each
     * @param user to whom the caller is bound, if it is: refused events of others are left out
     */
    public Map<RefId, Events> of(ClientId client, Collection<RefId> refIds, int most, Optional<UserId> user) {
        Map<RefId, Events> found = new HashMap<>();
        VisibleRefusals.statement(jdbc, EVENTS, user)
                .param("client", client.value())
                .param("refIds", SqlArrays.texts(refIds, RefId::value))
                .param("most", most)
                .query(row -> {
                    int count = row.getInt("entries");
                    found.computeIfAbsent(
                                    new RefId(row.getString("of_ref_id")), _ -> new Events(count, new ArrayList<>()))
                            .entries()
                            .add(TradeHistories.entry(row));
                });
        return found;
    }

    /** The newest records of corporate actions. */
    public Map<RefId, ActionEvent> ofActions(ClientId client, Collection<RefId> ids) {
        Map<RefId, ActionEvent> found = new HashMap<>();
        jdbc.sql(ACTIONS)
                .param("client", client.value())
                .param("ids", SqlArrays.texts(ids, RefId::value))
                .query(row -> {
                    found.put(
                            new RefId(row.getString("action_id")),
                            new ActionEvent(row.getLong("version"), Rows.time(row, "updated_at")));
                });
        return found;
    }
}
