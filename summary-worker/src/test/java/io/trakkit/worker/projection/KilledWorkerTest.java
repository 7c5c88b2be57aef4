package io.trakkit.worker.projection;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.testing.RandomBooks;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.deadletters.DeadLetterDecisions;
import io.trakkit.store.deadletters.DeadLetterFilter;
import io.trakkit.store.deadletters.DecisionOutbox;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.FreePorts;
import io.trakkit.testing.Seed;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.Gate;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.WorkerProcess;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A process of a worker is killed, where it hurts most. */
class KilledWorkerTest {

    private static final String REBUILD = "{\"command\": \"rebuild\"}";
    private static final String VERIFY = "{\"command\": \"verify\"}";

    /** The lock that the relays take, in the session of whoever stops them. */
    private static final String RELAYS = "('dead_letters'::regclass::oid::integer, 1)";

    private final TestDatabase database = TestDatabase.create();
    private final DeadLetterDecisions outcomes = new DeadLetterDecisions(database.jdbc());
    private final DecisionOutbox outbox = new DecisionOutbox(database.jdbc());
    private final ReadModel readModel = new ReadModel(database);

    KilledWorkerTest() {
        TestKafka.emptyTopics();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    /** Kafka has acknowledged copies and outcomes, and the transaction that would note it is not committed. */
    @Test
    void eachLetterCountsOnceThatWasInTheLogAlreadyAndNotMarkedInTheTable() throws SQLException {
        TradeEvent.Created buy = Events.buy("r-1", "AMZN", "1", "10", "09:00:00");
        try (WorkerProcess doomed = WorkerProcess.start(database)) {
            TestKafka.publish(buy, Events.amend(buy, "5"), Events.sell("r-2", "AMZN", "2", "12", "10:00:00"));
            patiently().until(() -> unrelayed() == 0 && readModel.deadLetters().size() == 3);
            Events.insertPortfolio(database);

            try (Connection stopper = database.dataSource().getConnection();
                    Connection holder = database.dataSource().getConnection()) {
                execute(stopper, "SELECT pg_advisory_lock" + RELAYS);
                outcomes.decide(
                        DeadLetterFilter.all(ClientId.DEFAULT),
                        new DeadLetterDecisions.NewDecision(DeadLetterDecision.Kind.REDRIVEN, "ann", Events.NOW, null));
                holder.setAutoCommit(false);
                execute(holder, "SELECT FROM dead_letters FOR UPDATE");
                execute(stopper, "SELECT pg_advisory_unlock" + RELAYS);
                patiently().until(() -> TestKafka.records(Topics.DEAD_LETTERS) == 6 && anyWaits());
                doomed.kill();
                holder.rollback();
            }
        }
        assertThat(TestKafka.records(Topics.TRADES)).isEqualTo(6);
        assertThat(outbox.pending()).isEqualTo(3);

        try (RunningWorker worker = RunningWorker.start(database, Operators.httpSettings())) {
            patiently().until(() -> outbox.pending() == 0);
            assertThat(TestKafka.records(Topics.TRADES)).isEqualTo(9);
            ReplayTesting.awaitApplied(database);
            assertThat(readModel.summary(Events.key("AMZN")).version()).isEqualTo(3);
            assertThat(readModel.summary(Events.key("AMZN")).held()).isEqualByComparingTo("3");
            JsonNode report = new Operators(worker).report(VERIFY);
            assertThat(report.get("summary").asString())
                    .isEqualTo("No drift: 1 key, 2 trades and 3 dead letters compared");
        }
    }

    @Test
    void aRebuildIsGoneOnWithByAnotherWorker() {
        Seed seed = Seed.ofThisRun();
        List<TradeEvent> events = RandomBooks.events(seed, new UserId("u-1"), List.of(Events.key("AMZN")), 1_000);
        Events.insertPortfolio(database);
        int port = FreePorts.next();
        try (WorkerProcess doomed = WorkerProcess.start(database, "server.port=" + port)) {
            TestKafka.publish(events);
            ReplayTesting.awaitApplied(database);
            try (Gate gate = Gate.before(database, "checkpoints")) {
                patiently().until(() -> new Operators(port).started(REBUILD) > 0);
                gate.awaitAnyWaiting();
                doomed.kill();
            }
        }

        try (RunningWorker worker = RunningWorker.start(database, Operators.httpSettings())) {
            Operators operators = new Operators(worker);
            patiently().until(() -> operators.started(REBUILD) > 0);
            patiently().until(() -> !operators.get(2).get("state").asString().equals("running"));
            assertThat(operators.get(1).get("state").asString()).isIn("failed", "interrupted");
            assertThat(operators.get(2).get("report").get("summary").asString())
                    .startsWith("Generation 2 is resumed and rebuilt and live");
            assertThat(new ReadModel(database, 2).summaries())
                    .as("%s", seed)
                    .isEqualTo(PlainBook.of(events).summaries());
            assertThat(operators.report(VERIFY).get("exit").asInt()).isZero();
        }
    }

    private int unrelayed() {
        return database.jdbc()
                .sql("SELECT count(*) FROM dead_letters WHERE NOT relayed")
                .query(Integer.class)
                .single();
    }

    private boolean anyWaits() {
        return database.jdbc()
                .sql("SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock'")
                .query(Boolean.class)
                .single();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
