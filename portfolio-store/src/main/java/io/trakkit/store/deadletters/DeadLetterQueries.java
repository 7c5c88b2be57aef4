package io.trakkit.store.deadletters;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds dead letters for operators. */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public final class DeadLetterQueries {

    private static final String COLUMNS = """
            d.client_id, d.topic_id, d.partition, d.log_offset, d.topic, d.reason, d.detail, d.logged_at, d.event_id,
            d.type, d.ref_id, d.user_id, d.portfolio_id, d.ticker, d.relayed, d.outcome, d.outcome_by, d.outcome_at,
            d.outcome_note, d.outcome_relayed
            """;

    /** The limit is a literal: for a parameter the planner would assume a tenth of the table. */
    private static final String LIST = "SELECT " + COLUMNS + """
            FROM dead_letters d
            WHERE %s%s %s
            ORDER BY d.logged_at DESC, d.topic_id DESC, d.partition DESC, d.log_offset DESC
            LIMIT %d
            """;

    private static final String AFTER = """
            AND d.logged_at <= :afterTime
                AND (d.logged_at, d.topic_id, d.partition, d.log_offset)
                    < (:afterTime, :afterTopic, :afterPartition, :afterOffset)""";

    private static final String FIND = "SELECT " + COLUMNS + """
            , d.record_key, d.record_value, d.record_headers
            FROM dead_letters d
            WHERE d.topic_id = :topic AND d.partition = :partition AND d.log_offset = :offset
            """;

    private static final String ORIGINS = """
            SELECT topic_id, partition, log_offset FROM dead_letters
            WHERE partition = :partition AND log_offset = :offset
            ORDER BY topic_id
            """;

    private static final String OPEN = """
            SELECT reason, count(*) AS letters FROM dead_letters WHERE outcome IS NULL GROUP BY reason
            """;

    private final JdbcClient jdbc;

    public DeadLetterQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The decisions of the dead letters to list. */
    public enum DecisionFilter {
        OPEN(" AND d.outcome IS NULL"),
        REDRIVEN(" AND d.outcome = 'redriven'"),
        DISCARDED(" AND d.outcome = 'discarded'"),
        ANY("");

        private final String condition;

        DecisionFilter(String condition) {
            this.condition = condition;
        }
    }

    /** The dead letter after which a page of the list begins. */
    public record PageStart(Instant loggedAt, LogPosition origin) {}

    /** A page of dead letters, the newest records first. */
    public List<ListedDeadLetter> list(
            DeadLetterFilter filter, DecisionFilter decisionFilter, Optional<PageStart> after, int limit) {
        JdbcClient.StatementSpec statement = jdbc.sql(LIST.formatted(
                        filter.conditions(), decisionFilter.condition, after.isPresent() ? AFTER : "", limit))
                .params(filter.values());
        after.ifPresent(start -> statement
                .param("afterTime", start.loggedAt().atOffset(ZoneOffset.UTC))
                .param("afterTopic", start.origin().partition().topicId())
                .param("afterPartition", start.origin().partition().partition())
                .param("afterOffset", start.origin().offset()));
        return statement.query((row, _) -> listed(row)).list();
    }

    /** Finds the dead letter with an origin, of any client. */
    public Optional<ListedDeadLetter.Whole> find(LogPosition origin) {
        return jdbc.sql(FIND)
                .param("topic", origin.partition().topicId())
                .param("partition", origin.partition().partition())
                .param("offset", origin.offset())
                .query((row, _) -> new ListedDeadLetter.Whole(
                        listed(row),
                        new DeadLetter.Raw(
                                row.getBytes("record_key"),
                                row.getBytes("record_value"),
                                row.getBytes("record_headers"))))
                .optional();
    }

    /** The origins of the dead letters at a partition and offset of any topic. Usually there is one topic. */
    public List<LogPosition> originsAt(int partition, long offset) {
        return jdbc.sql(ORIGINS)
                .param("partition", partition)
                .param("offset", offset)
                .query((row, _) -> Rows.origin(row))
                .list();
    }

    /** The number of open dead letters by reason; reasons without any are left out. */
    public Map<DeadLetterReason, Long> open() {
        Map<DeadLetterReason, Long> open = new EnumMap<>(DeadLetterReason.class);
        jdbc.sql(OPEN).query(row -> {
            open.put(DeadLetterReason.parse(row.getString("reason")), row.getLong("letters"));
        });
        return open;
    }

    private static ListedDeadLetter listed(ResultSet row) throws SQLException {
        return new ListedDeadLetter(
                Rows.origin(row),
                row.getString("topic"),
                DeadLetterReason.parse(row.getString("reason")),
                row.getString("detail"),
                Rows.time(row, "logged_at"),
                DeadLetters.about(row),
                row.getBoolean("relayed"),
                DeadLetterDecisions.outcome(row),
                row.getBoolean("outcome_relayed"));
    }
}
