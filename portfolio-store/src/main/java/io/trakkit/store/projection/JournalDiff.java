package io.trakkit.store.projection;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds where the journals of two generations differ. */
public final class JournalDiff {

    /** One pass over the journal for all keys, whose number the caller limits. */
    private static final String FIRST = """
            WITH wanted AS (
                SELECT * FROM unnest(:clients, :portfolios, :tickers) AS w (client_id, portfolio_id, ticker)
            ), reached AS (
                SELECT topic_id, partition, next_offset FROM progress WHERE generation = :rebuilt
            ), differing AS (
                SELECT e.client_id, e.portfolio_id, e.ticker, e.event_id, e.type, e.ref_id, e.topic_id, e.partition,
                       e.log_offset, max(e.generation) AS only_in
                FROM events e JOIN wanted USING (client_id, portfolio_id, ticker)
                LEFT JOIN reached r ON r.topic_id = e.topic_id AND r.partition = e.partition
                WHERE e.generation IN (:live, :rebuilt)
                    AND (e.generation = :rebuilt OR r.next_offset IS NULL OR e.log_offset < r.next_offset)
                GROUP BY e.client_id, e.portfolio_id, e.ticker, e.event_id, e.type, e.ref_id, e.topic_id, e.partition,
                         e.log_offset
                HAVING count(*) = 1
            )
            SELECT DISTINCT ON (client_id, portfolio_id, ticker)
                   client_id, portfolio_id, ticker, event_id, type, ref_id, topic_id, partition, log_offset,
                   only_in = :live AS only_in_live
            FROM differing
            ORDER BY client_id, portfolio_id, ticker, topic_id, partition, log_offset
            """;

    private static final String CREATION = """
            SELECT client_id, portfolio_id, ticker, event_id, type, ref_id, topic_id, partition, log_offset,
                   NULL::boolean AS only_in_live
            FROM events
            WHERE client_id = :client AND generation IN (:live, :rebuilt) AND ref_id = :refId
                AND type IN ('trade_created', 'activity_created')
            ORDER BY generation DESC
            LIMIT 1
            """;

    private final JdbcClient jdbc;

    public JournalDiff(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An event at which two generations part.
     *
     * @param onlyInLive whether only the live generation has it, or only the rebuilt one; null if both have it, and what
     *     they made of it differs
     */
    public record Parting(
            UUID eventId,
            String type,
            @Nullable String refId,
            LogPosition origin,
            @Nullable Boolean onlyInLive) {}

    /**
     * For each of some keys the first event of the log that one generation has applied and the other has not; keys whose
     * journals are alike are left out.
     *
     * @param rebuilt up to whose progress the live one is looked at
     */
    public Map<PositionKey, Parting> first(int live, int rebuilt, Collection<PositionKey> keys) {
        Map<PositionKey, Parting> found = new HashMap<>();
        jdbc.sql(FIRST)
                .param("clients", SqlArrays.texts(keys, PositionKey::client))
                .param(
                        "portfolios",
                        SqlArrays.longs(keys, key -> key.portfolio().value()))
                .param("tickers", SqlArrays.texts(keys, PositionKey::ticker))
                .param("live", live)
                .param("rebuilt", rebuilt)
                .query(row -> {
                    found.put(Rows.key(row), parting(row));
                });
        return found;
    }

    /** The creation of a trade or an activity, in whichever of the generations it is. */
    public Optional<Parting> creation(int live, int rebuilt, PositionKey key, RefId refId) {
        return jdbc.sql(CREATION)
                .param("client", key.client().value())
                .param("live", live)
                .param("rebuilt", rebuilt)
                .param("refId", refId.value())
                .query((row, _) -> parting(row))
                .optional();
    }

    private static Parting parting(ResultSet row) throws SQLException {
        return new Parting(
                Rows.uuid(row, "event_id"),
                row.getString("type"),
                row.getString("ref_id"),
                Rows.origin(row),
                row.getObject("only_in_live", Boolean.class));
    }
}
