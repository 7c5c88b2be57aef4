package io.trakkit.store.ledger;

import static io.trakkit.store.postgres.BinaryArray.ElementType.INT4;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.postgres.BinaryCopy;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes accepted trades. The caller holds the lock of the summary of their key. */
public final class Trades {

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
            """.formatted(TradeColumns.of("t"));

    private static final List<TradeColumns.Column<?>> UPDATED = TradeColumns.ALL.stream()
            .filter(column -> switch (column.role()) {
                case UPDATED, OUTCOME -> true;
                case KEY, FIXED -> false;
            })
            .toList();

    /** Looks up rows as {@link #FIND} does. The ctid of a row is stable here, because its key is locked. */
    private static final String UPDATE = """
            UPDATE trades t SET %s
            FROM unnest(:clients, :refIds, %s) AS n (client_id, ref_id, %s)
            CROSS JOIN LATERAL (
                SELECT ctid
                FROM trades
                WHERE client_id = n.client_id AND generation = :generation AND ref_id = n.ref_id
                LIMIT 1) AS found
            WHERE t.client_id = n.client_id AND t.ctid = found.ctid
            """.formatted(updated("%1$s = n.%1$s"), updated(":%s"), updated("%s"));

    private static final String SET_OUTCOMES = """
            UPDATE trades t SET state = n.state, held_at_rejection = n.held_at_rejection
            FROM unnest(:refIds, :states, :heldAtRejection) AS n (ref_id, state, held_at_rejection)
            CROSS JOIN LATERAL (
                SELECT ctid
                FROM trades
                WHERE client_id = :client AND generation = :generation AND ref_id = n.ref_id
                LIMIT 1) AS found
            WHERE t.client_id = :client AND t.ctid = found.ctid
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
                .query((row, _) -> TradeColumns.trade(row))
                .list();
    }

    /** Adds trades. The journal has claimed their ref_ids, so none of them exists. */
    public void insert(int generation, Collection<AcceptedTrade> trades) {
        BinaryCopy<AcceptedTrade> copy = BinaryCopy.into("trades");
        copy.column("generation", INT4, _ -> generation);
        TradeColumns.ALL.forEach(column -> add(copy, column));
        copy.write(jdbc, trades);
    }

    private static <E> void add(BinaryCopy<AcceptedTrade> copy, TradeColumns.Column<E> column) {
        copy.column(column.name(), column.type(), column.value());
    }

    /** Updates amended trades. */
    public void update(int generation, Collection<AcceptedTrade> trades) {
        JdbcClient.StatementSpec statement = jdbc.sql(UPDATE)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(trades, AcceptedTrade::client))
                .param("refIds", SqlArrays.texts(trades, t -> t.trade().refId()));
        UPDATED.forEach(column -> statement.param(column.name(), array(trades, column)));
        statement.update();
    }

    private static <E> SqlTypeValue array(Collection<AcceptedTrade> trades, TradeColumns.Column<E> column) {
        return SqlArrays.of(column.type(), trades, column.value());
    }

    private static String updated(String format) {
        return UPDATED.stream().map(column -> format.formatted(column.name())).collect(Collectors.joining(", "));
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
}
