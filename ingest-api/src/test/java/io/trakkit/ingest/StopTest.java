package io.trakkit.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.ClientId;
import io.trakkit.domain.Portfolio;
import io.trakkit.domain.PortfolioName;
import io.trakkit.domain.UserId;
import io.trakkit.ingest.log.PortfolioLog;
import io.trakkit.ingest.testing.Answer;
import io.trakkit.ingest.testing.Caller;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.store.LogReads;
import io.trakkit.store.Portfolios;
import io.trakkit.store.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A stop takes ten seconds at most, and who is being answered gets the answer. */
class StopTest {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final EmbeddedKafkaKraftBroker broker = Servers.startBroker();
    private final TestDatabase database = TestDatabase.create();
    private final ConfigurableApplicationContext app = new SpringApplicationBuilder(IngestApi.class)
            .run(
                    "--spring.config.name=ingest-api",
                    "--server.port=0",
                    "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                    "--spring.datasource.url=" + database.jdbcUrl(),
                    "--spring.datasource.username=postgres");
    private final Caller caller =
            new Caller(app.getEnvironment().getRequiredProperty("local.server.port", Integer.class));

    @AfterEach
    void close() {
        app.close();
        broker.destroy();
        database.close();
    }

    @Test
    void aPortfolioThatIsBeingWrittenIsWritten() {
        awaitReady();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CompletableFuture<Void> closing = new CompletableFuture<>();
        // Of a common pool for two processors the one would keep the other waiting.
        Executor threads = Thread::startVirtualThread;
        database.transactions().executeWithoutResult(_ -> {
            new LogReads(database.jdbc()).lock(app.getBean(PortfolioLog.class).partition());
            answer.completeAsync(
                    () -> caller.post("/api/v1/portfolio/", "{\"user_id\": \"ada\", \"name\": \"Savings\"}"), threads);
            await().until(this::somebodyWaits);
            threads.execute(() -> {
                app.close();
                closing.complete(null);
            });
            await().until(app::isClosed);
        });

        assertThat(answer.join().status()).isEqualTo(201);
        assertThat(closing).succeedsWithin(LONGEST);
    }

    @Test
    void whileKafkaIsAwayATradeThatIsBeingPostedIsAnswered() {
        awaitReady();
        Portfolio portfolio = new Portfolios(database.jdbc())
                .insert(ClientId.DEFAULT, new UserId("ada"), new PortfolioName("Savings"), Instant.EPOCH)
                .orElseThrow();
        assertThat(post(portfolio).status()).isEqualTo(202);
        broker.destroy();
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> post(portfolio));
        await().until(() -> app.getBean(MeterRegistry.class)
                        .get("trakkit.ingest.log.free")
                        .gauge()
                        .value()
                < 2000);

        assertThat(CompletableFuture.runAsync(app::close)).succeedsWithin(LONGEST);

        assertThat(answer.join().status()).isEqualTo(503);
        assertThat(answer.join().header("Retry-After")).isPresent();
    }

    private void awaitReady() {
        await().until(() -> caller.get("/actuator/health/readiness").status() == 200);
    }

    private Answer post(Portfolio portfolio) {
        return caller.post("/api/v1/trade/", """
                {"user_id": "ada", "portfolio": %s, "trade_type": 1, "security_type": "stock", "ticker": "MSFT",
                 "volume": 1, "amount": 1, "status": "success"}
                """.formatted(portfolio.id()));
    }

    private boolean somebodyWaits() {
        return database.jdbc().sql("""
                        SELECT count(*) > 0 FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """).query(Boolean.class).single();
    }
}
