package io.trakkit.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators have done about dead letters. */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public final class LetterOutcomes {

    /**
     * Of several outcomes of one letter a redrive counts, since nothing follows it, and else the last. The rows are locked
     * in the order of the log, as all who change outcomes do. What was decided here and is not in the topic yet is newer
     * than what stands there.
     */
    private static final String RESTORE = """
            WITH read AS (
                SELECT DISTINCT ON (topic_id, partition, log_offset) *
                FROM unnest(:topicIds, :partitions, :offsets, :outcomes, :operators, :times, :notes) WITH ORDINALITY
                    AS o (topic_id, partition, log_offset, outcome, by, at, note, number)
                ORDER BY topic_id, partition, log_offset, outcome = 'redriven' DESC, number DESC
            ), held AS (
                SELECT d.client_id, d.topic_id, d.partition, d.log_offset
                FROM read JOIN dead_letters d USING (topic_id, partition, log_offset)
                ORDER BY d.topic_id, d.partition, d.log_offset
                FOR UPDATE OF d
            )
            UPDATE dead_letters d SET outcome = read.outcome, outcome_by = read.by, outcome_at = read.at,
                                      outcome_note = read.note, outcome_relayed = true
            FROM held JOIN read USING (topic_id, partition, log_offset)
            WHERE d.client_id = held.client_id AND d.topic_id = held.topic_id AND d.partition = held.partition
                AND d.log_offset = held.log_offset
                AND (d.outcome IS DISTINCT FROM 'redriven' OR read.outcome = 'redriven')
                AND d.outcome_relayed
            """;

    /** No event is nearly as large, and with more a copy might not fit where its original just did. */
    public static final int REDRIVABLE_BYTES = 1_000_000;

    private static final String DECIDE_FILTERED = """
            WITH held AS (
                SELECT d.client_id, d.topic_id, d.partition, d.log_offset
                FROM dead_letters d
                WHERE %s AND d.outcome IS NULL%s
                ORDER BY d.topic_id, d.partition, d.log_offset
                FOR UPDATE
            )
            UPDATE dead_letters d SET outcome = :outcome, outcome_by = :by, outcome_at = :at, outcome_note = :note,
                                      outcome_relayed = false
            FROM held
            WHERE d.client_id = held.client_id AND d.topic_id = held.topic_id AND d.partition = held.partition
                AND d.log_offset = held.log_offset
            """;

    private static final String BYTES =
            "coalesce(octet_length(d.record_value), 0) + coalesce(octet_length(d.record_key), 0)"
                    + " + octet_length(d.record_headers)";

    private static final String HOLD = "SELECT " + BYTES + """
             AS bytes, d.topic_id, d.partition, d.log_offset, d.outcome, d.outcome_by, d.outcome_at, d.outcome_note
            FROM unnest(:topicIds, :partitions, :offsets) AS wanted (topic_id, partition, log_offset)
            JOIN dead_letters d USING (topic_id, partition, log_offset)
            ORDER BY d.topic_id, d.partition, d.log_offset
            FOR UPDATE OF d
            """;

    private static final String DECIDE_HELD = """
            UPDATE dead_letters d SET outcome = :outcome, outcome_by = :by, outcome_at = :at, outcome_note = :note,
                                      outcome_relayed = false
            FROM unnest(:topicIds, :partitions, :offsets) AS held (topic_id, partition, log_offset)
            WHERE d.topic_id = held.topic_id AND d.partition = held.partition AND d.log_offset = held.log_offset
            """;

    private static final String TRY_LOCK =
            "SELECT pg_try_advisory_xact_lock('dead_letters'::regclass::oid::integer, 1)";

    /** Not held: they are marked only if they are still the same. It is the bytes that are limited, but for the first. */
    private static final String TO_RELAY = """
            WITH timed AS (
                SELECT w.*, max(logged_at) OVER (PARTITION BY topic_id, partition ORDER BY log_offset) AS in_log_since
                FROM dead_letters w
                WHERE NOT outcome_relayed AND NOT EXISTS (
                    SELECT FROM unnest(:topicIds, :partitions) AS left_out (topic_id, partition)
                    WHERE left_out.topic_id = w.topic_id AND left_out.partition = w.partition)
            ), waiting AS (
                SELECT d.*, sum(%1$s) OVER (ORDER BY d.in_log_since, d.topic_id, d.partition, d.log_offset) - (%1$s)
                           AS bytes_before
                FROM (
                    SELECT * FROM timed ORDER BY in_log_since, topic_id, partition, log_offset LIMIT :limit
                ) AS d
            )
            SELECT topic_id, partition, log_offset, record_key, record_value, record_headers, relayed,
                   outcome, outcome_by, outcome_at, outcome_note
            FROM waiting
            WHERE bytes_before < :bytes
            ORDER BY in_log_since, topic_id, partition, log_offset
            """.formatted(BYTES);

    private static final String RELAYED = """
            WITH held AS (
                SELECT d.client_id, d.topic_id, d.partition, d.log_offset, done.outcome, done.at
                FROM unnest(:topicIds, :partitions, :offsets, :outcomes, :times)
                    AS done (topic_id, partition, log_offset, outcome, at)
                JOIN dead_letters d USING (topic_id, partition, log_offset)
                ORDER BY d.topic_id, d.partition, d.log_offset
                FOR UPDATE OF d
            )
            UPDATE dead_letters d SET outcome_relayed = true
            FROM held
            WHERE d.client_id = held.client_id AND d.topic_id = held.topic_id AND d.partition = held.partition
                AND d.log_offset = held.log_offset AND d.outcome = held.outcome AND d.outcome_at = held.at
            """;

    private static final String PENDING = "SELECT count(*) FROM dead_letters WHERE NOT outcome_relayed";

    private final JdbcClient jdbc;

    public LetterOutcomes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is to be noted.
     *
     * @param note why, in words
     */
    public record Decree(
            LetterOutcome.Kind kind,
            String by,
            Instant at,
            @Nullable String note) {}

    /** What came of a decree on certain letters. */
    public sealed interface Result {

        /** All of them were decided. */
        record Decided(int letters) implements Result {}

        /** Nothing was changed: there are no such letters. */
        record Unknown(List<LogPosition> origins) implements Result {}

        /** Nothing was changed: among them is one about which something was done before. */
        record AlreadyDecided(LetterOutcome outcome) implements Result {}

        /** Nothing was changed: among them is one that is too large to be redriven. */
        record TooLarge(LogPosition origin) implements Result {}
    }

    /**
     * Notes the same about all open letters that are meant, in one statement; for a redrive those are left out that are
     * larger than {@link #REDRIVABLE_BYTES}.
     *
     * @return how many there were
     */
    public int decide(LetterFilter filter, Decree decree) {
        String sizes = switch (decree.kind()) {
            case REDRIVEN -> " AND " + BYTES + " <= " + REDRIVABLE_BYTES;
            case DISCARDED -> "";
        };
        return decreed(DECIDE_FILTERED.formatted(filter.conditions(), sizes), decree)
                .params(filter.values())
                .update();
    }

    /** Notes the same about certain letters, or changes nothing; in a transaction of the caller. */
    public Result decide(Set<LogPosition> wanted, Decree decree) {
        List<LogPosition> origins = List.copyOf(wanted);
        Set<LogPosition> found = new HashSet<>();
        List<Result> obstacles = new ArrayList<>();
        origins(HOLD, origins, origin -> origin).query(row -> {
            LogPosition origin = Rows.origin(row);
            found.add(origin);
            obstacle(decree.kind(), origin, outcome(row), row.getLong("bytes")).ifPresent(obstacles::add);
        });
        if (found.size() < wanted.size()) {
            return new Result.Unknown(
                    origins.stream().filter(origin -> !found.contains(origin)).toList());
        }
        if (!obstacles.isEmpty()) {
            return obstacles.getFirst();
        }
        decreed(origins(DECIDE_HELD, origins, origin -> origin), decree).update();
        return new Result.Decided(origins.size());
    }

    private static Optional<Result> obstacle(
            LetterOutcome.Kind wanted, LogPosition origin, Optional<LetterOutcome> former, long bytes) {
        boolean free = former.isEmpty()
                || (former.get().kind() == LetterOutcome.Kind.DISCARDED && wanted == LetterOutcome.Kind.REDRIVEN);
        if (!free) {
            return former.map(Result.AlreadyDecided::new);
        }
        return wanted == LetterOutcome.Kind.REDRIVEN && bytes > REDRIVABLE_BYTES
                ? Optional.of(new Result.TooLarge(origin))
                : Optional.empty();
    }

    private JdbcClient.StatementSpec decreed(String sql, Decree decree) {
        return decreed(jdbc.sql(sql), decree);
    }

    private static JdbcClient.StatementSpec decreed(JdbcClient.StatementSpec statement, Decree decree) {
        return statement
                .param("outcome", decree.kind().wireName())
                .param("by", decree.by())
                .param("at", decree.at().atOffset(ZoneOffset.UTC))
                .param("note", decree.note(), Types.VARCHAR);
    }

    /**
     * A letter of which the log is still to be told what was done about it.
     *
     * @param refusalRelayed whether the letter itself stands in the dead-letter topic
     */
    public record Waiting(LetterOutcome outcome, boolean refusalRelayed, DeadLetter.Raw raw) {}

    /** Whether this transaction, and no other until it ends, may tell the log. */
    public boolean tryLock() {
        return jdbc.sql(TRY_LOCK).query(Boolean.class).single();
    }

    /**
     * Some of which the log is still to be told, in the order of the log and always from its beginning on: what was
     * decided together becomes visible together, so that none of it can be overtaken by another. Partitions have no order
     * among themselves; the times of their records stand in for it, which within a partition never go back.
     *
     * @param leftOut partitions of which none is wanted
     * @param limit how many at most
     * @param bytes how large together, about
     */
    public List<Waiting> toRelay(Set<LogPartition> leftOut, int limit, int bytes) {
        return jdbc.sql(TO_RELAY)
                .param("topicIds", SqlArrays.uuids(leftOut, LogPartition::topicId))
                .param("partitions", SqlArrays.integers(leftOut, LogPartition::partition))
                .param("limit", limit)
                .param("bytes", bytes)
                .query((row, _) -> new Waiting(
                        outcome(row).orElseThrow(),
                        row.getBoolean("relayed"),
                        new DeadLetter.Raw(
                                row.getBytes("record_key"),
                                row.getBytes("record_value"),
                                row.getBytes("record_headers"))))
                .list();
    }

    /** Notes that the log says so now, of those that are still the same. */
    public void relayed(List<LetterOutcome> outcomes) {
        origins(RELAYED, outcomes, LetterOutcome::origin)
                .param(
                        "outcomes",
                        SqlArrays.texts(outcomes, outcome -> outcome.kind().wireName()))
                .param("times", SqlArrays.times(outcomes, LetterOutcome::at))
                .update();
    }

    /** Of how many the log is still to be told. */
    public long pending() {
        return jdbc.sql(PENDING).query(Long.class).single();
    }

    private <T> JdbcClient.StatementSpec origins(String sql, List<T> rows, Function<T, LogPosition> origin) {
        return jdbc.sql(sql)
                .param(
                        "topicIds",
                        SqlArrays.uuids(
                                rows, row -> origin.apply(row).partition().topicId()))
                .param(
                        "partitions",
                        SqlArrays.integers(
                                rows, row -> origin.apply(row).partition().partition()))
                .param("offsets", SqlArrays.longs(rows, row -> origin.apply(row).offset()));
    }

    /** Reads the columns of an outcome; empty while there is none. */
    static Optional<LetterOutcome> outcome(ResultSet row) throws SQLException {
        String kind = row.getString("outcome");
        return kind == null
                ? Optional.empty()
                : Optional.of(new LetterOutcome(
                        Rows.origin(row),
                        LetterOutcome.Kind.parse(kind),
                        row.getString("outcome_by"),
                        Rows.time(row, "outcome_at"),
                        row.getString("outcome_note")));
    }

    /** Brings back what the dead-letter topic holds, in its order; the letters themselves must be there. */
    public void restore(List<LetterOutcome> outcomes) {
        origins(RESTORE, outcomes, LetterOutcome::origin)
                .param(
                        "outcomes",
                        SqlArrays.texts(outcomes, outcome -> outcome.kind().wireName()))
                .param("operators", SqlArrays.texts(outcomes, LetterOutcome::by))
                .param("times", SqlArrays.times(outcomes, LetterOutcome::at))
                .param("notes", SqlArrays.texts(outcomes, LetterOutcome::note))
                .update();
    }
}
