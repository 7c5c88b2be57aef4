package io.trakkit.ingest;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A stop does not take long, and who is being answered gets the answer. */
class StopTest {

    /** It is given ten seconds where it runs; here the machine has other work, and a client left to itself takes thirty. */
    private static final Duration LONGEST = Duration.ofSeconds(25);

    /** Of a common pool for two processors the one would keep the other waiting. */
    private static final Executor THREADS = Thread::startVirtualThread;

    /** Half a second, of the two that a statement may take. */
    private static final String SLOW_PORTFOLIOS = """
            CREATE FUNCTION take_their_time() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END';
            CREATE TRIGGER slow BEFORE INSERT ON portfolios FOR EACH STATEMENT EXECUTE FUNCTION take_their_time()
            """;

    private final EmbeddedKafkaKraftBroker broker = Servers.startBroker();
    private final TestDatabase database = TestDatabase.create();
    private final ConfigurableApplicationContext app = new SpringApplicationBuilder(IngestApi.class)
            .run(
                    "--spring.config.name=ingest-api",
                    "--server.port=0",
                    "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                    "--spring.datasource.url=" + database.jdbcUrl(),
                    "--spring.datasource.username=" + TestDatabase.USER,
                    "--spring.datasource.password=");
    private final Http caller = new Http(app.getEnvironment().getRequiredProperty("local.server.port", Integer.class));

    @AfterEach
    void close() {
        app.close();
        broker.destroy();
        database.close();
    }

    @Test
    void aPortfolioThatIsBeingWrittenIsWritten() {
        awaitReady();
        database.jdbc().sql(SLOW_PORTFOLIOS).update();

        CompletableFuture<HttpAnswer> answer = CompletableFuture.supplyAsync(
                () -> caller.post("/api/v1/portfolio/", "{\"user_id\": \"ada\", \"name\": \"Savings\"}"), THREADS);
        patiently().until(() -> somebodyWrites() || answer.isDone());
        CompletableFuture<Void> closing = CompletableFuture.runAsync(app::close, THREADS);

        assertThat(answer.join().status()).isEqualTo(201);
        assertThat(closing).succeedsWithin(LONGEST);
    }

    @Test
    void whileKafkaIsAwayATradeThatIsBeingPostedIsAnswered() {
        awaitReady();
        Portfolio portfolio = new Portfolios(database.jdbc())
                .insert(
                        ClientId.DEFAULT,
                        new UserId("ada"),
                        new PortfolioName("Savings"),
                        Optional.empty(),
                        false,
                        Instant.EPOCH)
                .orElseThrow();
        patiently().until(() -> post(portfolio).status() == 202);
        broker.destroy();
        CompletableFuture<HttpAnswer> answer = CompletableFuture.supplyAsync(() -> post(portfolio), THREADS);
        patiently().until(() -> somethingIsOnItsWay() || answer.isDone());

        assertThat(CompletableFuture.runAsync(app::close, THREADS)).succeedsWithin(LONGEST);

        assertThat(answer.join().status()).isEqualTo(503);
        assertThat(answer.join().header("Retry-After")).isNotEmpty();
    }

    private void awaitReady() {
        patiently().until(() -> caller.get("/actuator/health/readiness").status() == 200);
    }

    private HttpAnswer post(Portfolio portfolio) {
        return caller.post("/api/v1/trade/", """
                {"user_id": "ada", "portfolio": %s, "trade_type": 1, "security_type": "stock", "ticker": "MSFT",
                 "volume": 1, "amount": 1, "status": "success"}
                """.formatted(portfolio.id()));
    }

    private boolean somethingIsOnItsWay() {
        return app.getBean(MeterRegistry.class)
                        .get("trakkit.ingest.log.free")
                        .gauge()
                        .value()
                < 2000;
    }

    private boolean somebodyWrites() {
        return database.jdbc().sql("""
                        SELECT count(*) > 0 FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event = 'PgSleep'
                        """).query(Boolean.class).single();
    }
}
