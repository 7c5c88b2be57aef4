package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.HttpAnswer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The slow reads of one client, and the reads of another. */
class BusyClientTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    @Test
    void slowReadsOfOneClientLeaveAConnectionToOthers() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                Connection other = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = other.createStatement()) {
            String slow = key(database, "slow");
            String quick = key(database, "quick");
            try (Instance app = new Instance(
                            database,
                            "--trakkit.access.mode=keys",
                            "--spring.datasource.hikari.maximum-pool-size=3",
                            "--spring.datasource.hikari.connection-timeout=1000");
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                other.setAutoCommit(false);
                statement.execute("LOCK TABLE trades IN ACCESS EXCLUSIVE MODE");
                List<Future<HttpAnswer>> slowReads = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    slowReads.add(threads.submit(() -> get(app, "/api/v1/trade/", slow)));
                }
                patiently().until(() -> waitingForTheLock(database) == 2);

                for (int i = 0; i < 10; i++) {
                    assertThat(get(app, "/api/v1/portfolio/", quick).status()).isEqualTo(200);
                }

                assertThat(waitingForTheLock(database)).isEqualTo(2);
                patiently()
                        .until(() -> slowReads.stream().filter(Future::isDone).count() == 3);
                other.rollback();
                List<Integer> statuses = new ArrayList<>();
                for (Future<HttpAnswer> read : slowReads) {
                    HttpAnswer answer = read.get();
                    statuses.add(answer.status());
                    if (answer.status() == 503) {
                        assertThat(answer.text("detail"))
                                .isEqualTo("Too many requests wait for the database. Retry in 2 s");
                        assertThat(answer.header("Retry-After")).contains("2");
                    }
                }
                assertThat(statuses).containsExactlyInAnyOrder(200, 200, 503, 503, 503);
            }
        }
    }

    private static HttpAnswer get(Instance app, String path, String key) {
        return app.http().get(path, "Authorization", "Bearer " + key);
    }

    private static int waitingForTheLock(TestDatabase database) {
        return database.jdbc()
                .sql("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND relation = 'trades'::regclass")
                .query(Integer.class)
                .single();
    }

    private static String key(TestDatabase database, String client) {
        new ClientAccounts(database.jdbc())
                .save(new ClientAccount(
                        new ClientId(client),
                        client,
                        new CurrencyCode("USD"),
                        false,
                        ClientLimits.DEFAULT,
                        List.of(),
                        NOW,
                        NOW));
        ApiKey key = ApiKey.generate(new SecureRandom());
        new ApiKeys(database.jdbc())
                .save(new IssuedKey(
                        key.id(),
                        key.hash(),
                        Optional.of(new ClientId(client)),
                        Set.of(Scope.READ),
                        Optional.empty(),
                        "test",
                        NOW,
                        Optional.empty(),
                        Optional.empty(),
                        false));
        return key.reveal();
    }
}
