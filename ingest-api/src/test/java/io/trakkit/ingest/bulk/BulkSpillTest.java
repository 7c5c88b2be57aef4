package io.trakkit.ingest.bulk;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.trakkit.ingest.testing.TestLog;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** The results of a long body may fill the space that is set aside for them. */
@TestPropertySource(properties = "trakkit.ingest.bulk.spill-limit=64KB")
@DirtiesContext
class BulkSpillTest extends BulkTest {

    /** More than the results that fit into memory and the space. */
    private static final int RECORDS = 60_000;

    @Autowired
    private MeterRegistry meters = Metrics.globalRegistry;

    @Test
    void onceTheSpaceIsFullLinesOfTakenRecordsAreLeftOutAndErrorsAreNot() {
        TestLog.Mark mark = trades.mark();
        String body = IntStream.rangeClosed(1, RECORDS)
                .mapToObj(i -> i % 1_000 == 0 ? "{}\n" : record(i) + "\n")
                .collect(Collectors.joining());

        Results results = results(NDJSON, body);

        int errors = RECORDS / 1_000;
        assertThat(results.numbers()).containsExactly(RECORDS, RECORDS - errors, 0, errors, 0);
        assertThat(results.complete()).isTrue();
        assertThat(results.results().stream()
                        .filter(line -> line.path("status").intValue() == 400)
                        .map(line -> line.path("line").intValue()))
                .isEqualTo(IntStream.rangeClosed(1, errors)
                        .mapToObj(i -> 1_000 * i)
                        .toList());
        int omitted = results.counts().path("omitted").intValue();
        assertThat(omitted).isPositive();
        assertThat(results.results().size() + omitted).isEqualTo(RECORDS);
        assertThat(trades.since(mark)).hasSize(RECORDS - errors);
        patiently().until(() -> spilled() == 0);
    }

    private long spilled() {
        return (long) meters.get("trakkit.ingest.bulk.spilled").gauge().value();
    }
}
