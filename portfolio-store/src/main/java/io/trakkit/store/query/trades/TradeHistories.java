package io.trakkit.store.query.trades;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.query.page.Conditions;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Order;
import io.trakkit.store.query.page.PageStatement;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The history of a trade or an activity: its accepted and refused events.
 *
 * <p>Within a partition they are in the order of the log. Partitions have no order among themselves; one follows another
 * by the time of its first record about it. Nearly always there is one: all its events share their key.
 */
public final class TradeHistories {

    private static final String ENTRIES = """
            SELECT NULL::text AS topic, topic_id, partition, log_offset, event_id, type, occurred_at AS at, payload,
                   NULL::text AS reason, NULL::text AS detail, NULL::text AS outcome, NULL::timestamptz AS outcome_at
            FROM events
            WHERE client_id = :client AND generation = (SELECT generation FROM generations WHERE state = 'live')
                AND ref_id = :refId AND type = '$KIND_created'
            UNION ALL
            SELECT NULL, topic_id, partition, log_offset, event_id, type, occurred_at, payload, NULL, NULL,
                   NULL, NULL
            FROM events
            WHERE client_id = :client AND generation = (SELECT generation FROM generations WHERE state = 'live')
                AND ref_id = :refId AND type = '$KIND_amended'
            UNION ALL
            SELECT topic, topic_id, partition, log_offset, event_id, type, logged_at, record_value, reason, detail,
                   outcome, outcome_at
            FROM dead_letters
            WHERE client_id = :client AND ref_id = :refId AND $REFUSED $VISIBLE""";

    private static final String ROWS = """
            SELECT true AS present, e.*
            FROM (
                SELECT topic, topic_id, partition, log_offset, event_id, type, at, payload, reason, detail,
                       outcome, outcome_at, min(at) OVER (PARTITION BY topic_id, partition) AS partition_at
                FROM (
            """ + ENTRIES + """
                ) AS entries
            ) AS e
            WHERE true""";

    private static final String ALL = "SELECT FROM (" + ENTRIES + ") AS e";

    private final JdbcClient jdbc;
    private final String rows;
    private final String all;

    private TradeHistories(JdbcClient jdbc, String kind, String refused) {
        this.jdbc = jdbc;
        rows = ROWS.replace("$KIND", kind).replace("$REFUSED", refused);
        all = ALL.replace("$KIND", kind).replace("$REFUSED", refused);
    }

    /** Those of trades; what was refused without a type that could be read is taken for one about a trade. */
    public static TradeHistories ofTrades(JdbcClient jdbc) {
        return new TradeHistories(
                jdbc, "trade", "(type IS NULL OR type NOT IN ('activity_created', 'activity_amended'))");
    }

    /** Those of activities. */
    public static TradeHistories ofActivities(JdbcClient jdbc) {
        return new TradeHistories(jdbc, "activity", "type IN ('activity_created', 'activity_amended')");
    }

    /**
     * Part of a history; without rows where nothing is known of that ref_id.
     *
     * @param user to whom the caller is bound, if it is: refused events of others are left out
     */
    public Slice<HistoryEntry> page(ClientId client, RefId refId, Optional<UserId> user, Window<LogKey> window) {
        Order<LogKey> order = LogKey.order("partition_at", Direction.ASCENDING);
        Conditions within =
                order.within(window, "e").with("client", client.value()).with("refId", refId.value());
        VisibleRefusals.values(user).forEach(within::with);
        return new PageStatement<>(VisibleRefusals.in(rows, user) + within.text(), VisibleRefusals.in(all, user), order)
                .run(jdbc, within.values(), window, (row, _) -> entry(row));
    }

    static HistoryEntry entry(ResultSet row) throws SQLException {
        LogPosition origin = Rows.origin(row);
        @Nullable String reason = row.getString("reason");
        return new HistoryEntry(
                Optional.ofNullable(row.getString("topic")),
                origin,
                Optional.ofNullable(row.getObject("event_id", UUID.class)),
                Optional.ofNullable(row.getString("type")),
                Rows.time(row, "at"),
                row.getBytes("payload"),
                reason == null ? Optional.empty() : Optional.of(refusal(row, reason)),
                Rows.time(row, "partition_at"));
    }

    private static HistoryEntry.Refusal refusal(ResultSet row, String reason) throws SQLException {
        @Nullable String outcome = row.getString("outcome");
        return new HistoryEntry.Refusal(
                DeadLetterReason.parse(reason),
                row.getString("detail"),
                outcome == null
                        ? Optional.empty()
                        : Optional.of(new HistoryEntry.Outcome(
                                DeadLetterDecision.Kind.parse(outcome), Rows.time(row, "outcome_at"))));
    }
}
