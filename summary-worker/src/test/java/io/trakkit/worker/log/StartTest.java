package io.trakkit.worker.log;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.log.LogContradictionException;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.Said;
import io.trakkit.worker.testing.TestKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an operator sees of a worker over HTTP and in its log. */
@ExtendWith(OutputCaptureExtension.class)
class StartTest {

    private static final String[] WITH_HTTP = {
        "spring.main.web-application-type=servlet", "server.port=0", "logging.level.org.apache.kafka=warn"
    };

    @Test
    void startsQuietlyTellsTheTruthAboutItselfAndItsLag(CapturedOutput output) {
        TestKafka.deleteTopics();
        try (TestDatabase database = TestDatabase.create();
                RunningWorker worker = RunningWorker.start(database, WITH_HTTP)) {
            Http http = new Http(worker.port());
            Events.insertPortfolio(database);
            patiently().until(() -> http.get("/actuator/health/readiness").status() == 200);
            assertThat(http.get("/actuator/health/liveness").status()).isEqualTo(200);
            assertThat(Said.lines(output).stream().filter(line -> !line.contains(TestKafka.BROKER_CLIENT)))
                    .noneMatch(Said::isTrouble);

            TestKafka.publish(buy("t-1", "AMZN", "1", "1", "09:00:00"), buy("t-2", "AMZN", "1", "1", "09:00:00"));
            patiently().until(() -> new ReadModel(database).numberOfTrades() == 2);
            patiently().untilAsserted(() -> assertThat(lagOfAmzn(http)).isEqualTo("0.0"));
            // What Kafka's offsets do not tell: the database is behind them.
            worker.bean(ConsumerHalt.class).raise(new LogContradictionException("raised by a test"));
            database.jdbc().sql("UPDATE progress SET next_offset = 0").update();
            patiently().untilAsserted(() -> assertThat(lagOfAmzn(http)).isEqualTo("2.0"));

            HttpAnswer readiness = http.get("/actuator/health/readiness");
            assertThat(readiness.status()).isEqualTo(503);
            assertThat(readiness.text()).contains("raised by a test");
            assertThat(http.get("/actuator/health/liveness").status()).isEqualTo(200);
            assertThat(http.get("/nothing").text()).contains("urn:trakkit:problem:not-found");
        }
    }

    @Test
    void aWaitForPostgresqlEndsAfterTheLongestBatch() {
        TestKafka.deleteTopics();
        try (TestDatabase database = TestDatabase.create()) {
            try (RunningWorker worker = RunningWorker.start(database)) {
                assertThat(worker.bean(HikariDataSource.class).getDataSourceProperties())
                        .containsEntry("socketTimeout", "300");
            }
            assertThatThrownBy(() -> RunningWorker.start(
                            database,
                            "spring.datasource.hikari.data-source-properties.socketTimeout=120",
                            "trakkit.worker.transaction-timeout=2m"))
                    .hasRootCauseMessage(
                            "spring.datasource.hikari.data-source-properties.socketTimeout is 120 s: it must be"
                                    + " more than trakkit.worker.transaction-timeout, which is 120 s");
        }
    }

    private static String lagOfAmzn(Http http) {
        String name = "trakkit_worker_lag{partition=\"" + TestKafka.partitionOf(Events.key("AMZN")) + "\"} ";
        return http.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow()
                .substring(name.length());
    }
}
