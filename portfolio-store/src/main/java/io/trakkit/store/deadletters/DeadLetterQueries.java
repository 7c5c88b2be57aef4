package io.trakkit.store.deadletters;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /**
     * The newest of each client, merged: every index begins with the client. Steps from client to client by an index, because a
     * record can name a client that does not exist.
     */
    private static final String LIST_OF_ALL_CLIENTS = """
            WITH RECURSIVE named AS (
                SELECT min(client_id) AS client_id FROM dead_letters
                UNION ALL
                SELECT (SELECT min(d.client_id) FROM dead_letters d WHERE d.client_id > named.client_id)
                FROM named
                WHERE named.client_id IS NOT NULL
            )
            SELECT d.*
            FROM named
            CROSS JOIN LATERAL (
                %s) AS d
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
                AND (:client::text IS NULL OR d.client_id = :client)
            """;

    private static final String ORIGINS = """
            SELECT topic_id, partition, log_offset FROM dead_letters
            WHERE partition = :partition AND log_offset = :offset
                AND (:client::text IS NULL OR client_id = :client)
            ORDER BY topic_id
            """;

    /** A record can name a client that does not exist. The minimum is one look-up by index; EXISTS may scan the table. */
    private static final String KNOWS = """
            SELECT EXISTS (SELECT FROM clients WHERE client_id = :client)
                OR (SELECT min(logged_at) FROM dead_letters WHERE client_id = :client) IS NOT NULL
            """;

    private static final String CLIENTS_OF = """
            SELECT DISTINCT d.client_id
            FROM unnest(:topicIds, :partitions, :offsets) AS wanted (topic_id, partition, log_offset)
            JOIN dead_letters d USING (topic_id, partition, log_offset)
            """;

    private static final String OPEN = """
            SELECT reason, count(*) AS open FROM dead_letters WHERE outcome IS NULL GROUP BY reason
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
        String ofClient = filter.client().isPresent() ? "" : "d.client_id = named.client_id AND ";
        String list = LIST.formatted(
                ofClient + filter.conditions(), decisionFilter.condition, after.isPresent() ? AFTER : "", limit);
        JdbcClient.StatementSpec statement = jdbc.sql(
                        filter.client().isPresent() ? list : LIST_OF_ALL_CLIENTS.formatted(list, limit))
                .params(filter.values());
        after.ifPresent(start -> statement
                .param("afterTime", start.loggedAt().atOffset(ZoneOffset.UTC))
                .param("afterTopic", start.origin().partition().topicId())
                .param("afterPartition", start.origin().partition().partition())
                .param("afterOffset", start.origin().offset()));
        return statement.query((row, _) -> listed(row)).list();
    }

    /** The clients that these dead letters are of. */
    public Set<ClientId> clientsOf(Collection<LogPosition> origins) {
        return SqlArrays.origins(jdbc.sql(CLIENTS_OF), List.copyOf(origins), origin -> origin)
                .query((row, _) -> Rows.client(row))
                .set();
    }

    /**
     * Finds the dead letter with an origin.
     *
     * @param client the only client whose dead letter to find; empty for any client
     */
    public Optional<ListedDeadLetter.Whole> find(LogPosition origin, Optional<ClientId> client) {
        return jdbc.sql(FIND)
                .param("client", client.map(ClientId::value).orElse(null), Types.VARCHAR)
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

    /**
     * The origins of the dead letters at a partition and offset of any topic. Usually there is one topic.
     *
     * @param client the only client whose dead letters to find; empty for any client
     */
    public List<LogPosition> originsAt(int partition, long offset, Optional<ClientId> client) {
        return jdbc.sql(ORIGINS)
                .param("client", client.map(ClientId::value).orElse(null), Types.VARCHAR)
                .param("partition", partition)
                .param("offset", offset)
                .query((row, _) -> Rows.origin(row))
                .list();
    }

    /** Whether a client exists, or any dead letter names it. */
    public boolean knows(ClientId client) {
        return jdbc.sql(KNOWS)
                .param("client", client.value())
                .query(Boolean.class)
                .single();
    }

    /** The number of open dead letters by reason; reasons without any are left out. */
    public Map<DeadLetterReason, Long> open() {
        Map<DeadLetterReason, Long> open = new EnumMap<>(DeadLetterReason.class);
        jdbc.sql(OPEN).query(row -> {
            open.put(DeadLetterReason.parse(row.getString("reason")), row.getLong("open"));
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
