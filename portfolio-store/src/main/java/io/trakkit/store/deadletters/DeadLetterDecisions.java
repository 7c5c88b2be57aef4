package io.trakkit.store.deadletters;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores the decisions of operators about dead letters. */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public final class DeadLetterDecisions {

    /** The largest record that can be redriven. Events are far smaller, and a copy has an additional header. */
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

    /** The size of a dead letter. */
    static final String BYTES = "coalesce(octet_length(d.record_value), 0) + coalesce(octet_length(d.record_key), 0)"
            + " + octet_length(d.record_headers)";

    private static final String HOLD = "SELECT " + BYTES + """
             AS bytes, d.topic_id, d.partition, d.log_offset, d.outcome, d.outcome_by, d.outcome_at, d.outcome_note
            FROM unnest(:topicIds, :partitions, :offsets) AS wanted (topic_id, partition, log_offset)
            JOIN dead_letters d USING (topic_id, partition, log_offset)
            WHERE :client::text IS NULL OR d.client_id = :client
            ORDER BY d.topic_id, d.partition, d.log_offset
            FOR UPDATE OF d
            """;

    private static final String DECIDE_HELD = """
            UPDATE dead_letters d SET outcome = :outcome, outcome_by = :by, outcome_at = :at, outcome_note = :note,
                                      outcome_relayed = false
            FROM unnest(:topicIds, :partitions, :offsets) AS held (topic_id, partition, log_offset)
            WHERE d.topic_id = held.topic_id AND d.partition = held.partition AND d.log_offset = held.log_offset
            """;

    private final JdbcClient jdbc;

    public DeadLetterDecisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A decision to record.
     *
     * @param note the reason that the operator gives
     */
    public record NewDecision(
            DeadLetterDecision.Kind kind,
            String by,
            Instant at,
            @Nullable String note) {}

    /** The result of a decision about named dead letters. */
    public sealed interface Result {

        /** The decision is stored for all dead letters. */
        record Decided(int count) implements Result {}

        /** Nothing changed: these dead letters do not exist. */
        record Unknown(List<LogPosition> origins) implements Result {}

        /** Nothing changed: one dead letter has a decision already. */
        record AlreadyDecided(DeadLetterDecision outcome) implements Result {}

        /** Nothing changed: one dead letter is too large to redrive. */
        record TooLarge(LogPosition origin) implements Result {}
    }

    /**
     * Stores a decision about all open dead letters that match the filter, in one statement. A redrive leaves out those that
     * are larger than {@link #REDRIVABLE_BYTES}.
     *
     * @return the number of dead letters
     */
    public int decide(DeadLetterFilter filter, NewDecision newDecision) {
        String sizes = switch (newDecision.kind()) {
            case REDRIVEN -> " AND " + BYTES + " <= " + REDRIVABLE_BYTES;
            case DISCARDED -> "";
        };
        return decreed(DECIDE_FILTERED.formatted(filter.conditions(), sizes), newDecision)
                .params(filter.values())
                .update();
    }

    /**
     * Stores a decision about all the given dead letters, or changes nothing. Needs a transaction of the caller.
     *
     * @param client the only client whose dead letters exist for the operator; empty for all clients
     */
    public Result decide(Set<LogPosition> wanted, Optional<ClientId> client, NewDecision newDecision) {
        List<LogPosition> origins = List.copyOf(wanted);
        Set<LogPosition> found = new HashSet<>();
        List<Result> obstacles = new ArrayList<>();
        SqlArrays.origins(jdbc.sql(HOLD), origins, origin -> origin)
                .param("client", client.map(ClientId::value).orElse(null), Types.VARCHAR)
                .query(row -> {
                    LogPosition origin = Rows.origin(row);
                    found.add(origin);
                    obstacle(newDecision.kind(), origin, outcome(row), row.getLong("bytes"))
                            .ifPresent(obstacles::add);
                });
        if (found.size() < wanted.size()) {
            return new Result.Unknown(
                    origins.stream().filter(origin -> !found.contains(origin)).toList());
        }
        if (!obstacles.isEmpty()) {
            return obstacles.getFirst();
        }
        decreed(SqlArrays.origins(jdbc.sql(DECIDE_HELD), origins, origin -> origin), newDecision)
                .update();
        return new Result.Decided(origins.size());
    }

    private static Optional<Result> obstacle(
            DeadLetterDecision.Kind wanted, LogPosition origin, Optional<DeadLetterDecision> former, long bytes) {
        boolean free = former.isEmpty()
                || (former.get().kind() == DeadLetterDecision.Kind.DISCARDED
                        && wanted == DeadLetterDecision.Kind.REDRIVEN);
        if (!free) {
            return former.map(Result.AlreadyDecided::new);
        }
        return wanted == DeadLetterDecision.Kind.REDRIVEN && bytes > REDRIVABLE_BYTES
                ? Optional.of(new Result.TooLarge(origin))
                : Optional.empty();
    }

    private JdbcClient.StatementSpec decreed(String sql, NewDecision newDecision) {
        return decreed(jdbc.sql(sql), newDecision);
    }

    private static JdbcClient.StatementSpec decreed(JdbcClient.StatementSpec statement, NewDecision newDecision) {
        return statement
                .param("outcome", newDecision.kind().wireName())
                .param("by", newDecision.by())
                .param("at", newDecision.at().atOffset(ZoneOffset.UTC))
                .param("note", newDecision.note(), Types.VARCHAR);
    }

    /** Reads the columns of a decision; empty if there is none. */
    static Optional<DeadLetterDecision> outcome(ResultSet row) throws SQLException {
        String kind = row.getString("outcome");
        return kind == null
                ? Optional.empty()
                : Optional.of(new DeadLetterDecision(
                        Rows.origin(row),
                        DeadLetterDecision.Kind.parse(kind),
                        row.getString("outcome_by"),
                        Rows.time(row, "outcome_at"),
                        row.getString("outcome_note")));
    }
}
