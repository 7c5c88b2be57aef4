package io.trakkit.ingest.bulk;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.ingest.testing.AppTest;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The broker goes away in the midst of a request. */
@DirtiesContext
class BulkWithoutKafkaTest extends AppTest {

    private static final EmbeddedKafkaKraftBroker BROKER = Servers.startBroker();

    /** Each record by itself would be given up after some seconds, and there are 20,000. */
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Portfolio portfolio = newPortfolio();
    private final String prefix = "bulk:" + UUID.randomUUID() + ":";

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void brokerOfItsOwn(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", BROKER::getBrokersAsString);
        properties.add("spring.datasource.url", () -> Servers.database().jdbcUrl());
        properties.add("spring.datasource.username", () -> TestDatabase.USER);
        properties.add("spring.datasource.password", () -> "");
        // Before it is taken away, the broker is to be found there, however busy the machine is.
        properties.add("trakkit.ingest.log.max-block", () -> "10s");
        properties.add("trakkit.ingest.log.request-timeout", () -> "10s");
        properties.add("trakkit.ingest.log.delivery-timeout", () -> "12s");
    }

    @Test
    void whatIsNotAcknowledgedIsSaidSoAndTheRequestEndsSoon() {
        TestLog log = TestLog.trades(BROKER.getBrokersAsString());
        TestLog.Mark mark = log.mark();
        try (BulkSocket caller = new BulkSocket(port, "application/x-ndjson")) {
            caller.send(records(1, 100));
            patiently().until(() -> log.since(mark).size() == 100);

            BROKER.destroy();

            long start = System.nanoTime();
            Thread sender = Thread.ofVirtual().start(() -> {
                caller.send(records(101, 20_000));
                caller.end();
            });
            List<JsonNode> lines = caller.rest().stream()
                    .map(line -> (JsonNode) Json.object(line.getBytes(StandardCharsets.UTF_8)))
                    .toList();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
            assertThat(sender.join(SOON)).isTrue();

            JsonNode counts = lines.getLast();
            JsonNode end = lines.get(lines.size() - 2);
            assertThat(lines.subList(0, 100))
                    .allSatisfy(
                            line -> assertThat(line.path("status").intValue()).isEqualTo(202));
            List<JsonNode> results = lines.subList(100, lines.size() - 2);
            assertThat(results).allSatisfy(line -> {
                assertThat(line.path("status").intValue()).isEqualTo(503);
                assertThat(line.path("ref_id").asString()).startsWith(prefix);
                assertThat(line.path("errors").path(0).path("detail").asString())
                        .contains("safe");
            });
            assertThat(results).hasSizeBetween(1, 10_000);
            assertThat(end.path("line").intValue()).isEqualTo(101 + results.size());
            assertThat(end.path("ref_id").isNull()).isTrue();
            assertThat(counts.path("accepted").intValue()).isEqualTo(100);
            assertThat(counts.path("unavailable").intValue()).isEqualTo(results.size());
            assertThat(counts.path("complete").booleanValue()).isFalse();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String records(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> trade(portfolio, prefix + i).replace("\n", " ") + "\n")
                .collect(Collectors.joining());
    }
}
