package io.trakkit.store.ledger;

import static io.trakkit.store.postgres.BinaryArray.ElementType.INT2;
import static io.trakkit.store.postgres.BinaryArray.ElementType.INT4;
import static io.trakkit.store.postgres.BinaryArray.ElementType.INT8;
import static io.trakkit.store.postgres.BinaryArray.ElementType.NUMERIC;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TEXT;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TIMESTAMPTZ;
import static io.trakkit.store.postgres.BinaryArray.ElementType.UUID;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.trade.Fingerprint;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.postgres.BinaryCopy;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes accepted trades. The caller holds the lock of the summary of their key. */
public final class Trades {

    /** The columns that {@link #acceptedTrade} reads, of a trade {@code t}. */
    static final String COLUMNS = """
            t.client_id, t.ref_id, t.portfolio_id, t.ticker, t.user_id, t.side, t.security_type,
            t.volume, t.price, t.status, t.executed_at, t.state, t.held_at_rejection, t.version,
            t.fingerprint, t.created_at, t.updated_at""";

    /** The number of rows that the driver holds at a time. */
    private static final int FETCH_SIZE = 1_000;

    /**
     * LIMIT forces one index look-up per trade. With a plain join, in a generation newer than the statistics, the planner
     * scanned all trades for each one: 10 s for 500 among 40,000, and a replay was quadratic.
     */
    private static final String FIND = """
            SELECT %s
            FROM unnest(:clients, :refIds) AS wanted (client_id, ref_id)
            CROSS JOIN LATERAL (
                SELECT *
                FROM trades
                WHERE client_id = wanted.client_id AND generation = :generation AND ref_id = wanted.ref_id
                LIMIT 1) AS t
            """.formatted(COLUMNS);

    /** Looks up rows as {@link #FIND} does. The ctid of a row is stable here, because its key is locked. */
    private static final String UPDATE = """
            UPDATE trades t SET volume = n.volume, price = n.price, status = n.status, state = n.state,
                held_at_rejection = n.held_at_rejection, version = n.version, updated_at = n.updated_at
            FROM unnest(:clients, :refIds, :volumes, :prices, :statuses, :states, :heldAtRejection, :versions, :updatedAt)
                AS n (client_id, ref_id, volume, price, status, state, held_at_rejection, version, updated_at)
            CROSS JOIN LATERAL (
                SELECT ctid
                FROM trades
                WHERE client_id = n.client_id AND generation = :generation AND ref_id = n.ref_id
                LIMIT 1) AS found
            WHERE t.ctid = found.ctid
            """;

    private static final String SET_OUTCOMES = """
            UPDATE trades t SET state = n.state, held_at_rejection = n.held_at_rejection
            FROM unnest(:refIds, :states, :heldAtRejection) AS n (ref_id, state, held_at_rejection)
            CROSS JOIN LATERAL (
                SELECT ctid
                FROM trades
                WHERE client_id = :client AND generation = :generation AND ref_id = n.ref_id
                LIMIT 1) AS found
            WHERE t.ctid = found.ctid
            """;

    private static final String TRADES_AFTER = """
            SELECT ref_id, executed_at, side, volume, price, status, state, held_at_rejection
            FROM trades
            WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio AND ticker = :ticker
                AND (executed_at, side, ref_id) > (:executedAt, :side, :refId)
            ORDER BY executed_at, side, ref_id
            """;

    private final JdbcClient jdbc;

    public Trades(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Finds trades by ref_id. Unknown ref_ids are left out. */
    public List<AcceptedTrade> find(int generation, Collection<Journal.RefKey> keys) {
        return jdbc.sql(FIND)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(keys, Journal.RefKey::client))
                .param("refIds", SqlArrays.texts(keys, Journal.RefKey::refId))
                .query((row, _) -> acceptedTrade(row))
                .list();
    }

    /** Adds trades. The journal has claimed their ref_ids, so none of them exists. */
    public void insert(int generation, Collection<AcceptedTrade> trades) {
        BinaryCopy.<AcceptedTrade>into("trades")
                .column("client_id", TEXT, t -> t.client().value())
                .column("generation", INT4, _ -> generation)
                .column("ref_id", TEXT, t -> t.trade().refId().value())
                .column("portfolio_id", INT8, t -> t.trade().portfolio().value())
                .column("ticker", TEXT, t -> t.trade().ticker().value())
                .column("user_id", TEXT, t -> t.trade().user().value())
                .column("side", INT2, t -> t.trade().side().code())
                .column("security_type", TEXT, t -> t.trade().securityType().wireName())
                .column("volume", NUMERIC, t -> t.trade().volume().value())
                .column("price", NUMERIC, t -> t.trade().price().value())
                .column("status", TEXT, t -> t.trade().status().wireName())
                .column("executed_at", TIMESTAMPTZ, t -> t.trade().executedAt())
                .column("state", TEXT, t -> t.state().wireName())
                .column("held_at_rejection", NUMERIC, t -> t.outcome().held())
                .column("version", INT8, AcceptedTrade::version)
                .column("fingerprint", UUID, t -> t.fingerprint().value())
                .column("created_at", TIMESTAMPTZ, AcceptedTrade::createdAt)
                .column("updated_at", TIMESTAMPTZ, AcceptedTrade::updatedAt)
                .write(jdbc, trades);
    }

    /** Updates amended trades. */
    public void update(int generation, Collection<AcceptedTrade> trades) {
        jdbc.sql(UPDATE)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(trades, AcceptedTrade::client))
                .param("refIds", SqlArrays.texts(trades, t -> t.trade().refId()))
                .param(
                        "volumes",
                        SqlArrays.decimals(trades, t -> t.trade().volume().value()))
                .param(
                        "prices",
                        SqlArrays.decimals(trades, t -> t.trade().price().value()))
                .param(
                        "statuses",
                        SqlArrays.texts(trades, t -> t.trade().status().wireName()))
                .param("states", SqlArrays.texts(trades, t -> t.state().wireName()))
                .param(
                        "heldAtRejection",
                        SqlArrays.decimals(trades, t -> t.outcome().held()))
                .param("versions", SqlArrays.longs(trades, AcceptedTrade::version))
                .param("updatedAt", SqlArrays.times(trades, AcceptedTrade::updatedAt))
                .update();
    }

    /** Writes the outcomes of a refold for trades of one client. */
    public void setOutcomes(int generation, ClientId client, Map<RefId, FoldOutcome> outcomes) {
        jdbc.sql(SET_OUTCOMES)
                .param("generation", generation)
                .param("client", client.value())
                .param("refIds", SqlArrays.texts(outcomes.keySet(), RefId::value))
                .param(
                        "states",
                        SqlArrays.texts(
                                outcomes.values(),
                                foldOutcome -> foldOutcome.state().wireName()))
                .param("heldAtRejection", SqlArrays.decimals(outcomes.values(), FoldOutcome::held))
                .update();
    }

    /**
     * Streams the trades of a key after {@code tradeOrder}, in trade order. Needs a transaction, and the caller closes the
     * stream.
     */
    public Stream<FoldedTrade> tradesAfter(int generation, PositionKey key, TradeOrder tradeOrder) {
        return jdbc
                .sql(TRADES_AFTER)
                .withFetchSize(FETCH_SIZE)
                .param("generation", generation)
                .param("client", key.client().value())
                .param("portfolio", key.portfolio().value())
                .param("ticker", key.ticker().value())
                .param("executedAt", tradeOrder.executedAt().atOffset(ZoneOffset.UTC))
                .param("side", tradeOrder.side().code())
                .param("refId", tradeOrder.refId().value())
                .query((row, _) -> foldedTrade(row))
                .stream();
    }

    /**
     * Reads a trade by the indexes of its columns, which come first and in the order of {@link #TRADES_AFTER}: to look
     * for their names took a sixth of the time of a long fold.
     */
    public static FoldedTrade foldedTrade(ResultSet row) throws SQLException {
        return new FoldedTrade(
                new TradeOrder(
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        Side.ofCode(row.getInt(3)),
                        new RefId(row.getString(1))),
                new Volume(row.getBigDecimal(4)),
                new Price(row.getBigDecimal(5)),
                TradeStatus.parse(row.getString(6)),
                new FoldOutcome(TradeState.parse(row.getString(7)), row.getBigDecimal(8)));
    }

    static AcceptedTrade acceptedTrade(ResultSet row) throws SQLException {
        return new AcceptedTrade(
                Rows.client(row),
                trade(row),
                Rows.outcome(row),
                row.getLong("version"),
                new Fingerprint(Rows.uuid(row, "fingerprint")),
                Rows.time(row, "created_at"),
                Rows.time(row, "updated_at"));
    }

    private static Trade trade(ResultSet row) throws SQLException {
        return new Trade(
                new RefId(row.getString("ref_id")),
                new UserId(row.getString("user_id")),
                new PortfolioId(row.getLong("portfolio_id")),
                Side.ofCode(row.getInt("side")),
                SecurityType.parse(row.getString("security_type")),
                new Ticker(row.getString("ticker")),
                new Volume(row.getBigDecimal("volume")),
                new Price(row.getBigDecimal("price")),
                TradeStatus.parse(row.getString("status")),
                Rows.time(row, "executed_at"));
    }
}
