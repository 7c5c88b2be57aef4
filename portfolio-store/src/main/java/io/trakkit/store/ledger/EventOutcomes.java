package io.trakkit.store.ledger;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.update.Accepted;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the outcomes of events that a caller waits for. */
public final class EventOutcomes {

    /** The prefix of the columns of an activity. */
    private static final String ACTIVITY = "activity_";

    /**
     * An event has an outcome once the progress of its partition has passed it; only then are the large tables read.
     * LATERAL with LIMIT forces one look-up by primary key per event, regardless of the planner's estimates.
     */
    private static final String FIND = """
            SELECT w.number, d.reason, d.detail, e.log_offset IS NOT NULL AS counted,
                   %s,
                   %s
            FROM unnest(:numbers, :clients, :eventIds, :refIds, :topics, :partitions, :offsets)
                AS w (number, client_id, event_id, ref_id, topic_id, partition, log_offset)
            JOIN generations g ON g.state = 'live'
            JOIN progress p ON p.generation = g.generation AND p.topic_id = w.topic_id AND p.partition = w.partition
                AND p.next_offset > w.log_offset
            LEFT JOIN LATERAL (
                SELECT reason, detail FROM dead_letters
                WHERE client_id = w.client_id AND topic_id = w.topic_id AND partition = w.partition
                    AND log_offset = w.log_offset
                LIMIT 1
            ) d ON true
            LEFT JOIN LATERAL (
                SELECT log_offset FROM events
                WHERE client_id = w.client_id AND generation = g.generation AND event_id = w.event_id
                    AND topic_id = w.topic_id AND partition = w.partition AND log_offset = w.log_offset
                LIMIT 1
            ) e ON true
            LEFT JOIN LATERAL (
                SELECT * FROM trades
                WHERE client_id = w.client_id AND generation = g.generation AND ref_id = w.ref_id
                LIMIT 1
            ) t ON true
            LEFT JOIN LATERAL (
                SELECT * FROM activities
                WHERE t.ref_id IS NULL
                    AND client_id = w.client_id AND generation = g.generation AND ref_id = w.ref_id
                LIMIT 1
            ) a ON true
            WHERE d.reason IS NOT NULL OR t.ref_id IS NOT NULL OR a.ref_id IS NOT NULL
            """.formatted(TradeColumns.of("t"), ActivityColumns.of("a", ACTIVITY));

    private final JdbcClient jdbc;

    public EventOutcomes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An event about a trade or an activity, with its log position.
     *
     * @param refId the trade or activity that the event creates or amends
     */
    public record Question(ClientId client, UUID eventId, RefId refId, LogPosition origin) {}

    /** The outcome of an event. */
    public sealed interface EventOutcome {

        /**
         * The event was accepted, or it repeats an accepted one.
         *
         * @param booking the current trade or activity
         * @param repeat whether an earlier record of the log had the same content
         */
        record Accepted(io.trakkit.domain.update.Accepted booking, boolean repeat) implements EventOutcome {}

        /** The event became a dead letter. */
        record Refused(DeadLetterReason reason, String detail) implements EventOutcome {}
    }

    /** Finds the outcomes of events. Events without an outcome are left out. */
    public Map<Question, EventOutcome> find(Collection<Question> questions) {
        List<Question> rows = List.copyOf(questions);
        Map<Question, EventOutcome> found = new HashMap<>();
        List<Integer> numbers = IntStream.range(0, rows.size()).boxed().toList();
        jdbc.sql(FIND)
                .param("numbers", SqlArrays.integers(numbers, number -> number))
                .param("clients", SqlArrays.texts(rows, Question::client))
                .param("eventIds", SqlArrays.uuids(rows, Question::eventId))
                .param("refIds", SqlArrays.texts(rows, Question::refId))
                .param(
                        "topics",
                        SqlArrays.uuids(rows, row -> row.origin().partition().topicId()))
                .param(
                        "partitions",
                        SqlArrays.integers(rows, row -> row.origin().partition().partition()))
                .param("offsets", SqlArrays.longs(rows, row -> row.origin().offset()))
                .query(row -> {
                    found.put(rows.get(row.getInt("number")), outcome(row));
                });
        return found;
    }

    private static EventOutcome outcome(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        return reason == null
                ? new EventOutcome.Accepted(booking(row), !row.getBoolean("counted"))
                : new EventOutcome.Refused(DeadLetterReason.parse(reason), row.getString("detail"));
    }

    private static Accepted booking(ResultSet row) throws SQLException {
        return row.getString("ref_id") == null ? ActivityColumns.activity(row, ACTIVITY) : TradeColumns.trade(row);
    }
}
