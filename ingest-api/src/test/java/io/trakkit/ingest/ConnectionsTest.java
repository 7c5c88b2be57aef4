package io.trakkit.ingest;

import static io.trakkit.testing.Waiting.patiently;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.ingest.testing.IngestTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** An app of its own, which nobody has asked anything. */
@DirtiesContext
@TestPropertySource(properties = "spring.datasource.hikari.pool-name=unused")
class ConnectionsTest extends IngestTest {

    @Autowired
    private HikariDataSource pool;

    @Test
    void thePoolIsFullBeforeTheFirstPost() {
        patiently()
                .until(() -> pool.isRunning()
                        && pool.getHikariPoolMXBean().getTotalConnections() == pool.getMaximumPoolSize());
    }
}
