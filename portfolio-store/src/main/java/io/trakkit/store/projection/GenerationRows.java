package io.trakkit.store.projection;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.value.Times;
import io.trakkit.store.ledger.ActivityColumns;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.store.ledger.PositionColumns;
import io.trakkit.store.ledger.Summaries;
import io.trakkit.store.ledger.TradeColumns;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Replaces the rows of one key by those of another generation. */
public final class GenerationRows {

    private static final String OF_GENERATION = " WHERE generation = :generation";

    private static final String OF_KEY =
            OF_GENERATION + " AND client_id = :client AND portfolio_id = :portfolio AND ticker = :ticker";

    /**
     * The row stays the same one, since others may be waiting for its lock. Version and refolds together only grow, also where
     * the version was too high.
     */
    private static final String PUT_SUMMARY = """
            UPDATE summaries s SET %s,
                last_executed_at = coalesce(n.last_executed_at, :lastTime),
                last_side = coalesce(n.last_side, :lastSide), last_ref_id = coalesce(n.last_ref_id, :lastRefId),
                since_checkpoint = coalesce(n.since_checkpoint, 0),
                trades = coalesce(n.trades, 0), version = coalesce(n.version, 0),
                updated_at = coalesce(n.updated_at, :updatedAt),
                action_change = coalesce(n.action_change, 0),
                refolds = s.refolds + 1 + greatest(s.version - coalesce(n.version, 0), 0)
            FROM (VALUES (true)) AS always
            LEFT JOIN summaries n ON n.generation = :from AND n.client_id = :client
                AND n.portfolio_id = :portfolio AND n.ticker = :ticker
            WHERE s.generation = :generation AND s.client_id = :client
                AND s.portfolio_id = :portfolio AND s.ticker = :ticker
            """.formatted(position());

    private static final List<String> COPIES =
            List.of("""
            INSERT INTO events (client_id, generation, event_id, type, portfolio_id, ticker, ref_id, fingerprint,
                                occurred_at, topic_id, partition, log_offset, payload)
            SELECT client_id, :to, event_id, type, portfolio_id, ticker, ref_id, fingerprint,
                   occurred_at, topic_id, partition, log_offset, payload
            FROM events""", """
            INSERT INTO trades (generation, %1$s)
            SELECT :to, %1$s
            FROM trades""".formatted(TradeColumns.names()), """
            INSERT INTO activities (generation, %1$s)
            SELECT :to, %1$s
            FROM activities""".formatted(ActivityColumns.names()), """
            INSERT INTO checkpoints (client_id, generation, portfolio_id, ticker, executed_at, side, ref_id, %1$s)
            SELECT client_id, :to, portfolio_id, ticker, executed_at, side, ref_id, %1$s
            FROM checkpoints""".formatted(
                            PositionColumns.names()));

    /** Up to where the rebuilt generation has come: what the live one has accepted since is none. */
    private static final String STRANGERS = """
            SELECT e.client_id, e.portfolio_id, e.ticker, e.event_id
            FROM events e
            LEFT JOIN progress p ON p.generation = :rebuilt AND p.topic_id = e.topic_id AND p.partition = e.partition
            WHERE e.generation = :live
                AND $KEYS
                AND (p.next_offset IS NULL OR e.log_offset < p.next_offset)
                AND NOT EXISTS (
                    SELECT FROM events r
                    WHERE r.client_id = e.client_id AND r.generation = :rebuilt AND r.event_id = e.event_id)
            """.replace("$KEYS", KeyFilter.conditions("e"));

    private static final String DELETE_STRANGERS = """
            DELETE FROM events WHERE generation = :generation AND client_id = :client AND event_id = ANY(:eventIds)
            """;

    /**
     * Deletes records of the same ref_ids under other keys, too, where they do not belong. LIMIT forces one index look-up per
     * record: the planner knows nothing about a new generation, and scanned all trades for each.
     */
    private static final String DELETE_SAME_RECORDS = """
            DELETE FROM $TABLE t
            USING $TABLE n
            CROSS JOIN LATERAL (
                SELECT ctid FROM $TABLE
                WHERE client_id = n.client_id AND generation = :generation AND ref_id = n.ref_id
                LIMIT 1) AS place
            WHERE n.generation = :from AND n.client_id = :client AND n.portfolio_id = :portfolio AND n.ticker = :ticker
                AND t.client_id = n.client_id AND t.ctid = place.ctid
            """;

    private static final String DELETE_SHARED = """
            DELETE FROM events e
            USING events n
            CROSS JOIN LATERAL (
                SELECT ctid FROM events
                WHERE client_id = n.client_id AND generation = :generation AND event_id = n.event_id
                LIMIT 1) AS place
            WHERE n.generation = :from AND n.client_id = :client AND n.portfolio_id = :portfolio AND n.ticker = :ticker
                AND e.client_id = n.client_id AND e.ctid = place.ctid
            """;

    private final JdbcClient jdbc;
    private final Summaries summaries;

    private static String position() {
        return PositionColumns.ALL.stream()
                .map(column ->
                        (column.nullable() ? "%1$s = n.%1$s" : "%1$s = coalesce(n.%1$s, 0)").formatted(column.name()))
                .collect(Collectors.joining(", "));
    }

    public GenerationRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
        summaries = new Summaries(jdbc);
    }

    /** Events that a live generation holds and a rebuilt one, as far as it has come, does not; by their keys. */
    public Map<PositionKey, List<UUID>> strangers(int live, int rebuilt, KeyFilter filter) {
        Map<PositionKey, List<UUID>> found = new HashMap<>();
        filter.bind(jdbc.sql(STRANGERS))
                .param("live", live)
                .param("rebuilt", rebuilt)
                .query(row -> {
                    found.computeIfAbsent(Rows.key(row), _ -> new ArrayList<>()).add(Rows.uuid(row, "event_id"));
                });
        return found;
    }

    /**
     * Puts what one generation has of a key in the place of what another one has, nothing included. The caller holds the
     * lock of the key's summary.
     *
     * @param strangers the events of the key that only the other one has
     */
    public void replaceKey(int from, int to, PositionKey key, List<UUID> strangers) {
        List.of("checkpoints", "trades", "activities")
                .forEach(table -> ofKey("DELETE FROM " + table + OF_KEY, key)
                        .param("generation", to)
                        .update());
        List.of("trades", "activities")
                .forEach(table -> ofKey(DELETE_SAME_RECORDS.replace("$TABLE", table), key)
                        .param("from", from)
                        .param("generation", to)
                        .update());
        jdbc.sql(DELETE_STRANGERS)
                .param("generation", to)
                .param("client", key.client().value())
                .param("eventIds", SqlArrays.uuids(strangers, eventId -> eventId))
                .update();
        ofKey(DELETE_SHARED, key).param("from", from).param("generation", to).update();
        ofKey(PUT_SUMMARY, key)
                .param("from", from)
                .param("generation", to)
                .param("lastTime", TradeOrder.START.executedAt().atOffset(ZoneOffset.UTC))
                .param("lastSide", TradeOrder.START.rank().code())
                .param("lastRefId", TradeOrder.START.refId().value())
                .param("updatedAt", Times.EARLIEST.atOffset(ZoneOffset.UTC))
                .update();
        COPIES.forEach(copy -> ofKey(copy + OF_KEY, key)
                .param("generation", from)
                .param("to", to)
                .update());
        summaries.countRefold(to);
    }

    private JdbcClient.StatementSpec ofKey(String sql, PositionKey key) {
        return jdbc.sql(sql)
                .param("client", key.client().value())
                .param("portfolio", key.portfolio().value())
                .param("ticker", key.ticker().value());
    }
}
