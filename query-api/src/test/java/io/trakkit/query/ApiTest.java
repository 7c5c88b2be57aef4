package io.trakkit.query;

import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test that asks the running app over HTTP. It starts once for all of them, and each test with empty tables. */
@SpringBootTest(
        classes = QueryApi.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.config.name=query-api")
abstract class ApiTest {

    static final TestDatabase DATABASE = TestDatabase.create();

    @LocalServerPort
    private int port;

    /** What the app answers from. */
    final ReadModel model = new ReadModel(DATABASE.jdbc());

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", DATABASE::jdbcUrl);
        registry.add("spring.datasource.username", () -> TestDatabase.USER);
        registry.add("spring.datasource.password", () -> "");
        // There is no Redis: prices are those of the history.
        registry.add("spring.data.redis.port", () -> 1);
        // By default nobody waits long for an answer, which on a busy machine may be slow in coming.
        registry.add("spring.datasource.hikari.connection-timeout", () -> "30000");
        registry.add("spring.datasource.hikari.data-source-properties.connectTimeout", () -> "30");
        registry.add("spring.datasource.hikari.data-source-properties.socketTimeout", () -> "60");
        registry.add("spring.datasource.hikari.data-source-properties.options", () -> "-c statement_timeout=60s");
    }

    @BeforeEach
    void empty() {
        model.empty();
    }

    /** Asks for a path of the app, or for an address that it gave. */
    HttpAnswer get(String address, String... headers) {
        return http().get(address, headers);
    }

    Http http() {
        return new Http(URI.create("http://localhost:" + port));
    }

    int port() {
        return port;
    }
}
