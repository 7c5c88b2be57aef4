package io.trakkit.store.ledger;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.postgres.Rows;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes accepted trades. The caller holds the lock of the summary of their key. */
public final class Trades {

    /** The columns that {@link #foldedTrade} reads, which come first in a SELECT. */
    public static final String FOLDED = "ref_id, executed_at, side, volume, price, status, state, held_at_rejection,"
            + " fee, tax, currency, fx_rate, fx_looked_up";

    /** The index of the column {@code side} among {@link #FOLDED}. */
    public static final int SIDE = 3;

    private static final String TRADES_AFTER = """
            SELECT %s
            FROM trades
            WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio AND ticker = :ticker
                AND (executed_at, side, ref_id) > (:executedAt, :side, :refId)
            ORDER BY executed_at, side, ref_id
            """.formatted(FOLDED);

    private final BookingTable<AcceptedTrade> table;

    public Trades(JdbcClient jdbc) {
        table = new BookingTable<>(jdbc, "trades", TradeColumns.ALL, TradeColumns::trade);
    }

    /** Finds trades by ref_id. Unknown ref_ids are left out. */
    public List<AcceptedTrade> find(int generation, Collection<Journal.RefKey> keys) {
        return table.find(generation, keys);
    }

    public RoundTrip.Answer<List<AcceptedTrade>> find(RoundTrip trip, int generation, Collection<Journal.RefKey> keys) {
        return table.find(trip, generation, keys);
    }

    /** Adds trades. The journal has claimed their ref_ids, so none of them exists. */
    public void insert(int generation, Collection<AcceptedTrade> trades) {
        table.insert(generation, trades);
    }

    /** Adds few trades together with other statements; many are added at once. */
    public void insert(RoundTrip trip, int generation, Collection<AcceptedTrade> trades) {
        table.insert(trip, generation, trades);
    }

    /** Updates amended trades. */
    public void update(int generation, Collection<AcceptedTrade> trades) {
        table.update(generation, trades);
    }

    public void update(RoundTrip trip, int generation, Collection<AcceptedTrade> trades) {
        table.update(trip, generation, trades);
    }

    /** Writes the outcomes of a refold for trades of one client. */
    public void setOutcomes(int generation, ClientId client, Map<RefId, FoldOutcome> outcomes) {
        table.setOutcomes(generation, client, outcomes);
    }

    /**
     * Streams the trades of a key after {@code tradeOrder}, in trade order. Needs a transaction, and the caller closes the
     * stream.
     */
    public Stream<FoldedTrade> tradesAfter(int generation, PositionKey key, TradeOrder tradeOrder) {
        return table.after(TRADES_AFTER, generation, key, tradeOrder).query((row, _) -> foldedTrade(row)).stream();
    }

    /**
     * Reads a trade by the indexes of its columns, which come first and in the order of {@link #FOLDED}: to look for their
     * names took a sixth of the time of a long fold.
     */
    public static FoldedTrade foldedTrade(ResultSet row) throws SQLException {
        return new FoldedTrade(
                new TradeOrder(
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        Rank.ofCode(row.getInt(SIDE)),
                        new RefId(row.getString(1))),
                new Volume(row.getBigDecimal(4)),
                new Price(row.getBigDecimal(5)),
                charges(row.getBigDecimal(9), row.getBigDecimal(10)),
                Rows.conversion(row.getString(11), row.getBigDecimal(12), row.getBoolean(13)),
                TradeStatus.parse(row.getString(6)),
                new FoldOutcome(TradeState.parse(row.getString(7)), row.getBigDecimal(8)));
    }

    static Charges charges(@Nullable BigDecimal fee, @Nullable BigDecimal tax) {
        return fee == null && tax == null ? Charges.NONE : new Charges(Rows.money(fee), Rows.money(tax));
    }
}
