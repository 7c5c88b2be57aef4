package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.RefId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds trades by ref_id, also those whose creation was refused. */
public final class KnownTrades {

    /** One statement, so that no trade can come between the look for it and the look for a dead letter of its name. */
    private static final String FIND = """
            SELECT t.ref_id IS NOT NULL AS accepted, coalesce(t.ref_id, d.ref_id) AS ref_id,
                   coalesce(t.portfolio_id, d.portfolio_id) AS portfolio_id, coalesce(t.ticker, d.ticker) AS ticker,
                   coalesce(t.user_id, d.user_id) AS user_id, t.side, t.security_type, t.volume, t.price, t.status,
                   t.executed_at, t.state, t.held_at_rejection, t.version, t.created_at, t.updated_at,
                   d.reason, d.detail, d.record_value, d.logged_at, d.topic_id, d.partition, d.log_offset
            FROM (
                SELECT ref_id, portfolio_id, ticker, user_id, side, security_type, volume, price, status, executed_at,
                       state, held_at_rejection, version, created_at, updated_at
                FROM trades
                WHERE client_id = :client AND generation = (SELECT generation FROM generations WHERE state = 'live')
                    AND ref_id = :refId
            ) AS t
            FULL JOIN (
                SELECT ref_id, portfolio_id, ticker, user_id, reason, detail, record_value, logged_at,
                       topic_id, partition, log_offset
                FROM dead_letters
                WHERE client_id = :client AND ref_id = :refId AND type = 'trade_created'
                ORDER BY logged_at DESC, topic_id DESC, partition DESC, log_offset DESC
                LIMIT 1
            ) AS d ON true
            """;

    private final JdbcClient jdbc;

    public KnownTrades(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The accepted trade of that name, or else the newest dead letter of its creation, or else nothing. */
    public Optional<KnownTrade> find(ClientId client, RefId refId) {
        return jdbc.sql(FIND)
                .param("client", client.value())
                .param("refId", refId.value())
                .query((row, _) -> row.getBoolean("accepted")
                        ? new KnownTrade.Accepted(TradeRows.listedTrade(row))
                        : (KnownTrade) new KnownTrade.Refused(RefusedTrades.refusedTrade(row)))
                .optional();
    }
}
