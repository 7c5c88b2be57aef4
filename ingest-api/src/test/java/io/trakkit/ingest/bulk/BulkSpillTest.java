package io.trakkit.ingest.bulk;

import static io.trakkit.domain.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.trakkit.ingest.testing.TestLog;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Results that nobody reads may fill the space that is set aside for them. */
@TestPropertySource(properties = "trakkit.ingest.bulk.spill-limit=64KB")
@DirtiesContext
class BulkSpillTest extends BulkTest {

    private static final int LIMIT = 64 * 1024;
    private static final int AT_ONCE = 500;

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters = Metrics.globalRegistry;

    @Test
    void whenThereIsNoRoomForMoreResultsNothingMoreIsTakenAndTheCallerIsToldFromWhereOn() {
        TestLog.Mark mark = trades.mark();
        List<String> lines;
        try (BulkSocket caller = new BulkSocket(port, NDJSON)) {
            for (int from = 1; spilled() < LIMIT; from += AT_ONCE) {
                caller.send(IntStream.range(from, from + AT_ONCE)
                        .mapToObj(i -> record(i) + "\n")
                        .collect(Collectors.joining()));
            }
            caller.end();
            lines = caller.rest();
        }

        int taken = lines.size() - 2;
        for (int i = 1; i <= taken; i++) {
            assertThat(lines.get(i - 1))
                    .isEqualTo("{\"line\":%d,\"ref_id\":\"%s\",\"status\":202}".formatted(i, ref(i)));
        }
        assertThat(lines.get(taken))
                .startsWith("{\"line\":%d,\"ref_id\":null,\"status\":413,".formatted(taken + 1))
                .contains("no room for more results that are not read", "return=minimal", "safe");
        assertThat(lines.getLast()).contains("\"records\":" + taken, "\"accepted\":" + taken, "\"complete\":false");
        assertThat(trades.since(mark))
                .hasSize(taken)
                .extracting(written -> written.created().trade().refId().value())
                .doesNotHaveDuplicates();
        patiently().until(() -> spilled() == 0);
        assertThat(results(NDJSON, record(taken) + "\n" + record(taken + 1)).brief())
                .containsExactly("1 200", "2 202");
    }

    private long spilled() {
        return (long) meters.get("trakkit.ingest.bulk.spilled").gauge().value();
    }
}
