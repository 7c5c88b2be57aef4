package io.trakkit.store.deadletters;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import io.trakkit.store.progress.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes dead letters and marks them as relayed. */
public final class DeadLetters {

    private static final String RECORD = """
            INSERT INTO dead_letters (client_id, topic_id, partition, log_offset, topic, reason, detail, record_key,
                                      record_value, record_headers, logged_at, event_id, type, ref_id, user_id,
                                      portfolio_id, ticker)
            SELECT * FROM unnest(:clients, :topicIds, :partitions, :offsets, :topics, :reasons, :details, :keys,
                                 :values, :headers, :times, :eventIds, :types, :refIds, :users,
                                 :portfolios, :tickers)
            ON CONFLICT DO NOTHING
            """;

    /** DISTINCT, because the topic can contain a dead letter twice, and a statement must not update a row twice. */
    private static final String RESTORE = """
            INSERT INTO dead_letters (client_id, topic_id, partition, log_offset, topic, reason, detail, record_key,
                                      record_value, record_headers, logged_at, event_id, type, ref_id, user_id,
                                      portfolio_id, ticker, relayed)
            SELECT DISTINCT ON (client_id, topic_id, partition, log_offset) *, true
            FROM unnest(:clients, :topicIds, :partitions, :offsets, :topics, :reasons, :details, :keys,
                        :values, :headers, :times, :eventIds, :types, :refIds, :users, :portfolios, :tickers)
                AS read (client_id, topic_id, partition, log_offset)
            ORDER BY client_id, topic_id, partition, log_offset
            ON CONFLICT (client_id, topic_id, partition, log_offset) DO UPDATE SET relayed = true
            WHERE NOT dead_letters.relayed
            """;

    /** Limits the bytes, because dead letters can be large; the first one is always included. */
    private static final String TO_RELAY = """
            WITH waiting AS (
                SELECT client_id, topic_id, partition, log_offset,
                       coalesce(octet_length(record_value), 0) + octet_length(record_headers) AS bytes
                FROM dead_letters
                WHERE NOT relayed AND (topic_id, partition, log_offset) > (:topic, :partition, :offset)
                ORDER BY topic_id, partition, log_offset
                LIMIT :limit
                FOR UPDATE SKIP LOCKED
            ), summed AS (
                SELECT *, sum(bytes) OVER (ORDER BY topic_id, partition, log_offset) - bytes AS bytes_before
                FROM waiting
            )
            SELECT d.client_id, d.topic_id, d.partition, d.log_offset, d.topic, d.reason, d.detail, d.record_key,
                   d.record_value, d.record_headers, d.logged_at, d.event_id, d.type, d.ref_id, d.user_id,
                   d.portfolio_id, d.ticker
            FROM summed s JOIN dead_letters d ON d.client_id = s.client_id AND d.topic_id = s.topic_id
                AND d.partition = s.partition AND d.log_offset = s.log_offset
            WHERE s.bytes_before < :bytes
            ORDER BY d.topic_id, d.partition, d.log_offset
            """;

    private static final String RELAYED = """
            UPDATE dead_letters d SET relayed = true
            FROM unnest(:clients, :topicIds, :partitions, :offsets)
                AS done (client_id, topic_id, partition, log_offset)
            WHERE d.client_id = done.client_id AND d.topic_id = done.topic_id AND d.partition = done.partition
                AND d.log_offset = done.log_offset
            """;

    private static final String ORIGINS = """
            SELECT d.topic_id, d.partition, d.log_offset
            FROM unnest(:topicIds, :partitions, :froms, :tos) AS part (topic_id, partition, first_offset, end_offset)
            JOIN dead_letters d ON d.topic_id = part.topic_id AND d.partition = part.partition
                AND d.log_offset >= part.first_offset AND d.log_offset < part.end_offset
            """;

    private final JdbcClient jdbc;

    public DeadLetters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Stores dead letters, in the transaction of their batch. An existing dead letter with the same origin stays. */
    public void record(List<DeadLetter> deadLetters) {
        whole(jdbc.sql(RECORD), deadLetters).update();
    }

    /** Restores dead letters from their topic. An existing one stays and is marked as relayed. */
    public void restore(List<DeadLetter> deadLetters) {
        whole(jdbc.sql(RESTORE), deadLetters).update();
    }

    /** Sets the columns of dead letters as parameters, one array each. */
    static JdbcClient.StatementSpec whole(JdbcClient.StatementSpec statement, List<DeadLetter> deadLetters) {
        return origins(statement, deadLetters)
                .param("topics", SqlArrays.texts(deadLetters, DeadLetter::topic))
                .param(
                        "reasons",
                        SqlArrays.texts(
                                deadLetters, deadLetter -> deadLetter.reason().wireName()))
                .param("details", SqlArrays.texts(deadLetters, DeadLetter::detail))
                .param(
                        "keys",
                        SqlArrays.bytes(
                                deadLetters, deadLetter -> deadLetter.raw().key()))
                .param(
                        "values",
                        SqlArrays.bytes(
                                deadLetters, deadLetter -> deadLetter.raw().value()))
                .param(
                        "headers",
                        SqlArrays.bytes(
                                deadLetters, deadLetter -> deadLetter.raw().headers()))
                .param("times", SqlArrays.times(deadLetters, DeadLetter::loggedAt))
                .param(
                        "eventIds",
                        SqlArrays.uuids(
                                deadLetters, deadLetter -> deadLetter.about().eventId()))
                .param(
                        "types",
                        SqlArrays.texts(
                                deadLetters, deadLetter -> deadLetter.about().type()))
                .param(
                        "refIds",
                        SqlArrays.texts(
                                deadLetters, deadLetter -> deadLetter.about().refId()))
                .param(
                        "users",
                        SqlArrays.texts(
                                deadLetters, deadLetter -> deadLetter.about().userId()))
                .param(
                        "portfolios",
                        SqlArrays.longs(
                                deadLetters, deadLetter -> deadLetter.about().portfolio()))
                .param(
                        "tickers",
                        SqlArrays.texts(
                                deadLetters, deadLetter -> deadLetter.about().ticker()));
    }

    /** The origins of the dead letters, decided or not, among the records of a batch. */
    public Set<LogPosition> origins(SortedMap<LogPartition, Progress.Advance> batch) {
        return RoundTrip.alone(jdbc, trip -> origins(trip, batch));
    }

    public RoundTrip.Answer<Set<LogPosition>> origins(RoundTrip trip, SortedMap<LogPartition, Progress.Advance> batch) {
        Collection<Progress.Advance> parts = batch.values();
        return trip.sql(ORIGINS)
                .param("topicIds", SqlArrays.uuids(batch.keySet(), LogPartition::topicId))
                .param("partitions", SqlArrays.integers(batch.keySet(), LogPartition::partition))
                .param("froms", SqlArrays.longs(parts, Progress.Advance::from))
                .param("tos", SqlArrays.longs(parts, Progress.Advance::to))
                .rows(Rows::origin, Set::copyOf);
    }

    /**
     * Locks and returns dead letters that are not in their topic yet, in the order of the log. Skips those that another
     * transaction has locked.
     *
     * @param after the log position after which to continue
     * @param limit the most dead letters
     * @param bytes the most bytes of all together, about
     */
    public List<DeadLetter> toRelay(LogPosition after, int limit, int bytes) {
        return jdbc.sql(TO_RELAY)
                .param("topic", after.partition().topicId())
                .param("partition", after.partition().partition())
                .param("offset", after.offset())
                .param("limit", limit)
                .param("bytes", bytes)
                .query((row, _) -> deadLetter(row))
                .list();
    }

    /** Marks dead letters as relayed. */
    public void relayed(List<DeadLetter> deadLetters) {
        origins(jdbc.sql(RELAYED), deadLetters).update();
    }

    private static JdbcClient.StatementSpec origins(JdbcClient.StatementSpec statement, List<DeadLetter> deadLetters) {
        return statement
                .param(
                        "clients",
                        SqlArrays.texts(
                                deadLetters, deadLetter -> deadLetter.about().client()))
                .param(
                        "topicIds",
                        SqlArrays.uuids(
                                deadLetters,
                                deadLetter -> deadLetter.origin().partition().topicId()))
                .param(
                        "partitions",
                        SqlArrays.integers(
                                deadLetters,
                                deadLetter -> deadLetter.origin().partition().partition()))
                .param(
                        "offsets",
                        SqlArrays.longs(
                                deadLetters, deadLetter -> deadLetter.origin().offset()));
    }

    private static DeadLetter deadLetter(ResultSet row) throws SQLException {
        return new DeadLetter(
                Rows.origin(row),
                row.getString("topic"),
                DeadLetterReason.parse(row.getString("reason")),
                row.getString("detail"),
                new DeadLetter.Raw(
                        row.getBytes("record_key"), row.getBytes("record_value"), row.getBytes("record_headers")),
                Rows.time(row, "logged_at"),
                about(row));
    }

    static DeadLetter.About about(ResultSet row) throws SQLException {
        @Nullable Long portfolio = row.getObject("portfolio_id", Long.class);
        ClientId client = Rows.client(row);
        return new DeadLetter.About(
                client,
                row.getObject("event_id", java.util.UUID.class),
                row.getString("type"),
                row.getString("ref_id"),
                row.getString("user_id"),
                portfolio,
                row.getString("ticker"));
    }
}
