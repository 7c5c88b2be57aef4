package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.feed.PriceFeed;
import io.trakkit.ingest.IngestApi;
import io.trakkit.query.QueryApi;
import io.trakkit.worker.SummaryWorker;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** No app has a default user or password of PostgreSQL. */
class CredentialsTest {

    static Stream<Arguments> apps() {
        return Stream.of(
                Arguments.of(IngestApi.class, "ingest-api"),
                Arguments.of(QueryApi.class, "query-api"),
                Arguments.of(SummaryWorker.class, "summary-worker"),
                Arguments.of(PriceFeed.class, "price-feed"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("apps")
    void anAppDoesNotStartWithoutThemAndSaysWhatToSet(Class<?> app, String name) {
        assertThatThrownBy(() -> start(app, name))
                .hasMessage("PostgreSQL needs a user and a password: set SPRING_DATASOURCE_USERNAME and"
                        + " SPRING_DATASOURCE_PASSWORD");
        assertThatThrownBy(() -> start(app, name, "--spring.datasource.username=ann"))
                .hasMessage("PostgreSQL needs a user and a password: set SPRING_DATASOURCE_PASSWORD");
    }

    private static void start(Class<?> app, String name, String... settings) {
        new SpringApplicationBuilder(app)
                .registerShutdownHook(false)
                .properties("spring.config.name=" + name, "server.port=0")
                .run(settings)
                .close();
    }
}
