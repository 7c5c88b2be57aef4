package io.trakkit.standalone;

import io.trakkit.standalone.deployment.ComposeImages;
import io.trakkit.testing.Http;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** On the servers that {@code docker-compose.yml} names. Needs a container engine: {@code ./trakkit test -Pcontainers}. */
@Tag("containers")
@Testcontainers
class ContainersJourneyTest extends JourneyTest {

    private static final int REDIS_PORT = 6379;

    @Container
    private static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer(ComposeImages.postgres());

    @Container
    private static final KafkaContainer KAFKA =
            new KafkaContainer(ComposeImages.kafka()).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");

    @Container
    private static final GenericContainer<?> REDIS =
            new GenericContainer<>(ComposeImages.redis()).withExposedPorts(REDIS_PORT);

    @TempDir
    private static Path web;

    private static Apps apps;

    @BeforeAll
    static void startApps() {
        apps = Apps.start(
                0,
                web,
                new Apps.Backends(
                        POSTGRES.getJdbcUrl(),
                        POSTGRES.getUsername(),
                        POSTGRES.getPassword(),
                        KAFKA.getBootstrapServers(),
                        new Apps.Redis(REDIS.getHost(), REDIS.getMappedPort(REDIS_PORT), "")),
                List.of(),
                () -> {});
    }

    @AfterAll
    static void stopApps() {
        apps.close();
    }

    ContainersJourneyTest() {
        super(new Http(apps.address()), KAFKA.getBootstrapServers());
    }
}
