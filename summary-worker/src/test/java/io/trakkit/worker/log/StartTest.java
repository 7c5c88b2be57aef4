package io.trakkit.worker.log;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.TestDatabase;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.Said;
import io.trakkit.worker.testing.TestKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
    void startsQuietlyTellsTheTruthAboutItselfAndItsLag(CapturedOutput output) throws Exception {
        TestKafka.deleteTopics();
        try (HttpClient http = HttpClient.newHttpClient();
                TestDatabase database = TestDatabase.create();
                RunningWorker worker = RunningWorker.start(database, WITH_HTTP)) {
            Events.insertPortfolio(database);
            patiently()
                    .until(() -> get(http, worker, "/actuator/health/readiness").statusCode() == 200);
            assertThat(get(http, worker, "/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
            assertThat(Said.lines(output).stream().filter(line -> !line.contains(TestKafka.BROKER_CLIENT)))
                    .noneMatch(Said::isTrouble);

            TestKafka.publish(buy("t-1", "AMZN", "1", "1", "09:00:00"), buy("t-2", "AMZN", "1", "1", "09:00:00"));
            patiently().until(() -> new ReadModel(database).numberOfTrades() == 2);
            patiently().untilAsserted(() -> assertThat(lagOfAmzn(http, worker)).isEqualTo("0.0"));
            // What Kafka's offsets do not tell: the database is behind them.
            worker.bean(ConsumerHalt.class).raise(new LogContradictionException("raised by a test"));
            database.jdbc().sql("UPDATE progress SET next_offset = 0").update();
            patiently().untilAsserted(() -> assertThat(lagOfAmzn(http, worker)).isEqualTo("2.0"));

            HttpResponse<String> readiness = get(http, worker, "/actuator/health/readiness");
            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(readiness.body()).contains("raised by a test");
            assertThat(get(http, worker, "/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
            assertThat(get(http, worker, "/nothing").body()).contains("urn:trakkit:problem:not-found");
        }
    }

    private static String lagOfAmzn(HttpClient http, RunningWorker worker) throws IOException, InterruptedException {
        String name = "trakkit_worker_lag{partition=\"" + TestKafka.partitionOf(Events.key("AMZN")) + "\"} ";
        return get(http, worker, "/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow()
                .substring(name.length());
    }

    private static HttpResponse<String> get(HttpClient http, RunningWorker worker, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + worker.port() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
