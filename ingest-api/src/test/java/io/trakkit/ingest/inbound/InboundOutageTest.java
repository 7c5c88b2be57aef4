package io.trakkit.ingest.inbound;

import static io.trakkit.ingest.inbound.Publisher.statuses;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.access.KeyRing;
import io.trakkit.ingest.testing.AppTest;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** An instance that can reach Kafka and not the database; what it knows of clients is too old at once. */
@TestPropertySource(properties = {"trakkit.ingest.inbound.enabled=true", "trakkit.access.outage=0s"})
@DirtiesContext // Its consumer would take partitions from the apps of other tests.
class InboundOutageTest extends AppTest {

    private static final URI POSTGRES = URI.create(Servers.database().jdbcUrl().substring("jdbc:".length()));
    private static final Proxy LINE = Proxy.before(POSTGRES.getPort());

    @Autowired
    private @Nullable KeyRing clients;

    @Autowired
    private @Nullable InboundHealth health;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", Servers::kafka);
        properties.add("spring.datasource.username", () -> TestDatabase.USER);
        properties.add("spring.datasource.password", () -> "");
        properties.add(
                "spring.datasource.url",
                () -> "jdbc:postgresql://127.0.0.1:" + LINE.port() + POSTGRES.getPath() + "?" + POSTGRES.getQuery());
    }

    @AfterAll
    static void close() {
        LINE.close();
    }

    /** They were taken for as long as the outage lasted. */
    @Test
    void recordsOfAClientThatIsSuspendedMeanwhileWaitAndAreRefused() {
        Publisher publisher = Publisher.create("outage-");
        publisher.write(List.of(publisher.record("a")));
        assertThat(statuses(publisher.awaitVerdicts(1))).containsExactly(202);
        LINE.goAway();
        patiently().until(() -> Objects.requireNonNull(clients).isOutOfDate());
        Publisher.save(publisher.client(), true);

        publisher.write(List.of(publisher.record("b")));

        InboundHealth shown = Objects.requireNonNull(health);
        patiently()
                .untilAsserted(() -> assertThat(publisher.waiting(shown))
                        .startsWith("Cannot check whether the client " + publisher.client()
                                + " is suspended: the database is unavailable, and clients cannot be read"));
        assertThat(publisher.verdicts()).hasSize(1);

        LINE.heal();

        assertThat(statuses(publisher.awaitVerdicts(2))).containsExactly(202, 403);
        assertThat(publisher.trades()).hasSize(1);
        patiently().untilAsserted(() -> assertThat(publisher.waiting(shown)).isEmpty());
    }
}
