package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.ledger.TradeColumns;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds trades by ref_id, also those whose creation was refused. */
public final class KnownTrades {

    /** One statement, so that no trade can come between the look for it and the look for a dead letter of its name. */
    private static final String FIND = """
            SELECT %s, %s
            FROM (
                SELECT *
                FROM trades
                WHERE client_id = :client AND generation = (SELECT generation FROM generations WHERE state = 'live')
                    AND ref_id = :refId
            ) AS t
            FULL JOIN (
                SELECT *
                FROM dead_letters
                WHERE client_id = :client AND ref_id = :refId AND type = 'trade_created'
                ORDER BY logged_at DESC, topic_id DESC, partition DESC, log_offset DESC
                LIMIT 1
            ) AS d ON true
            """.formatted(TradeColumns.of("t"), RefusedTrades.columnsOf("d"));

    private final JdbcClient jdbc;

    public KnownTrades(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The accepted trade of that name, or else the newest dead letter of its creation, or else nothing. */
    public Optional<KnownTrade> find(ClientId client, RefId refId) {
        return jdbc.sql(FIND)
                .param("client", client.value())
                .param("refId", refId.value())
                .query((row, _) -> row.getString("ref_id") != null
                        ? new KnownTrade.Accepted(TradeColumns.trade(row))
                        : (KnownTrade) new KnownTrade.Refused(RefusedTrades.refusedTrade(row)))
                .optional();
    }
}
