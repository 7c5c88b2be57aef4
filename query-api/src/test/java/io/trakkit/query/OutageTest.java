package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** PostgreSQL is away at the start, comes, goes and comes again, or does not answer. */
class OutageTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    @Test
    void theAppStartsWithoutTheDatabaseSaysSoAndRecovers() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                Relay relay = new Relay(database.jdbcUrl());
                ConfigurableApplicationContext app = new SpringApplicationBuilder(QueryApi.class)
                        .properties("spring.config.name=query-api")
                        .run("--server.port=0", "--spring.datasource.url=" + relay.jdbcUrl(database.jdbcUrl()))) {
            assertUnavailable(app);

            relay.mend();
            awaitStatus(app, "/api/v1/trade/", 200);
            awaitStatus(app, "/actuator/health/readiness", 200);

            relay.cut();
            assertUnavailable(app);

            relay.mend();
            awaitStatus(app, "/api/v1/trade/", 200);
        }
    }

    @Test
    void whatTheDatabaseDoesNotAnswerInTimeIsGivenUp() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                ConfigurableApplicationContext app = new SpringApplicationBuilder(QueryApi.class)
                        .properties("spring.config.name=query-api")
                        .run("--server.port=0", "--spring.datasource.url=" + database.jdbcUrl());
                Connection other = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE trades IN ACCESS EXCLUSIVE MODE");
            Answer answer = get(app, "/api/v1/trade/");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();

            other.rollback();
            awaitStatus(app, "/api/v1/trade/", 200);
        }
    }

    private static void assertUnavailable(ConfigurableApplicationContext app) {
        Answer answer = get(app, "/api/v1/trade/");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:trakkit:problem:unavailable");
        assertThat(get(app, "/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(get(app, "/actuator/health/liveness").status()).isEqualTo(200);
    }

    private static void awaitStatus(ConfigurableApplicationContext app, String path, int status) {
        patiently().untilAsserted(() -> assertThat(get(app, path).status()).isEqualTo(status));
    }

    private static Answer get(ConfigurableApplicationContext app, String path) {
        int port = Integer.parseInt(app.getEnvironment().getRequiredProperty("local.server.port"));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(SOON)
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(Answer::new)
                .join();
    }
}
