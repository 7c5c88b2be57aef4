package io.trakkit.standalone;

import io.trakkit.standalone.deployment.ComposeImages;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** On the servers that {@code docker-compose.yml} names. Needs a container engine: {@code ./trakkit test -Pcontainers}. */
@Tag("containers")
@Testcontainers
class ContainersJourneyTest extends JourneyTest {

    @Container
    private static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer(ComposeImages.postgres());

    @Container
    private static final KafkaContainer KAFKA =
            new KafkaContainer(ComposeImages.kafka()).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");

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
                        KAFKA.getBootstrapServers()),
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
