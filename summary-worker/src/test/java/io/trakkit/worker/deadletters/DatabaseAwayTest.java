package io.trakkit.worker.deadletters;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.PostgresProxy;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** While PostgreSQL is away the operators' calls say so, and afterwards they work. */
class DatabaseAwayTest {

    private static final String LETTERS = "/api/v1/ops/dead-letters/";

    @Test
    void anOutageIsNoDefect() throws IOException {
        TestKafka.emptyTopics();
        try (TestDatabase database = TestDatabase.create();
                PostgresProxy proxy = PostgresProxy.before(database.jdbcUrl());
                RunningWorker worker = RunningWorker.start(
                        proxy.jdbcUrl(),
                        "spring.main.web-application-type=servlet",
                        "server.port=0",
                        "spring.datasource.hikari.connection-timeout=1000")) {
            Http http = new Http(worker.port());
            proxy.goAway();
            assertThat(http.get(LETTERS).status()).isEqualTo(503);
            assertThat(http.post(LETTERS + "redrive", "{\"all\": true, \"by\": \"ann\"}")
                            .status())
                    .isEqualTo(503);
            assertThat(http.post(LETTERS + "redrive", "{\"ids\": [\"3:0\"], \"by\": \"ann\"}")
                            .detail())
                    .isEqualTo("The request was refused because the audit log cannot be written: the database is"
                            + " unavailable. Retry in 2 s");
            proxy.comeBack();
            patiently().until(() -> http.get(LETTERS).status() == 200);
            assertThat(http.post(LETTERS + "redrive", "{\"all\": true, \"by\": \"ann\"}")
                            .json()
                            .get("redriven")
                            .asInt())
                    .isZero();
        }
    }
}
