package io.trakkit.store.ledger;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes accepted activities. The caller holds the lock of the summary of their key. */
public final class Activities {

    /** The columns that {@link #foldedActivity} reads. */
    public static final String FOLDED =
            "ref_id, executed_at, type, volume, total, per_unit, numerator, denominator, whole,"
                    + " tax, currency, fx_rate, fx_looked_up, status, state, held_at_rejection";

    /** The rank of all activities is 0. The first condition on the time is for the index. */
    private static final String ACTIVITIES_AFTER = """
            SELECT %s
            FROM activities
            WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio AND ticker = :ticker
                AND executed_at >= :executedAt AND (executed_at, 0, ref_id) > (:executedAt, :side, :refId)
            ORDER BY executed_at, ref_id
            """.formatted(FOLDED);

    private final BookingTable<AcceptedActivity> table;

    public Activities(JdbcClient jdbc) {
        table = new BookingTable<>(jdbc, "activities", ActivityColumns.ALL, ActivityColumns::activity);
    }

    /** Finds activities by ref_id. Unknown ref_ids are left out. */
    public List<AcceptedActivity> find(int generation, Collection<Journal.RefKey> keys) {
        return table.find(generation, keys);
    }

    public RoundTrip.Answer<List<AcceptedActivity>> find(
            RoundTrip trip, int generation, Collection<Journal.RefKey> keys) {
        return table.find(trip, generation, keys);
    }

    /** Adds activities. The journal has claimed their ref_ids, so none of them exists. */
    public void insert(int generation, Collection<AcceptedActivity> activities) {
        table.insert(generation, activities);
    }

    /** Adds few activities together with other statements; many are added at once. */
    public void insert(RoundTrip trip, int generation, Collection<AcceptedActivity> activities) {
        table.insert(trip, generation, activities);
    }

    /** Updates amended activities. */
    public void update(int generation, Collection<AcceptedActivity> activities) {
        table.update(generation, activities);
    }

    public void update(RoundTrip trip, int generation, Collection<AcceptedActivity> activities) {
        table.update(trip, generation, activities);
    }

    /** Writes the outcomes of a refold for activities of one client. */
    public void setOutcomes(int generation, ClientId client, Map<RefId, FoldOutcome> outcomes) {
        table.setOutcomes(generation, client, outcomes);
    }

    /**
     * Streams the activities of a key after {@code tradeOrder}, in trade order. Needs a transaction, and the caller closes
     * the stream.
     */
    public Stream<FoldedActivity> activitiesAfter(int generation, PositionKey key, TradeOrder tradeOrder) {
        return table
                .after(ACTIVITIES_AFTER, generation, key, tradeOrder)
                .query((row, _) -> foldedActivity(row))
                .stream();
    }

    private static FoldedActivity foldedActivity(ResultSet row) throws SQLException {
        return foldedActivity(row, Rank.ACTIVITY);
    }

    /**
     * Reads an activity, or a corporate action with the same columns, from the columns {@link #FOLDED}.
     *
     * @param rank which of the two it is
     */
    public static FoldedActivity foldedActivity(ResultSet row, Rank rank) throws SQLException {
        return new FoldedActivity(
                new TradeOrder(Rows.time(row, "executed_at"), rank, new RefId(row.getString("ref_id"))),
                ActivityColumns.terms(row, ""),
                Rows.money(row.getBigDecimal("tax")),
                Rows.conversion(
                        row.getString("currency"), row.getBigDecimal("fx_rate"), row.getBoolean("fx_looked_up")),
                TradeStatus.parse(row.getString("status")),
                Rows.outcome(row));
    }
}
