package io.trakkit.ingest.testing;

import io.trakkit.store.testing.TestDatabase;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole app with a real broker and a real database, once for all tests that say no more than this. */
public abstract class IngestTest extends AppTest {

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", Servers::kafka);
        properties.add("spring.datasource.url", () -> Servers.database().jdbcUrl());
        properties.add("spring.datasource.username", () -> TestDatabase.USER);
        properties.add("spring.datasource.password", () -> "");
        BusyMachine.allow(properties);
    }
}
