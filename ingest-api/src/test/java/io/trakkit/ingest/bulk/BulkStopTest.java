package io.trakkit.ingest.bulk;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.ingest.IngestApi;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** The app is stopped while a body is coming in. */
class BulkStopTest {

    /** It is given ten seconds where it runs; here the machine has other work, and a client left to itself takes thirty. */
    private static final Duration LONGEST = Duration.ofSeconds(25);

    private final EmbeddedKafkaKraftBroker broker = Servers.startBroker();
    private final TestLog trades = TestLog.trades(broker.getBrokersAsString());
    private final TestDatabase database = TestDatabase.create();
    private final ConfigurableApplicationContext app = new SpringApplicationBuilder(IngestApi.class)
            .run(
                    "--spring.config.name=ingest-api",
                    "--server.port=0",
                    "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                    "--spring.datasource.url=" + database.jdbcUrl(),
                    "--spring.datasource.username=" + TestDatabase.USER,
                    "--spring.datasource.password=",
                    // The broker stays, however slow it may be on a busy machine.
                    "--trakkit.ingest.log.max-block=30s",
                    "--trakkit.ingest.log.request-timeout=30s",
                    "--trakkit.ingest.log.delivery-timeout=40s");
    private final int port = app.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    private final Portfolio portfolio = new Portfolios(database.jdbc())
            .insert(
                    ClientId.DEFAULT,
                    new UserId("ada"),
                    new PortfolioName("Savings"),
                    Optional.empty(),
                    false,
                    Instant.EPOCH)
            .orElseThrow();

    @BeforeEach
    void waitUntilReady() {
        Http caller = new Http(port);
        patiently().until(() -> caller.get("/actuator/health/readiness").status() == 200);
    }

    @AfterEach
    void close() {
        app.close();
        broker.destroy();
        database.close();
    }

    @Test
    void whoIsSendingIsToldHowFarItWasTaken() {
        TestLog.Mark mark = trades.mark();
        try (BulkSocket caller = new BulkSocket(port, "application/x-ndjson")) {
            int sent = 0;
            while (sent < 100) {
                caller.send(record(++sent) + "\n");
            }
            patiently().until(() -> trades.since(mark).size() == 100);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(app::close, Thread::startVirtualThread);
            while (caller.hasNothing()) {
                caller.send(record(++sent) + "\n");
            }
            List<String> lines = new ArrayList<>();
            do {
                lines.add(caller.line());
            } while (!lines.getLast().contains("\"complete\":"));
            // It may hear of it late: what it sends until then must not break the connection with the answer in it.
            String many = (record(++sent) + "\n").repeat(1_000);
            for (int i = 0; i < 50; i++) {
                caller.send(many);
            }
            assertThat(caller.rest()).isEmpty();

            int taken = lines.size() - 2;
            assertThat(taken).isBetween(100, sent);
            for (int i = 1; i <= taken; i++) {
                assertThat(lines.get(i - 1))
                        .isEqualTo("{\"line\":%d,\"ref_id\":\"r-%d\",\"status\":202}".formatted(i, i));
            }
            assertThat(lines.get(taken))
                    .startsWith("{\"line\":%d,\"ref_id\":null,\"status\":503,".formatted(taken + 1))
                    .contains("The service is stopping; it is safe to post all of it again");
            assertThat(lines.getLast()).contains("\"accepted\":" + taken, "\"refused\":0", "\"complete\":false");

            assertThat(closing).succeedsWithin(LONGEST);
            assertThat(trades.since(mark)).hasSize(taken);
        }
    }

    @Test
    void whoIsSilentIsToldAndDoesNotKeepItFromStopping() {
        TestLog.Mark mark = trades.mark();
        try (BulkSocket caller = new BulkSocket(port, "application/x-ndjson")) {
            caller.send(record(1) + "\n");
            patiently().until(() -> trades.since(mark).size() == 1);

            assertThat(CompletableFuture.runAsync(app::close, Thread::startVirtualThread))
                    .succeedsWithin(LONGEST);

            assertThat(caller.line()).contains("\"line\":1,", "\"status\":202");
            assertThat(caller.line()).contains("\"line\":2,", "\"status\":503", "The service is stopping");
            assertThat(caller.line()).contains("\"accepted\":1", "\"complete\":false");
        }
        assertThat(trades.since(mark)).hasSize(1);
    }

    private String record(int number) {
        return """
                {"ref_id": "r-%d", "user_id": "ada", "portfolio": %s, "trade_type": 1, "security_type": "stock", \
                "ticker": "MSFT", "volume": 1, "amount": 1, "status": "success"}\
                """.formatted(number, portfolio.id());
    }
}
