package io.trakkit.worker.status;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.log.LogContradictionException;
import io.trakkit.store.prices.FeedReports;
import io.trakkit.store.prices.FeedReports.FeedReport;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.PostgresProxy;
import io.trakkit.worker.log.ConsumerHalt;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an operator sees of a worker as it is deployed, while all is well and while it is not. */
class StatusHttpTest {

    private static final String STATUS = "/api/v1/ops/status/";

    @Test
    void oneCallShowsAllOfAWorkerThatIsWell() {
        TestKafka.emptyTopics();
        try (TestDatabase database = TestDatabase.create();
                RunningWorker worker =
                        RunningWorker.start(database, "spring.main.web-application-type=servlet", "server.port=0")) {
            Http http = new Http(worker.port());
            Events.insertPortfolio(database);
            new FeedReports(database.jdbc())
                    .report(new FeedReport(
                            "http",
                            "done",
                            Instant.now(),
                            Optional.empty(),
                            Optional.of(Instant.now().plusSeconds(60))));
            TestKafka.publish(Events.buy("t-1", "AMZN", "1", "1", "09:00:00"));
            TestKafka.publish(Events.amend(Events.buy("unknown", "AMZN", "1", "1", "09:00:00"), "2"));

            JsonNode status = patiently()
                    .until(
                            () -> get(http),
                            answer -> answer.get("status").asString().equals("OK")
                                    && answer.at("/dead_letters/open").asLong() == 1
                                    && answer.get("lag_records").asLong() == 0
                                    && answer.get("throughput").isObject());

            assertThat(status.get("findings")).isEmpty();
            assertThat(status.get("dead_letters").toString())
                    .isEqualTo("{\"open\":1,\"by_reason\":{\"unknown_trade\":1},\"decisions_pending\":0}");
            assertThat(status.get("components"))
                    .extracting(component -> component.get("name").asString() + " "
                            + component.get("status").asString())
                    .containsExactly("postgresql OK", "kafka OK", "redis UNKNOWN", "price_feed OK", "worker OK");
            assertThat(status.get("partitions")).hasSize(12);
            JsonNode amzn = status.get("partitions").get(TestKafka.partitionOf(Events.key("AMZN")));
            assertThat(amzn.get("applied").asLong()).isEqualTo(2);
            assertThat(amzn.get("end").asLong()).isEqualTo(2);
            assertThat(amzn.get("lag_records").asLong()).isZero();
            assertThat(amzn.get("lag_seconds").asDouble()).isZero();
            assertThat(status.get("lag_records").asLong()).isZero();
            assertThat(status.get("throughput").get("logged_per_second").isNumber())
                    .isTrue();
            assertThat(status.get("replay").isNull()).isTrue();
            assertThat(status.get("limits").toString())
                    .isEqualTo("{\"warn_after_seconds\":30.000,\"stalled_after_seconds\":60.000}");
            assertThat(http.get(STATUS + "?verbose=1").status()).isEqualTo(400);
        }
    }

    @Test
    void aPartitionThatNoLongerMovesIsStalledAndSaysForHowLongItsOldestRecordWaits() {
        TestKafka.emptyTopics();
        try (TestDatabase database = TestDatabase.create();
                RunningWorker worker = RunningWorker.start(
                        database,
                        "spring.main.web-application-type=servlet",
                        "server.port=0",
                        "trakkit.status.warn-after=1s",
                        "trakkit.status.stalled-after=2s")) {
            Http http = new Http(worker.port());
            Events.insertPortfolio(database);
            worker.awaitUp();
            worker.bean(ConsumerHalt.class).raise(new LogContradictionException("raised by a test"));
            TestKafka.publish(
                    Events.buy("t-1", "AMZN", "1", "1", "09:00:00"), Events.buy("t-2", "AMZN", "1", "1", "09:00:00"));
            int partition = TestKafka.partitionOf(Events.key("AMZN"));

            patiently().untilAsserted(() -> {
                JsonNode amzn = get(http).get("partitions").get(partition);
                assertThat(amzn.get("status").asString()).isEqualTo("STALLED");
                assertThat(amzn.get("lag_records").asLong()).isEqualTo(2);
                assertThat(amzn.get("lag_seconds").asDouble()).isGreaterThanOrEqualTo(1);
                assertThat(Instant.parse(amzn.get("stuck_since").asString())).isBefore(Instant.now());
            });

            JsonNode status = get(http);
            assertThat(status.get("status").asString()).isEqualTo("STALLED");
            assertThat(status.get("findings"))
                    .extracting(JsonNode::asString)
                    .anyMatch(finding -> finding.startsWith("This worker is down: alarm: raised by a test; since: "))
                    .anyMatch(finding -> finding.startsWith("Partition " + partition
                            + " is stalled: 2 records wait, and none has been applied since "));
            assertThat(http.get("/actuator/prometheus").text())
                    .contains("trakkit_worker_partition_status{partition=\"" + partition + "\"} 2.0")
                    .containsPattern("trakkit_worker_lag_seconds\\{partition=\"" + partition + "\"} [1-9]");
        }
    }

    @Test
    void withoutPostgresqlItSaysSoAndKafkaIsStillShown() throws IOException {
        TestKafka.emptyTopics();
        try (TestDatabase database = TestDatabase.create();
                PostgresProxy proxy = PostgresProxy.before(database.jdbcUrl());
                RunningWorker worker = RunningWorker.start(
                        proxy.jdbcUrl(),
                        "spring.main.web-application-type=servlet",
                        "server.port=0",
                        "spring.datasource.hikari.connection-timeout=300",
                        "spring.datasource.hikari.validation-timeout=250")) {
            Http http = new Http(worker.port());
            worker.awaitUp();
            proxy.goAway();

            patiently().untilAsserted(() -> {
                JsonNode status = get(http);
                assertThat(status.get("status").asString()).isEqualTo("STALLED");
                assertThat(status.get("findings").get(0).asString()).startsWith("PostgreSQL is down: ");
                assertThat(status.get("components").get(1).get("status").asString())
                        .isEqualTo("OK");
                assertThat(status.get("partitions")).isEmpty();
                assertThat(status.get("lag_records").isNull()).isTrue();
                assertThat(status.get("dead_letters").isNull()).isTrue();
            });
            assertThat(http.get("/actuator/prometheus").text())
                    .contains("trakkit_worker_partition_status{partition=\"0\"} NaN");

            proxy.comeBack();
            patiently().until(() -> get(http).get("status").asString().equals("OK"));
        }
    }

    private static JsonNode get(Http http) {
        HttpAnswer answer = http.get(STATUS);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
