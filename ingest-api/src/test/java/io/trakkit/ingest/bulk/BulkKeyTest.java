package io.trakkit.ingest.bulk;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.ingest.IngestApi;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A bulk request whose key is revoked while its body is coming in. */
class BulkKeyTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final ClientLimits SLOW = new ClientLimits(1_000_000, 1_000_000, 100, 1, 1, 1_000_000);

    private final TestLog trades = TestLog.trades(Servers.kafka());
    private final ConfigurableApplicationContext app = new SpringApplicationBuilder(IngestApi.class)
            .run(
                    "--spring.config.name=ingest-api",
                    "--server.port=0",
                    "--trakkit.access.mode=keys",
                    "--spring.kafka.bootstrap-servers=" + Servers.kafka(),
                    "--spring.datasource.url=" + Servers.database().jdbcUrl(),
                    "--spring.datasource.username=" + TestDatabase.USER,
                    "--spring.datasource.password=",
                    "--trakkit.ingest.log.max-block=30s",
                    "--trakkit.ingest.log.request-timeout=30s",
                    "--trakkit.ingest.log.delivery-timeout=40s");
    private final int port = app.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    private final String mark = UUID.randomUUID().toString();
    private final Portfolio portfolio = new Portfolios(Servers.database().jdbc())
            .insert(ClientId.DEFAULT, new UserId(mark), new PortfolioName("Savings"), Optional.empty(), false, NOW)
            .orElseThrow();
    private int sent;

    @BeforeEach
    void waitUntilReady() {
        Http caller = new Http(port);
        patiently().until(() -> caller.get("/actuator/health/readiness").status() == 200);
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void endsWithTheNextRecordsAndSaysWhatWasTaken() {
        ApiKey key = ApiKey.generate(new SecureRandom());
        ApiKeys keys = new ApiKeys(Servers.database().jdbc());
        keys.save(issued(key));
        TestLog.Mark before = trades.mark();
        try (BulkSocket caller =
                new BulkSocket(port, "application/x-ndjson", "Authorization: Bearer " + key.reveal())) {
            send(caller, 10);
            patiently().until(() -> trades.since(before).size() == 10);
            keys.save(issued(key).revoked(NOW));
            patiently().until(() -> {
                send(caller, 1);
                return trades.since(before).size() < sent - 5;
            });
            caller.end();
            List<String> lines = caller.rest();

            int taken = lines.size() - 2;
            assertThat(taken).isBetween(10, sent - 5);
            assertThat(lines.get(taken - 1)).contains("\"line\":" + taken, "\"status\":202");
            assertThat(lines.get(taken))
                    .startsWith("{\"line\":%d,\"ref_id\":null,\"status\":401,".formatted(taken + 1))
                    .contains("The key was revoked or has expired");
            assertThat(lines.getLast()).contains("\"accepted\":" + taken, "\"complete\":false");
            assertThat(trades.since(before)).hasSize(taken);
        }
    }

    /** It was read to its end, for as long as its sender went on. */
    @Test
    void endsAPreviewThatGoesOn() {
        ClientId client = new ClientId("preview-" + UUID.randomUUID());
        new ClientAccounts(Servers.database().jdbc())
                .save(new ClientAccount(client, "A client", new CurrencyCode("EUR"), false, SLOW, List.of(), NOW, NOW));
        ApiKey key = ApiKey.generate(new SecureRandom());
        ApiKeys keys = new ApiKeys(Servers.database().jdbc());
        keys.save(issued(key, client));
        Counter waits = app.getBean(MeterRegistry.class).counter("trakkit.access.limited", "limit", "bulk_records");
        try (BulkSocket caller = BulkSocket.forPreview(port, "Authorization: Bearer " + key.reveal())) {
            // More than is looked at to recognise the file, and enough for a minute.
            caller.send("ref_id,trade_type,security_type,ticker,volume,amount,status,executed_at\n"
                    + "p-1,BUY,stock,MSFT,10,1500,success,2025-04-01T09:20:11Z\n".repeat(6_000));
            patiently().until(() -> waits.count() > 0);
            assertThat(caller.hasNothing()).isTrue();

            keys.save(issued(key, client).revoked(NOW));

            assertThat(String.join("", caller.rest()))
                    .contains("urn:trakkit:problem:unauthenticated", "The key was revoked or has expired");
        }
    }

    private void send(BulkSocket caller, int records) {
        for (int i = 0; i < records; i++) {
            caller.send(record(++sent) + "\n");
        }
    }

    private static IssuedKey issued(ApiKey key) {
        return issued(key, ClientId.DEFAULT);
    }

    private static IssuedKey issued(ApiKey key, ClientId client) {
        return new IssuedKey(
                key.id(),
                key.hash(),
                Optional.of(client),
                Set.of(Scope.WRITE),
                Optional.empty(),
                "test",
                NOW,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private String record(int number) {
        return """
                {"ref_id": "%s-%d", "user_id": "%s", "portfolio": %s, "trade_type": 1, "security_type": "stock", \
                "ticker": "MSFT", "volume": 1, "amount": 1, "status": "success"}\
                """.formatted(mark, number, portfolio.user(), portfolio.id());
    }
}
