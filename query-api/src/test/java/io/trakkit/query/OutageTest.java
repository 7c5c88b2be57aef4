package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.PostgresProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** PostgreSQL is away at the start, comes, goes and comes again, or does not answer. */
class OutageTest {

    @Test
    void theAppStartsWithoutTheDatabaseSaysSoAndRecovers() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                PostgresProxy network = PostgresProxy.before(database.jdbcUrl())) {
            network.goAway();
            try (ConfigurableApplicationContext app = new SpringApplicationBuilder(QueryApi.class)
                    .properties("spring.config.name=query-api")
                    .run(
                            "--server.port=0",
                            "--spring.datasource.username=" + TestDatabase.USER,
                            "--spring.datasource.password=",
                            "--spring.datasource.url=" + network.jdbcUrl())) {
                assertUnavailable(app);

                network.comeBack();
                awaitStatus(app, "/api/v1/trade/", 200);
                awaitStatus(app, "/actuator/health/readiness", 200);

                network.goAway();
                assertUnavailable(app);

                network.comeBack();
                awaitStatus(app, "/api/v1/trade/", 200);
            }
        }
    }

    @Test
    void whatTheDatabaseDoesNotAnswerInTimeIsGivenUp() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                ConfigurableApplicationContext app = new SpringApplicationBuilder(QueryApi.class)
                        .properties("spring.config.name=query-api")
                        .run(
                                "--server.port=0",
                                "--spring.datasource.username=" + TestDatabase.USER,
                                "--spring.datasource.password=",
                                "--spring.datasource.url=" + database.jdbcUrl());
                Connection other = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE trades IN ACCESS EXCLUSIVE MODE");
            HttpAnswer answer = get(app, "/api/v1/trade/");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();

            other.rollback();
            awaitStatus(app, "/api/v1/trade/", 200);
        }
    }

    private static void assertUnavailable(ConfigurableApplicationContext app) {
        HttpAnswer answer = get(app, "/api/v1/trade/");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:trakkit:problem:unavailable");
        assertThat(get(app, "/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(get(app, "/actuator/health/liveness").status()).isEqualTo(200);
    }

    private static void awaitStatus(ConfigurableApplicationContext app, String path, int status) {
        patiently().untilAsserted(() -> assertThat(get(app, path).status()).isEqualTo(status));
    }

    private static HttpAnswer get(ConfigurableApplicationContext app, String path) {
        return new Http(app.getEnvironment().getRequiredProperty("local.server.port", Integer.class)).get(path);
    }
}
