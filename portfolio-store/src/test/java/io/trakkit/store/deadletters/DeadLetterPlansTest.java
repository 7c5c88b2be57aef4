package io.trakkit.store.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.deadletters.DeadLetterQueries.DecisionFilter;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.testing.Plan;
import io.trakkit.store.testing.PlanWatch;
import io.trakkit.store.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nothing that operators ask often reads the whole table, which keeps all dead letters that there ever were. */
class DeadLetterPlansTest {

    private static final LogPartition PARTITION = new LogPartition(new UUID(0, 9), 4);
    private static final DeadLetterFilter ALL = DeadLetterFilter.all(ClientId.DEFAULT);
    private static final DeadLetterFilter MALFORMED = malformed(Optional.of(ClientId.DEFAULT));
    private static final DeadLetterFilter MALFORMED_OF_ALL_CLIENTS = malformed(Optional.empty());

    /** 100,000 letters of which the oldest 200 are open, 100 of them of a rare reason, and 50 wait to be told of. */
    private static final String FILL = """
            INSERT INTO dead_letters (client_id, topic_id, partition, log_offset, topic, reason, detail, record_headers,
                                      logged_at, relayed, outcome, outcome_by, outcome_at, outcome_relayed)
            SELECT 'default', '00000000-0000-0000-0000-000000000009', n % 12, n, 'trakkit.trades',
                   CASE WHEN n <= 100 THEN 'malformed' ELSE 'invalid' END, 'x', '',
                   timestamptz '2026-01-01Z' + n * interval '1 second', true,
                   CASE WHEN n > 200 THEN 'redriven' END, CASE WHEN n > 200 THEN 'ann' END,
                   CASE WHEN n > 200 THEN timestamptz '2026-02-01Z' END, n <= 99950
            FROM generate_series(1, 100000) n
            """;

    private static final TestDatabase DATABASE = TestDatabase.create();

    record Question(String text, Consumer<JdbcClient> asked) {

        @Override
        public String toString() {
            return text;
        }
    }

    static Stream<Question> questions() {
        return Stream.of(
                list("the open ones", ALL, DecisionFilter.OPEN),
                list("the open ones of a reason", MALFORMED, DecisionFilter.OPEN),
                list("all", ALL, DecisionFilter.ANY),
                list("all of a reason", MALFORMED, DecisionFilter.ANY),
                list("the open ones of all clients", DeadLetterFilter.ALL, DecisionFilter.OPEN),
                list("the open ones of all clients of a reason", MALFORMED_OF_ALL_CLIENTS, DecisionFilter.OPEN),
                list("all of all clients", DeadLetterFilter.ALL, DecisionFilter.ANY),
                list("all of all clients of a reason", MALFORMED_OF_ALL_CLIENTS, DecisionFilter.ANY),
                new Question("whether a client is known", jdbc -> new DeadLetterQueries(jdbc).knows(ClientId.DEFAULT)),
                new Question("one", jdbc -> new DeadLetterQueries(jdbc).find(PARTITION.at(16), Optional.empty())),
                new Question(
                        "one by its short id", jdbc -> new DeadLetterQueries(jdbc).originsAt(4, 16, Optional.empty())),
                new Question("how many are open", jdbc -> new DeadLetterQueries(jdbc).open()),
                new Question("to relay", jdbc -> new DecisionOutbox(jdbc).toRelay(Set.of(), 200, 1_000_000)),
                new Question("pending", jdbc -> new DecisionOutbox(jdbc).pending()),
                new Question(
                        "pending of a client",
                        jdbc -> new DecisionOutbox(jdbc).pending(Optional.of(ClientId.DEFAULT))));
    }

    private static DeadLetterFilter malformed(Optional<ClientId> client) {
        return new DeadLetterFilter(
                client,
                Optional.of(DeadLetterReason.MALFORMED),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Question list(String text, DeadLetterFilter filter, DecisionFilter decisionFilter) {
        return new Question(
                text, jdbc -> new DeadLetterQueries(jdbc).list(filter, decisionFilter, Optional.empty(), 101));
    }

    @BeforeAll
    static void fill() {
        DATABASE.jdbc().sql(FILL).update();
        DATABASE.jdbc().sql("VACUUM ANALYZE dead_letters").update();
    }

    @AfterAll
    static void dropDatabase() {
        DATABASE.close();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void looksAtFewRows(Question question) {
        for (boolean generic : new boolean[] {false, true}) {
            try (PlanWatch watch = new PlanWatch(DATABASE, generic)) {
                question.asked.accept(watch.jdbc());
                List<Plan> plans = watch.takePlans();
                assertThat(plans).hasSize(1);
                assertThat(plans.getFirst().scannedTables())
                        .as(plans.getFirst().text())
                        .isEmpty();
                assertThat(plans.getFirst().rowsLookedAt())
                        .as(plans.getFirst().text())
                        .isLessThan(1_000);
            }
        }
    }
}
