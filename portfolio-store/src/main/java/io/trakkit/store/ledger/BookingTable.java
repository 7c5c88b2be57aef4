package io.trakkit.store.ledger;

import static io.trakkit.store.postgres.BinaryArray.ElementType.INT4;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.update.Accepted;
import io.trakkit.store.postgres.BinaryCopy;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.postgres.SqlArrays;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the tables of trades and of activities have in common: rows by ref_id, with the outcomes of the fold. The caller holds
 * the lock of the summary of their key.
 */
@SuppressWarnings("InlineFormatString") // Statements are constants.
final class BookingTable<T extends Accepted> {

    /** The number of rows that the driver holds at a time. */
    private static final int FETCH_SIZE = 1_000;

    /**
     * So many rows at most go in by an INSERT, which can be sent with other statements; a COPY takes three round trips of its own. With
     * it, PostgreSQL takes 3 % less for a batch of 10 trades, and 13 % more for one of 50; between them nothing was measured.
     */
    static final int FEW = 30;

    private static final String INSERT = """
            INSERT INTO %1$s (generation, %2$s)
            SELECT :generation, %3$s
            """;

    /**
     * LIMIT forces one index look-up per record. With a plain join, in a generation newer than the statistics, the planner
     * scanned all trades for each one: 10 s for 500 among 40,000, and a replay was quadratic.
     */
    private static final String FIND = """
            SELECT %2$s
            FROM unnest(:clients, :refIds) AS wanted (client_id, ref_id)
            CROSS JOIN LATERAL (
                SELECT *
                FROM %1$s
                WHERE client_id = wanted.client_id AND generation = :generation AND ref_id = wanted.ref_id
                LIMIT 1) AS t
            """;

    /** Looks up rows as {@link #FIND} does. The ctid of a row is stable here, because its key is locked. */
    private static final String UPDATE = """
            UPDATE %1$s t SET %2$s
            FROM unnest(:clients, :refIds, %3$s) AS n (client_id, ref_id, %4$s)
            CROSS JOIN LATERAL (
                SELECT ctid
                FROM %1$s
                WHERE client_id = n.client_id AND generation = :generation AND ref_id = n.ref_id
                LIMIT 1) AS found
            WHERE t.client_id = n.client_id AND t.ctid = found.ctid
            """;

    private static final String SET_OUTCOMES = """
            UPDATE %1$s t SET state = n.state, held_at_rejection = n.held_at_rejection
            FROM unnest(:refIds, :states, :heldAtRejection) AS n (ref_id, state, held_at_rejection)
            CROSS JOIN LATERAL (
                SELECT ctid
                FROM %1$s
                WHERE client_id = :client AND generation = :generation AND ref_id = n.ref_id
                LIMIT 1) AS found
            WHERE t.client_id = :client AND t.ctid = found.ctid
            """;

    private final JdbcClient jdbc;
    private final String table;
    private final List<BookingColumn<T, ?>> columns;
    private final List<BookingColumn<T, ?>> updated;
    private final RoundTrip.RowReader<T> reader;
    private final String insert;
    private final String find;
    private final String update;
    private final String setOutcomes;

    BookingTable(JdbcClient jdbc, String table, List<BookingColumn<T, ?>> columns, RoundTrip.RowReader<T> reader) {
        this.jdbc = jdbc;
        this.table = table;
        this.columns = columns;
        this.reader = reader;
        updated = columns.stream()
                .filter(column -> switch (column.role()) {
                    case UPDATED, OUTCOME -> true;
                    case KEY, FIXED -> false;
                })
                .toList();
        insert = INSERT.formatted(table, BookingColumn.each(columns, "%s"), BookingColumn.each(columns, "unnest(:%s)"));
        find = FIND.formatted(table, BookingColumn.each(columns, "t.%s"));
        update = UPDATE.formatted(
                table,
                BookingColumn.each(updated, "%1$s = n.%1$s"),
                BookingColumn.each(updated, ":%s"),
                BookingColumn.each(updated, "%s"));
        setOutcomes = SET_OUTCOMES.formatted(table);
    }

    /** Finds records by ref_id. Unknown ref_ids are left out. */
    List<T> find(int generation, Collection<Journal.RefKey> keys) {
        return RoundTrip.alone(jdbc, trip -> find(trip, generation, keys));
    }

    RoundTrip.Answer<List<T>> find(RoundTrip trip, int generation, Collection<Journal.RefKey> keys) {
        return trip.sql(find)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(keys, Journal.RefKey::client))
                .param("refIds", SqlArrays.texts(keys, Journal.RefKey::refId))
                .rows(reader);
    }

    /** Adds records. The journal has claimed their ref_ids, so none of them exists. */
    void insert(int generation, Collection<T> records) {
        if (records.size() <= FEW) {
            RoundTrip.alone(jdbc, trip -> insertFew(trip, generation, records));
        } else {
            copy(generation, records);
        }
    }

    /** Adds few records together with other statements; many are added at once. */
    void insert(RoundTrip trip, int generation, Collection<T> records) {
        if (records.size() <= FEW) {
            insertFew(trip, generation, records);
        } else {
            copy(generation, records);
        }
    }

    private RoundTrip.Answer<Integer> insertFew(RoundTrip trip, int generation, Collection<T> records) {
        RoundTrip.Statement statement = trip.sql(insert).param("generation", generation);
        columns.forEach(column -> statement.param(column.name(), array(records, column)));
        return statement.changes();
    }

    private void copy(int generation, Collection<T> records) {
        BinaryCopy<T> copy = BinaryCopy.into(table);
        copy.column("generation", INT4, _ -> generation);
        columns.forEach(column -> add(copy, column));
        copy.write(jdbc, records);
    }

    private static <T extends Accepted, E> void add(BinaryCopy<T> copy, BookingColumn<T, E> column) {
        copy.column(column.name(), column.type(), column.value());
    }

    /** Updates amended records. */
    void update(int generation, Collection<T> records) {
        RoundTrip.alone(jdbc, trip -> update(trip, generation, records));
    }

    RoundTrip.Answer<Integer> update(RoundTrip trip, int generation, Collection<T> records) {
        RoundTrip.Statement statement = trip.sql(update)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(records, Accepted::client))
                .param("refIds", SqlArrays.texts(records, Accepted::refId));
        updated.forEach(column -> statement.param(column.name(), array(records, column)));
        return statement.changes();
    }

    private static <T extends Accepted, E> SqlTypeValue array(Collection<T> records, BookingColumn<T, E> column) {
        return SqlArrays.of(column.type(), records, column.value());
    }

    /** Writes the outcomes of a refold for records of one client. */
    void setOutcomes(int generation, ClientId client, Map<RefId, FoldOutcome> outcomes) {
        jdbc.sql(setOutcomes)
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

    /** A statement about the rows of a key after a place. It reads a few rows at a time. */
    JdbcClient.StatementSpec after(String sql, int generation, PositionKey key, TradeOrder place) {
        return jdbc.sql(sql)
                .withFetchSize(FETCH_SIZE)
                .param("generation", generation)
                .param("client", key.client().value())
                .param("portfolio", key.portfolio().value())
                .param("ticker", key.ticker().value())
                .param("executedAt", place.executedAt().atOffset(ZoneOffset.UTC))
                .param("side", place.rank().code())
                .param("refId", place.refId().value());
    }
}
