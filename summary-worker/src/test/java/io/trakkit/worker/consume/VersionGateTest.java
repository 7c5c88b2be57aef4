package io.trakkit.worker.consume;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.position.Fold;
import io.trakkit.store.projection.Generation;
import io.trakkit.store.projection.Generations;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.WorkerTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A worker writes only into a read model of its own version of the fold, and waits while the live one is another's. */
@ExtendWith(OutputCaptureExtension.class)
class VersionGateTest extends WorkerTest {

    private static final String GROUP = "summary-worker";

    private int published;

    @Test
    void whileTheLiveReadModelIsAnothersTheGroupIsLeftAndAfterwardsNothingIsLost(CapturedOutput output) {
        try (RunningWorker worker = RunningWorker.start(database)) {
            publish(10);
            patiently().until(() -> readModel.numberOfTrades() == 10);

            makeLiveAnothers(1);
            publish(10);

            patiently().until(() -> TestKafka.group(GROUP).members().isEmpty());
            patiently().until(() -> health(worker).getDetails().containsKey("stands_by"));
            assertThat(health(worker).getStatus()).isEqualTo(Status.DOWN);
            assertThat(String.valueOf(health(worker).getDetails().get("stands_by")))
                    .contains("made by fold version 1, and this worker has fold version 2");
            assertThat(readModel.numberOfTrades()).isEqualTo(10);

            makeLiveAnothers(Fold.VERSION);

            patiently().until(() -> readModel.numberOfTrades() == 20);
            patiently().until(() -> health(worker).getStatus().equals(Status.UP));
            assertThat(readModel.summary(Events.key("AMZN")).version()).isEqualTo(20);

            // It can do so any number of times, and also notices while no record comes.
            makeLiveAnothers(3);
            patiently().until(() -> TestKafka.group(GROUP).members().isEmpty());
            makeLiveAnothers(Fold.VERSION);
            publish(10);
            patiently().until(() -> readModel.numberOfTrades() == 30);
        }
        assertThat(output).doesNotContain("ERROR ").containsOnlyOnce("made by fold version 1, and this worker");
    }

    @Test
    void aWorkerThatComesTooEarlyWaitsForItsReadModel() {
        try (RunningWorker _ = RunningWorker.start(database)) {
            publish(1);
            patiently().until(() -> readModel.numberOfTrades() == 1);
        }
        makeLiveAnothers(1);
        publish(1);

        try (RunningWorker worker = RunningWorker.start(database)) {
            patiently().until(() -> health(worker).getDetails().containsKey("stands_by"));
            assertThat(TestKafka.group(GROUP).members()).isEmpty();

            makeLiveAnothers(Fold.VERSION);
            patiently().until(() -> readModel.numberOfTrades() == 2);
        }
    }

    @Test
    void aReadModelThatWasNeverWrittenToBelongsToWhoeverComesFirst() {
        makeLiveAnothers(1000);

        try (RunningWorker _ = RunningWorker.start(database)) {
            publish(1);
            patiently().until(() -> readModel.numberOfTrades() == 1);
        }
    }

    @Test
    void aDatabaseThatCannotBeAskedAtTheStartIsNoAlarm(CapturedOutput output) throws SQLException {
        database.setForNewSessions("lock_timeout = '50ms'");
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("LOCK TABLE generations IN ACCESS EXCLUSIVE MODE");
            }
            try (RunningWorker worker = RunningWorker.start(database)) {
                patiently().until(() -> output.getAll().contains("PostgreSQL is unavailable: "));
                other.rollback();
                patiently().until(() -> health(worker).getStatus().equals(Status.UP));
            }
        }
    }

    /** What was read by the right to the former read model passes no fence of the new one. */
    @Test
    void aSwitchToAnotherReadModelWhileTradesFlowLosesAndDoublesNothing() {
        try (RunningWorker worker = RunningWorker.start(database)) {
            publish(50);
            patiently().until(() -> readModel.numberOfTrades() == 50);

            Thread broker = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 20; i++) {
                    publish(25);
                }
            });
            switchToACopy();
            int former = tradesOf(1);
            patiently().until(() -> !broker.isAlive());

            patiently().until(() -> tradesOf(2) == 550);
            assertThat(tradesOf(1)).isEqualTo(former);
            assertThat(database.jdbc()
                            .sql("SELECT version FROM summaries WHERE generation = 2")
                            .query(Long.class)
                            .single())
                    .isEqualTo(550);
            patiently().until(() -> health(worker).getStatus().equals(Status.UP));
        }
    }

    private void switchToACopy() {
        Generations generations = new Generations(database.jdbc());
        generations.create(Fold.VERSION, Generation.State.BUILDING);
        database.transactions().executeWithoutResult(_ -> {
            generations.holdLiveAlone(Duration.ofMinutes(2), Duration.ofMinutes(2));
            for (String table : List.of("progress", "summaries", "events", "trades", "checkpoints")) {
                database.jdbc()
                        .sql("CREATE TEMPORARY TABLE copy ON COMMIT DROP AS SELECT * FROM " + table)
                        .update();
                database.jdbc().sql("UPDATE copy SET generation = 2").update();
                if (table.equals("progress")) {
                    // As whoever built it has taken it over.
                    database.jdbc()
                            .sql("UPDATE copy SET owner_epoch = nextval('owner_epochs')")
                            .update();
                }
                database.jdbc()
                        .sql("INSERT INTO " + table + " SELECT * FROM copy")
                        .update();
                database.jdbc().sql("DROP TABLE copy").update();
            }
            generations.makeLive(2);
        });
    }

    private int tradesOf(int generation) {
        return database.jdbc()
                .sql("SELECT count(*) FROM trades WHERE generation = ?")
                .param(generation)
                .query(Integer.class)
                .single();
    }

    private void publish(int trades) {
        for (int i = 0; i < trades; i++) {
            TestKafka.publish(buy("t-" + published++, "AMZN", "1", "1", "09:00:00"));
        }
    }

    private void makeLiveAnothers(int foldVersion) {
        database.jdbc()
                .sql("UPDATE generations SET fold_version = ?")
                .param(foldVersion)
                .update();
    }

    private static Health health(RunningWorker worker) {
        return worker.bean(ConsumerHealth.class).health();
    }
}
