package io.trakkit.store.deadletters;

import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import io.trakkit.store.progress.RecoveryOffsets;
import io.trakkit.store.projection.CanonicalRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares the table of dead letters with their topic, in one transaction of the caller at REPEATABLE READ. The table is read
 * as of the {@linkplain #begin beginning}. The records of the topic are collected in temporary tables, which the end of the
 * transaction drops, so memory does not limit their number.
 *
 * <p>The snapshot contains {@link RecoveryOffsets}. A record of the topic below those offsets is <em>settled</em>: the table must
 * contain it. A later record can explain a row of the table, but the table may lack it.
 */
public final class DeadLetterComparison {

    private static final List<String> BEGIN = List.of("""
            CREATE TEMPORARY TABLE topic_dead_letters (
                topic_id uuid, partition integer, log_offset bigint, client_id text, portfolio_id bigint, ticker text,
                settled boolean NOT NULL, line text NOT NULL,
                PRIMARY KEY (topic_id, partition, log_offset)
            ) ON COMMIT DROP""", """
            CREATE TEMPORARY TABLE topic_decisions (
                topic_id uuid, partition integer, log_offset bigint, number bigint GENERATED ALWAYS AS IDENTITY,
                settled boolean NOT NULL, redriven boolean NOT NULL, line text NOT NULL,
                PRIMARY KEY (topic_id, partition, log_offset, number)
            ) ON COMMIT DROP""");

    /** All columns of a dead letter in one line, with a digest for bytes. */
    private static final String DEAD_LETTER = """
            'topic ' || d.topic || ', reason ' || d.reason || ', detail ' || d.detail
            || ', key ' || $KEY || ', value ' || $VALUE || ', headers ' || $HEADERS
            || ', logged ' || to_char(d.logged_at AT TIME ZONE 'UTC', $TIME) || ', client ' || d.client_id
            || coalesce(', event ' || d.event_id, '') || coalesce(', type ' || d.type, '')
            || coalesce(', ref_id ' || d.ref_id, '') || coalesce(', user ' || d.user_id, '')
            || coalesce(', portfolio ' || d.portfolio_id, '') || coalesce(', ticker ' || d.ticker, '')
            """.replace("$KEY", bytes("d.record_key"))
            .replace("$VALUE", bytes("d.record_value"))
            .replace("$HEADERS", bytes("d.record_headers"))
            .replace("$TIME", CanonicalRows.TIME);

    /** The decision about a dead letter in one line; null without a decision. */
    private static final String OUTCOME = """
            d.outcome || ' by ' || d.outcome_by || ' at ' || to_char(d.outcome_at AT TIME ZONE 'UTC', $TIME)
            || coalesce(', note ' || d.outcome_note, '')
            """.replace("$TIME", CanonicalRows.TIME);

    /** The topic can contain a dead letter twice: the first one counts. */
    private static final String ADD_DEAD_LETTERS = """
            INSERT INTO topic_dead_letters (topic_id, partition, log_offset, client_id, portfolio_id, ticker, settled, line)
            SELECT d.topic_id, d.partition, d.log_offset, d.client_id, d.portfolio_id, d.ticker, d.settled = 1,
                   $DEAD_LETTER
            FROM unnest(:clients, :topicIds, :partitions, :offsets, :topics, :reasons, :details, :keys,
                        :values, :headers, :times, :eventIds, :types, :refIds, :users, :portfolios, :tickers, :settled)
                WITH ORDINALITY
                AS d (client_id, topic_id, partition, log_offset, topic, reason, detail, record_key, record_value,
                      record_headers, logged_at, event_id, type, ref_id, user_id, portfolio_id, ticker, settled, number)
            ORDER BY d.number
            ON CONFLICT DO NOTHING
            """.replace("$DEAD_LETTER", DEAD_LETTER);

    private static final String ADD_DECISIONS = """
            INSERT INTO topic_decisions (topic_id, partition, log_offset, settled, redriven, line)
            SELECT d.topic_id, d.partition, d.log_offset, d.settled = 1, d.outcome = 'redriven', $OUTCOME
            FROM unnest(:topicIds, :partitions, :offsets, :outcomes, :operators, :times, :notes, :settled)
                WITH ORDINALITY
                AS d (topic_id, partition, log_offset, outcome, outcome_by, outcome_at, outcome_note, settled, number)
            ORDER BY d.number
            """.replace("$OUTCOME", OUTCOME);

    /** Of several decisions a redrive counts, otherwise the last, as when the table is restored. */
    private static final String COMPARED =
            """
            WITH last_decision AS (
                SELECT DISTINCT ON (topic_id, partition, log_offset) topic_id, partition, log_offset, line
                FROM topic_decisions WHERE settled
                ORDER BY topic_id, partition, log_offset, redriven DESC, number DESC
            ), in_table AS (
                SELECT d.topic_id, d.partition, d.log_offset, d.client_id, d.portfolio_id, d.ticker, d.relayed,
                       d.outcome_relayed, $DEAD_LETTER AS line, $OUTCOME AS outcome
                FROM dead_letters d
            ), compared AS (
                SELECT topic_id, partition, log_offset, d.line AS table_line, d.outcome AS table_outcome,
                       t.line AS topic_line, last_decision.line AS topic_outcome,
                       CASE
                           WHEN d.topic_id IS NULL THEN 'not_in_table'
                           WHEN t.topic_id IS NULL THEN CASE WHEN d.relayed THEN 'not_in_topic' END
                           WHEN d.line <> t.line THEN 'dead_letter'
                           WHEN d.outcome IS NULL THEN CASE WHEN last_decision.line IS NOT NULL THEN 'outcome' END
                           WHEN d.outcome_relayed AND d.outcome IS DISTINCT FROM last_decision.line AND NOT EXISTS (
                               SELECT FROM topic_decisions o
                               WHERE o.topic_id = d.topic_id AND o.partition = d.partition
                                   AND o.log_offset = d.log_offset AND NOT o.settled AND o.line = d.outcome
                           ) THEN 'outcome'
                       END AS drift
                FROM in_table d
                FULL JOIN topic_dead_letters t USING (topic_id, partition, log_offset)
                LEFT JOIN last_decision USING (topic_id, partition, log_offset)
                WHERE (d.topic_id IS NOT NULL OR t.settled)
                    AND (:client::text IS NULL OR :client IN (d.client_id, t.client_id))
                    AND (:portfolio::bigint IS NULL OR :portfolio IN (d.portfolio_id, t.portfolio_id))
                    AND (:ticker::text IS NULL OR :ticker IN (d.ticker, t.ticker))
                    AND (:logKeys::text[] IS NULL OR d.portfolio_id || ':' || d.ticker = ANY (:logKeys)
                        OR t.portfolio_id || ':' || t.ticker = ANY (:logKeys))
            )
            """.replace("$DEAD_LETTER", DEAD_LETTER).replace("$OUTCOME", OUTCOME);

    private static final String COUNT =
            COMPARED + "SELECT count(*) AS dead_letters, count(drift) AS drifted FROM compared";

    private static final String DRIFTED = COMPARED + """
            SELECT topic_id, partition, log_offset, drift, table_line, table_outcome, topic_line, topic_outcome
            FROM compared
            WHERE drift IS NOT NULL
            ORDER BY topic_id, partition, log_offset
            LIMIT :limit
            """;

    private final JdbcClient jdbc;

    public DeadLetterComparison(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static String bytes(String column) {
        return "coalesce(octet_length(" + column + ") || ' bytes ' || encode(sha256(" + column + "), 'hex'), 'none')";
    }

    /**
     * A dead letter or decision of the topic.
     *
     * @param settled whether the snapshot of the table must contain it
     */
    public record TopicEntry<T>(T value, boolean settled) {}

    /** How the table and the topic differ about a dead letter. */
    public enum Drift {
        NOT_IN_TABLE("the table lacks it"),
        NOT_IN_TOPIC("the table says that it is relayed, and the topic lacks it"),
        DEAD_LETTER("the table says something else than the topic"),
        OUTCOME("the table says something else than the topic about what was done");

        private final String words;

        Drift(String words) {
            this.words = words;
        }

        /** The difference for a person; follows the id of the dead letter. */
        public String words() {
            return words;
        }

        private static Drift ofColumn(String value) {
            return Arrays.stream(values())
                    .filter(drift -> drift.name().equalsIgnoreCase(value))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * A dead letter about which the two differ.
     *
     * @param table the row of the table in one line; null if there is none
     * @param topic the record of the topic in one line; null if there is none
     */
    public record Drifted(
            LogPosition origin,
            Drift drift,
            @Nullable String table,
            @Nullable String topic) {}

    /**
     * The result.
     *
     * @param deadLetters the number of dead letters in the table or, settled, in the topic
     * @param drifted the number of those that differ
     * @param described the first ones that differ, in the order of their origins
     */
    public record Result(long deadLetters, long drifted, List<Drifted> described) {}

    private record Counted(long deadLetters, long drifted) {}

    /** Creates the temporary tables. Call it first in the transaction; reads of the same snapshot may come before it. */
    public void begin() {
        BEGIN.forEach(statement -> jdbc.sql(statement).update());
    }

    /** Adds dead letters of the topic, in its order. */
    public void addDeadLetters(List<TopicEntry<DeadLetter>> entries) {
        List<DeadLetter> deadLetters = entries.stream().map(TopicEntry::value).toList();
        DeadLetters.whole(jdbc.sql(ADD_DEAD_LETTERS), deadLetters)
                .param("settled", SqlArrays.integers(entries, one -> one.settled() ? 1 : 0))
                .update();
    }

    /** Adds decisions of the topic, in its order. */
    public void addDecisions(List<TopicEntry<DeadLetterDecision>> entries) {
        List<DeadLetterDecision> decisions =
                entries.stream().map(TopicEntry::value).toList();
        RestoredDecisions.whole(jdbc.sql(ADD_DECISIONS), decisions)
                .param("settled", SqlArrays.integers(entries, one -> one.settled() ? 1 : 0))
                .update();
    }

    /**
     * Compares the table with the collected records. A dead letter counts if the table or the topic gives it a wanted
     * client and key.
     *
     * @param logKeys if not empty, only dead letters with one of these keys of the log count
     * @param limit the most dead letters to describe
     */
    public Result compare(KeyFilter filter, Optional<Set<String>> logKeys, int limit) {
        List.of("topic_dead_letters", "topic_decisions")
                .forEach(table -> jdbc.sql("ANALYZE " + table).update());
        Counted counted = asked(COUNT, filter, logKeys)
                .query((row, _) -> new Counted(row.getLong("dead_letters"), row.getLong("drifted")))
                .single();
        return new Result(
                counted.deadLetters(),
                counted.drifted(),
                counted.drifted() == 0 ? List.of() : drifted(filter, logKeys, limit));
    }

    private List<Drifted> drifted(KeyFilter filter, Optional<Set<String>> logKeys, int limit) {
        return asked(DRIFTED, filter, logKeys)
                .param("limit", limit)
                .query((row, _) -> new Drifted(
                        Rows.origin(row),
                        Drift.ofColumn(row.getString("drift")),
                        line(row, "table"),
                        line(row, "topic")))
                .list();
    }

    private JdbcClient.StatementSpec asked(String sql, KeyFilter filter, Optional<Set<String>> logKeys) {
        return filter.bind(jdbc.sql(sql))
                .param(
                        "logKeys",
                        logKeys.map(keys -> SqlArrays.texts(keys, key -> key)).orElse(null),
                        Types.ARRAY);
    }

    private static @Nullable String line(ResultSet row, String side) throws SQLException {
        String deadLetter = row.getString(side + "_line");
        String outcome = row.getString(side + "_outcome");
        return deadLetter == null ? null : deadLetter + "; " + (outcome == null ? "open" : outcome);
    }
}
