package io.trakkit.store.ledger;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the trade or the refused creation of a ref_id in the live read model. */
public final class TradeLookups {

    /** One statement, so that both look-ups see the same snapshot. */
    private static final String FIND = """
            SELECT %s,
                   d.topic_id, d.partition, d.log_offset, d.reason, d.detail
            FROM generations g
            LEFT JOIN trades t ON t.client_id = :client AND t.generation = g.generation AND t.ref_id = :refId
            LEFT JOIN LATERAL (
                SELECT topic_id, partition, log_offset, reason, detail
                FROM dead_letters
                WHERE client_id = :client AND ref_id = :refId AND type = 'trade_created'
                ORDER BY logged_at DESC, topic_id DESC, partition DESC, log_offset DESC
                LIMIT 1
            ) d ON t.ref_id IS NULL
            WHERE g.state = 'live' AND (t.ref_id IS NOT NULL OR d.reason IS NOT NULL)
            """.formatted(TradeColumns.of("t"));

    private final JdbcClient jdbc;

    public TradeLookups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The result of a look-up. */
    public sealed interface Known {

        /** A trade. */
        record Accepted(AcceptedTrade trade) implements Known {}

        /**
         * There is no trade; its latest creation became a dead letter.
         *
         * @param origin the log position of the creation
         */
        record Refused(LogPosition origin, DeadLetterReason reason, String detail) implements Known {}
    }

    /** Looks up a ref_id; empty if it is unused, or its event is not processed yet. */
    public Optional<Known> find(ClientId client, RefId refId) {
        return jdbc.sql(FIND)
                .param("client", client.value())
                .param("refId", refId.value())
                .query((row, _) -> known(row))
                .optional();
    }

    private static Known known(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        return reason == null
                ? new Known.Accepted(TradeColumns.trade(row))
                : new Known.Refused(Rows.origin(row), DeadLetterReason.parse(reason), row.getString("detail"));
    }
}
