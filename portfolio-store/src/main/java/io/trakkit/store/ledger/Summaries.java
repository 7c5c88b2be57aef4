package io.trakkit.store.ledger;

import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.value.Times;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The summary rows, one per key. The lock of a row guards all trades and activities of its key. */
public final class Summaries {

    private static final String OPEN = """
            INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,
                                   last_executed_at, last_side, last_ref_id, since_checkpoint, trades, version,
                                   updated_at)
            SELECT client_id, :generation, portfolio_id, ticker, 0, 0, 0, :lastTime, :lastSide, :lastRefId, 0, 0, 0,
                   :updatedAt
            FROM (SELECT unnest(:clients) AS client_id, unnest(:portfolios) AS portfolio_id, unnest(:tickers) AS ticker) AS k
            ON CONFLICT DO NOTHING
            """;

    /**
     * Locks in key order, so that two workers with common keys wait instead of deadlocking. LIMIT forces one look-up per
     * key, also in a generation without statistics.
     */
    private static final String LOCK = """
            SELECT s.client_id, s.portfolio_id, s.ticker, %s,
                   s.last_executed_at, s.last_side, s.last_ref_id, s.since_checkpoint, s.trades, s.version, s.updated_at,
                   s.action_change, s.row_place
            FROM (
                SELECT client_id, portfolio_id, ticker
                FROM (SELECT unnest(:clients) AS client_id, unnest(:portfolios) AS portfolio_id,
                             unnest(:tickers) AS ticker) AS wanted
                ORDER BY client_id COLLATE "C", portfolio_id, ticker COLLATE "C") AS k
            CROSS JOIN LATERAL (
                SELECT *, ctid AS row_place
                FROM summaries
                WHERE client_id = k.client_id AND generation = :generation
                    AND portfolio_id = k.portfolio_id AND ticker = k.ticker
                LIMIT 1
                FOR UPDATE) AS s
            """.formatted(PositionColumns.of("s"));

    /**
     * Updates by the ctid of the locked rows: it cannot change, and saves a second look-up. A ctid alone could be another
     * client's row where the table is distributed by client.
     */
    private static final String SAVE =
            """
            UPDATE summaries s SET %s,
                last_executed_at = n.last_executed_at, last_side = n.last_side, last_ref_id = n.last_ref_id,
                since_checkpoint = n.since_checkpoint, trades = n.trades, version = n.version,
                updated_at = n.updated_at, action_change = n.action_change, refolds = s.refolds + :refolds
            FROM (
                SELECT unnest(:clients) AS client_id, unnest(:ctids)::tid AS row_place,
                       %s,
                       unnest(:lastTimes) AS last_executed_at, unnest(:lastSides) AS last_side,
                       unnest(:lastRefIds) AS last_ref_id,
                       unnest(:sinceCheckpoints) AS since_checkpoint, unnest(:trades) AS trades,
                       unnest(:versions) AS version, unnest(:updatedAt) AS updated_at,
                       unnest(:actionChanges) AS action_change) AS n
            WHERE s.client_id = n.client_id AND s.ctid = n.row_place
            """.formatted(PositionColumns.each("%1$s = n.%1$s"), PositionColumns.each("unnest(:%1$s) AS %1$s"));

    private static final String COUNT_REFOLD =
            "UPDATE generations SET refolds = refolds + 1 WHERE generation = :generation";

    /**
     * A summary whose row this transaction has locked.
     *
     * @param ctid the physical address of the row
     * @param actionChange the last change of a corporate action that it was folded with
     */
    public record Locked(Summary summary, String ctid, long actionChange) {

        /** The same row with a changed summary. */
        public Locked with(Summary changed) {
            return new Locked(changed, ctid, actionChange);
        }

        /** The same row, folded with the corporate actions after a change. */
        public Locked foldedAfter(long change) {
            return new Locked(summary, ctid, change);
        }
    }

    private final JdbcClient jdbc;

    public Summaries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Creates the missing rows of these keys. Runs as a separate statement before {@link #lock}: FOR UPDATE locks no
     * missing rows, and a statement that inserts and locks would not see the concurrent inserts of another transaction.
     */
    public void open(int generation, SortedSet<PositionKey> keys) {
        RoundTrip.alone(jdbc, trip -> add(trip, generation, keys));
    }

    /** The same, before a {@link #lock} that is sent with it. */
    public void open(RoundTrip trip, int generation, SortedSet<PositionKey> keys) {
        add(trip, generation, keys);
    }

    private static RoundTrip.Answer<Integer> add(RoundTrip trip, int generation, SortedSet<PositionKey> keys) {
        return keys(trip, OPEN, generation, keys)
                .param("lastTime", TradeOrder.START.executedAt().atOffset(ZoneOffset.UTC))
                .param("lastSide", TradeOrder.START.rank().code())
                .param("lastRefId", TradeOrder.START.refId().value())
                .param("updatedAt", Times.EARLIEST.atOffset(ZoneOffset.UTC))
                .changes();
    }

    /** Locks the rows of these keys in key order until the transaction ends. Keys without a row are left out. */
    public List<Locked> lock(int generation, SortedSet<PositionKey> keys) {
        return RoundTrip.alone(jdbc, trip -> lock(trip, generation, keys));
    }

    public RoundTrip.Answer<List<Locked>> lock(RoundTrip trip, int generation, SortedSet<PositionKey> keys) {
        return keys(trip, LOCK, generation, keys)
                .rows(row -> new Locked(summary(row), row.getString("row_place"), row.getLong("action_change")));
    }

    private static RoundTrip.Statement keys(RoundTrip trip, String sql, int generation, Collection<PositionKey> keys) {
        return trip.sql(sql)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(keys, PositionKey::client))
                .param(
                        "portfolios",
                        SqlArrays.longs(keys, key -> key.portfolio().value()))
                .param("tickers", SqlArrays.texts(keys, PositionKey::ticker));
    }

    private static Summary summary(ResultSet row) throws SQLException {
        TradeOrder last = Rows.tradeOrder(row, "last_executed_at", "last_side", "last_ref_id");
        return new Summary(
                Rows.key(row),
                new FoldedPosition(Rows.position(row), Rows.lastTrade(row), last, row.getInt("since_checkpoint")),
                row.getLong("trades"),
                row.getLong("version"),
                Rows.time(row, "updated_at"));
    }

    /**
     * Writes locked summaries back, each once.
     *
     * @throws IllegalStateException if the ctid of a row has changed
     */
    public void save(Collection<Locked> summaries) {
        RoundTrip.alone(jdbc, trip -> save(trip, summaries, 0));
    }

    public void save(RoundTrip trip, Collection<Locked> summaries) {
        save(trip, summaries, 0);
    }

    /**
     * The same for summaries that have changed without an event: their versions stay, and readers see the change by the number
     * of refolds.
     *
     * @throws IllegalStateException if the ctid of a row has changed
     */
    public void saveRefolded(int generation, Collection<Locked> summaries) {
        RoundTrip.alone(jdbc, trip -> save(trip, summaries, 1));
        countRefold(generation);
    }

    /**
     * Has readers look for positions with another number of refolds. The last statement of a transaction: other refolds wait
     * for its end.
     */
    public void countRefold(int generation) {
        jdbc.sql(COUNT_REFOLD).param("generation", generation).update();
    }

    private static RoundTrip.Answer<Integer> save(RoundTrip trip, Collection<Locked> summaries, int refolds) {
        return PositionColumns.arrays(trip.sql(SAVE), summaries, Summaries::held)
                .param(
                        "clients",
                        SqlArrays.texts(summaries, s -> s.summary().key().client()))
                .param("ctids", SqlArrays.texts(summaries, Locked::ctid))
                .param(
                        "lastTimes",
                        SqlArrays.times(
                                summaries, s -> s.summary().folded().last().executedAt()))
                .param(
                        "lastSides",
                        SqlArrays.shorts(
                                summaries,
                                s -> s.summary().folded().last().rank().code()))
                .param(
                        "lastRefIds",
                        SqlArrays.texts(
                                summaries, s -> s.summary().folded().last().refId()))
                .param(
                        "sinceCheckpoints",
                        SqlArrays.integers(summaries, s -> s.summary().folded().sinceCheckpoint()))
                .param("trades", SqlArrays.longs(summaries, s -> s.summary().trades()))
                .param("versions", SqlArrays.longs(summaries, s -> s.summary().version()))
                .param("updatedAt", SqlArrays.times(summaries, s -> s.summary().updatedAt()))
                .param("actionChanges", SqlArrays.longs(summaries, Locked::actionChange))
                .param("refolds", refolds)
                .changes(saved -> {
                    if (saved != summaries.size()) {
                        throw new IllegalStateException(
                                "Of %d locked summaries, %d were updated: the ctid of the others has changed"
                                        .formatted(summaries.size(), saved));
                    }
                });
    }

    private static HeldPosition held(Locked row) {
        FoldedPosition folded = row.summary().folded();
        return new HeldPosition(folded.position(), folded.lastTrade());
    }
}
