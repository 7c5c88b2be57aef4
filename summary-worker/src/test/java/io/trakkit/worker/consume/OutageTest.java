package io.trakkit.worker.consume;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.PostgresProxy;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.Gate;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.health.contributor.Status;

/**
 * What passes: connections that break, a PostgreSQL that is away, locks, deadlocks, replies that are lost. Nothing is
 * lost, nothing becomes a dead letter, the consumers stay in their group, and the backlog drains afterwards.
 */
@TestInstance(Lifecycle.PER_CLASS)
class OutageTest {

    private static final String GROUP = "summary-worker";

    private final TestDatabase database = TestDatabase.create();
    private final ReadModel readModel = new ReadModel(database);
    private final PostgresProxy proxy = PostgresProxy.before(database.jdbcUrl());
    private final RunningWorker worker;
    private final List<String> membersBefore;
    private int published;

    OutageTest() {
        TestKafka.emptyTopics();
        Events.insertPortfolio(database);
        worker = RunningWorker.start(
                proxy.jdbcUrl(),
                "spring.datasource.hikari.connection-timeout=300",
                "spring.datasource.hikari.validation-timeout=250",
                // Its commits are not those whose replies are lost below.
                "trakkit.worker.relay-every=1h");
        TestKafka.awaitSharedOut(GROUP, 3);
        publish("AMZN", "IBM", "AAPL");
        awaitAllApplied();
        membersBefore = members();
    }

    @AfterAll
    void close() throws IOException {
        worker.close();
        proxy.close();
        database.close();
    }

    @AfterEach
    void nothingWasLostAndTheGroupIsTheSame() {
        publish("AMZN", "IBM", "AAPL");
        awaitAllApplied();
        assertThat(readModel.deadLetters()).isEmpty();
        patiently().until(() -> health().equals(Status.UP));
        assertThat(membersBefore).hasSize(4);
        assertThat(members()).isEqualTo(membersBefore);
    }

    @Test
    void connectionsKilledInMidBatch() throws SQLException {
        try (Gate gate = Gate.before(database, "trades")) {
            for (int i = 0; i < 3; i++) {
                publish("AMZN");
                gate.awaitWaiting(1);
                gate.killWaiting();
            }
            gate.open();
        }
    }

    @Test
    void postgresAwayForAWhile() {
        proxy.goAway();
        publish("AMZN", "IBM", "AAPL", "GOOG", "MSFT");
        // Long enough that the waits have grown to their limit, which is when it shows.
        patiently().until(() -> health().equals(Status.DOWN));
        proxy.comeBack();
    }

    @Test
    void aLockThatIsHeldTooLong() throws SQLException {
        setForNewSessions("lock_timeout = '50ms'");
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            execute(other, "SELECT 1 FROM summaries FOR UPDATE");
            publish("AMZN", "IBM", "AAPL");
            patiently().until(() -> health().equals(Status.DOWN));
            other.rollback();
        } finally {
            setForNewSessions("lock_timeout = 0");
        }
    }

    /** It is the worker who closes the circle, and who notices: its last wait begins when the other one waits already. */
    @Test
    void aDeadlock() throws SQLException {
        List<String> tickers = threeOfOnePartition();
        publish(tickers.toArray(String[]::new));
        awaitAllApplied();
        try (Connection first = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection()) {
            first.setAutoCommit(false);
            other.setAutoCommit(false);
            execute(other, "SET LOCAL deadlock_timeout = '10min'");
            execute(first, lockOf(tickers.get(1)));
            execute(other, lockOf(tickers.get(2)));
            publish(tickers.toArray(String[]::new));
            patiently().until(() -> waiting() == 1);
            Future<?> circle = inTheBackground(() -> execute(other, lockOf(tickers.get(0))));
            patiently().until(() -> waiting() == 2);
            first.rollback();
            TestKafka.answered(circle);
            other.commit();
        }
        patiently()
                .until(() -> database.jdbc()
                                .sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                                .query(Integer.class)
                                .single()
                        > 0);
    }

    @Test
    void repliesToCommitThatAreLost() {
        proxy.loseRepliesToCommit(3);
        publish("AMZN");
        patiently().until(() -> proxy.repliesToLose() == 0);
    }

    private void publish(String... tickers) {
        List<TradeEvent> trades = new ArrayList<>();
        for (String ticker : tickers) {
            trades.add(buy("t-" + published++, ticker, "1", "1", "09:00:00"));
        }
        TestKafka.publish(trades);
    }

    private void awaitAllApplied() {
        patiently().untilAsserted(() -> assertThat(readModel.trades()).hasSize(published));
        assertThat(readModel.summaries().values())
                .allSatisfy(line -> assertThat(line.held()).isEqualByComparingTo(Long.toString(line.version())));
        assertThat(readModel.summaries().values().stream()
                        .mapToLong(line -> line.version())
                        .sum())
                .isEqualTo(published);
    }

    private Status health() {
        return worker.bean(ConsumerHealth.class).health().getStatus();
    }

    /** The members of the group, who get new ids when they have to join anew, and its generation. */
    private static List<String> members() {
        ConsumerGroupDescription group = TestKafka.group(GROUP);
        return Stream.concat(
                        Stream.of("generation " + group.groupEpoch()),
                        group.members().stream()
                                .map(MemberDescription::consumerId)
                                .sorted())
                .toList();
    }

    private void setForNewSessions(String setting) {
        database.setForNewSessions(setting);
        proxy.goAway();
        proxy.comeBack();
    }

    private int waiting() {
        return database.jdbc().sql("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """).query(Integer.class).single();
    }

    /** In the order in which the worker locks them. */
    private static List<String> threeOfOnePartition() {
        int partition = TestKafka.partitionOf(Events.key("AMZN"));
        return Stream.concat(
                        Stream.of("AMZN"),
                        Stream.iterate(0, i -> i + 1)
                                .map(i -> "ZZ" + i)
                                .filter(ticker -> TestKafka.partitionOf(Events.key(ticker)) == partition)
                                .limit(2)
                                .sorted())
                .toList();
    }

    private static String lockOf(String ticker) {
        return "SELECT 1 FROM summaries WHERE ticker = '" + ticker + "' FOR UPDATE";
    }

    private interface Statements {
        void run() throws SQLException;
    }

    private static Future<?> inTheBackground(Statements statements) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                statements.run();
                done.complete(true);
            } catch (SQLException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
