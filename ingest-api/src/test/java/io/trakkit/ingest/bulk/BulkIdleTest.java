package io.trakkit.ingest.bulk;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.trakkit.ingest.testing.TestLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A caller that falls silent does not keep its place for ever. */
@TestPropertySource(properties = {"server.tomcat.connection-timeout=3s", "trakkit.ingest.bulk.max-requests=1"})
@DirtiesContext
class BulkIdleTest extends BulkTest {

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters = Metrics.globalRegistry;

    @BeforeEach
    void awaitThePlace() {
        patiently()
                .until(() -> meters.get("trakkit.ingest.bulk.requests").gauge().value() == 0);
    }

    @Test
    void aSilentCallerIsAnsweredAndWhatItSentBeforeIsTaken() {
        TestLog.Mark mark = trades.mark();
        try (BulkSocket caller = new BulkSocket(port, NDJSON)) {
            caller.send(record(1) + "\n" + record(2).substring(0, 50));
            assertThat(caller.statusLine()).startsWith("HTTP/1.1 ");
        }
        awaitThePlace();

        assertThat(trades.since(mark)).hasSize(1);
        assertThat(results(NDJSON, record(1) + "\n" + record(2)).brief()).containsExactly("1 200", "2 202");
    }

    /** It keeps its place for as long as it may be silent, and no longer. */
    @ParameterizedTest
    @ValueSource(strings = {NDJSON, JSON, CSV})
    void aCallerThatSendsNothingButTheHeadersIsToldThatItTookTooLong(String type) {
        try (BulkSocket caller = new BulkSocket(port, type)) {
            assertThat(caller.statusLine()).startsWith("HTTP/1.1 408");
        }
        awaitThePlace();
        assertThat(post(NDJSON, record(3)).status()).isEqualTo(200);
    }
}
