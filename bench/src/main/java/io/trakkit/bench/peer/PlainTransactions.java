package io.trakkit.bench.peer;

import io.trakkit.bench.log.LogReader;
import io.trakkit.bench.streams.Holding;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Trade;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** One transaction per trade on one connection: lock the summary, fold the trade onto it, write all three rows. */
final class PlainTransactions implements AutoCloseable {

    private static final String LOCK = """
            SELECT held, cost, realised, trades FROM summaries
            WHERE client_id = ? AND generation = 1 AND portfolio_id = ? AND ticker = ?
            FOR UPDATE
            """;

    private static final String OPEN = """
            INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,
                                   last_executed_at, last_sequence, since_checkpoint, trades, version, updated_at)
            VALUES (?, 1, ?, ?, 0, 0, 0, ?, 0, 0, 0, 0, ?)
            ON CONFLICT DO NOTHING
            """;

    /** The event, which makes a repeat fall out, the trade and the summary in one round trip. */
    private static final String WRITE = """
            WITH claimed AS (
                INSERT INTO events (client_id, generation, event_id, type, portfolio_id, ticker, ref_id, fingerprint,
                                    occurred_at, topic_id, partition, log_offset, payload)
                VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                RETURNING client_id, event_id, portfolio_id, ticker, ref_id, fingerprint, occurred_at
            ), traded AS (
                INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, sequence, user_id, side,
                                    security_type, volume, price, status, executed_at, fee, currency, fx_rate,
                                    state, version, fingerprint, created_at, updated_at)
                SELECT client_id, 1, ref_id, portfolio_id, ticker, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, fingerprint,
                       occurred_at, occurred_at
                FROM claimed
                RETURNING client_id, portfolio_id, ticker, sequence, executed_at, updated_at
            )
            UPDATE summaries s SET held = ?, cost = ?, realised = ?, last_executed_at = t.executed_at,
                last_sequence = t.sequence, since_checkpoint = 0, trades = t.sequence, version = t.sequence,
                updated_at = t.updated_at
            FROM traded t
            WHERE s.client_id = t.client_id AND s.generation = 1 AND s.portfolio_id = t.portfolio_id
                AND s.ticker = t.ticker
            """;

    private final Connection connection;
    private final UUID topicId;
    private final PreparedStatement lock;
    private final PreparedStatement open;
    private final PreparedStatement write;

    PlainTransactions(Connection connection, UUID topicId) throws SQLException {
        this.connection = connection;
        this.topicId = topicId;
        connection.setAutoCommit(false);
        connection.unwrap(PGConnection.class).setPrepareThreshold(1);
        lock = connection.prepareStatement(LOCK);
        open = connection.prepareStatement(OPEN);
        write = connection.prepareStatement(WRITE);
    }

    void apply(LogReader.Item item) throws SQLException {
        TradeEvent.Created event = item.event();
        Holding before = lock(event);
        if (before == null) {
            open(event);
            before = Objects.requireNonNull(lock(event));
        }
        write(item, before.allows(event.trade()) ? "applied" : "rejected", before.after(event.trade()));
        connection.commit();
    }

    private @Nullable Holding lock(TradeEvent.Created event) throws SQLException {
        key(lock, event);
        try (ResultSet row = lock.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            return new Holding(row.getBigDecimal(1), row.getBigDecimal(2), row.getBigDecimal(3), row.getLong(4));
        }
    }

    private void open(TradeEvent.Created event) throws SQLException {
        key(open, event);
        open.setObject(4, event.trade().executedAt().atOffset(ZoneOffset.UTC));
        open.setObject(5, event.occurredAt().atOffset(ZoneOffset.UTC));
        open.executeUpdate();
    }

    private static void key(PreparedStatement statement, TradeEvent.Created event) throws SQLException {
        statement.setString(1, event.client().value());
        statement.setLong(2, event.trade().portfolio().value());
        statement.setString(3, event.trade().ticker().value());
    }

    private void write(LogReader.Item item, String state, Holding after) throws SQLException {
        TradeEvent.Created event = item.event();
        Trade trade = event.trade();
        int i = 0;
        write.setString(++i, event.client().value());
        write.setObject(++i, event.eventId());
        write.setString(++i, event.type().wireName());
        write.setLong(++i, trade.portfolio().value());
        write.setString(++i, trade.ticker().value());
        write.setString(++i, trade.refId().value());
        write.setObject(++i, event.fingerprint().value());
        write.setObject(++i, event.occurredAt().atOffset(ZoneOffset.UTC));
        write.setObject(++i, topicId);
        write.setInt(++i, item.partition());
        write.setLong(++i, item.offset());
        write.setBytes(++i, item.payload());
        write.setLong(++i, after.trades());
        write.setString(++i, trade.user().value());
        write.setInt(++i, trade.side().code());
        write.setString(++i, trade.securityType().wireName());
        write.setBigDecimal(++i, trade.volume().value());
        write.setBigDecimal(++i, trade.price().value());
        write.setString(++i, trade.status().wireName());
        write.setObject(++i, trade.executedAt().atOffset(ZoneOffset.UTC));
        Conversion conversion = trade.conversion().orElseThrow();
        write.setBigDecimal(++i, trade.charges().fee().value());
        write.setString(++i, conversion.currency().value());
        write.setBigDecimal(++i, conversion.rate().value());
        write.setString(++i, state);
        write.setBigDecimal(++i, after.held());
        write.setBigDecimal(++i, after.cost());
        write.setBigDecimal(++i, after.realised());
        write.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
