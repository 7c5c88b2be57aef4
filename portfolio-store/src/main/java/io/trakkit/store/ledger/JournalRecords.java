package io.trakkit.store.ledger;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.Rows;
import java.time.Instant;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the journal of a generation as records of the log, in log order. */
public final class JournalRecords {

    private static final int FETCH_SIZE = 1_000;

    /** Topics follow each other by the time of their first event: a later one goes on where the former ended. */
    private static final String IN_ORDER = """
            WITH topics AS (
                SELECT topic_id, min(occurred_at) AS began FROM events WHERE generation = :generation GROUP BY topic_id
            )
            SELECT e.client_id, e.portfolio_id, e.ticker, e.topic_id, e.partition, e.log_offset, e.occurred_at,
                   e.payload
            FROM events e JOIN topics t USING (topic_id)
            WHERE e.generation = :generation AND $KEYS
            ORDER BY t.began, e.topic_id, e.partition, e.log_offset
            """.replace("$KEYS", KeyFilter.conditions("e"));

    private static final String COUNT = """
            SELECT count(*) FROM events e
            WHERE e.generation = :generation AND $KEYS
            """.replace("$KEYS", KeyFilter.conditions("e"));

    private final JdbcClient jdbc;

    public JournalRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An event of the journal. */
    @SuppressWarnings("ArrayRecordComponent")
    public record JournalRecord(LogPosition origin, PositionKey key, Instant occurredAt, byte[] payload) {}

    /** The events of some keys in the order of the log; to be closed, and within a transaction. */
    public Stream<JournalRecord> inOrder(int generation, KeyFilter filter) {
        return events(IN_ORDER, generation, filter)
                .query((row, _) -> new JournalRecord(
                        Rows.origin(row), Rows.key(row), Rows.time(row, "occurred_at"), row.getBytes("payload")))
                .stream();
    }

    public long count(int generation, KeyFilter filter) {
        return events(COUNT, generation, filter).query(Long.class).single();
    }

    private JdbcClient.StatementSpec events(String sql, int generation, KeyFilter filter) {
        return filter.bind(jdbc.sql(sql).withFetchSize(FETCH_SIZE)).param("generation", generation);
    }
}
