package io.trakkit.store;

import io.trakkit.domain.AcceptedTrade;
import io.trakkit.domain.ClientId;
import io.trakkit.domain.DeadLetterReason;
import io.trakkit.domain.RefId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the live read model knows under a ref_id. */
public final class TradeLookups {

    private static final String TRADE = """
            SELECT client_id, ref_id, portfolio_id, ticker, sequence, user_id, side, security_type,
                   volume, price, status, executed_at, state, version, fingerprint, created_at, updated_at
            FROM trades
            WHERE client_id = :client AND generation = (SELECT generation FROM generations WHERE state = 'live')
                AND ref_id = :refId
            """;

    private static final String REFUSAL = """
            SELECT topic_id, partition, log_offset, reason, detail
            FROM dead_letters
            WHERE client_id = :client AND ref_id = :refId AND type = 'trade_created'
            ORDER BY logged_at DESC
            LIMIT 1
            """;

    private final JdbcClient jdbc;

    public TradeLookups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a ref_id stands for. */
    public sealed interface Known {

        /** A trade. */
        record Accepted(AcceptedTrade trade) implements Known {}

        /**
         * A creation that became a dead letter, the latest of them; there is no trade.
         *
         * @param origin where the creation stands in the log
         */
        record Refused(LogPosition origin, DeadLetterReason reason, String detail) implements Known {}
    }

    /** Looks a ref_id up; empty if there has been no verdict on it yet, or it was never used. */
    public Optional<Known> find(ClientId client, RefId refId) {
        Optional<Known> trade = jdbc.sql(TRADE)
                .param("client", client.value())
                .param("refId", refId.value())
                .query((row, _) -> (Known) new Known.Accepted(Trades.acceptedTrade(row)))
                .optional();
        return trade.isPresent() ? trade : refusal(client, refId);
    }

    private Optional<Known> refusal(ClientId client, RefId refId) {
        return jdbc.sql(REFUSAL)
                .param("client", client.value())
                .param("refId", refId.value())
                .query((row, _) -> (Known) new Known.Refused(
                        Rows.origin(row), DeadLetterReason.parse(row.getString("reason")), row.getString("detail")))
                .optional();
    }
}
