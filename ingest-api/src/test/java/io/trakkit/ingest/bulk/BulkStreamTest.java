package io.trakkit.ingest.bulk;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.trakkit.ingest.testing.TestLog;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Records are published as they come in, and the answer begins after the body. */
class BulkStreamTest extends BulkTest {

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters = Metrics.globalRegistry;

    /** Whose connection is gone may hold its place for a moment longer. */
    @BeforeEach
    void awaitNobody() {
        patiently().until(() -> gauge("trakkit.ingest.bulk.requests") == 0);
    }

    @Test
    void recordsArePublishedAsTheyComeAndTheAnswerBeginsAfterTheBody() {
        try (BulkSocket caller = new BulkSocket(port, NDJSON)) {
            TestLog.Mark mark = trades.mark();
            caller.send(record(1) + "\n" + record(2) + "\n" + record(3).substring(0, 30));
            patiently().until(() -> trades.since(mark).size() == 2);
            assertThat(caller.hasNothing()).isTrue();
            caller.send(record(3).substring(30) + "\n");
            caller.end();
            assertThat(caller.rest())
                    .satisfiesExactly(
                            line -> assertThat(line).isEqualTo(result(1, 202)),
                            line -> assertThat(line).isEqualTo(result(2, 202)),
                            line -> assertThat(line).isEqualTo(result(3, 202)),
                            line -> assertThat(line).contains("\"records\":3", "\"complete\":true"));
        }
    }

    /** Far more results than all buffers between the two hold, so that they must be kept meanwhile. */
    @Test
    void aCallerMaySendAllBeforeItReadsAnything() {
        int count = 300_000;
        TestLog.Mark mark = trades.mark();
        try (BulkSocket caller = new BulkSocket(port, NDJSON)) {
            for (int from = 1; from <= count; from += 1_000) {
                caller.send(IntStream.range(from, from + 1_000)
                        .mapToObj(i -> record(i) + "\n")
                        .collect(Collectors.joining()));
            }
            caller.end();
            patiently().until(() -> gauge("trakkit.ingest.bulk.spilled") > 0);

            List<String> lines = caller.rest();

            assertThat(lines).hasSize(count + 1);
            for (int i = 1; i <= count; i++) {
                assertThat(lines.get(i - 1)).isEqualTo(result(i, 202));
            }
            assertThat(lines.getLast()).contains("\"accepted\":" + count, "\"complete\":true");
        }
        assertThat(trades.since(mark)).hasSize(count);
        patiently().until(() -> gauge("trakkit.ingest.bulk.spilled") == 0);
    }

    @Test
    void aConnectionThatBreaksOffLeavesWhatWasAcknowledged() {
        TestLog.Mark mark = trades.mark();
        try (BulkSocket caller = new BulkSocket(port, NDJSON)) {
            caller.send(record(1) + "\n" + record(2) + "\n" + record(3));
            patiently().until(() -> trades.since(mark).size() == 2);
        }
        awaitNobody();

        assertThat(trades.since(mark)).hasSize(2);
        assertThat(results(NDJSON, Stream.of(record(1), record(2), record(3)).collect(Collectors.joining("\n")))
                        .brief())
                .containsExactly("1 200", "2 200", "3 202");
    }

    @Test
    void resultsStayInOrderAmongRefusals() {
        String lines = IntStream.rangeClosed(1, 3_000)
                .mapToObj(i -> i % 3 == 0 ? "{}" : i % 7 == 0 ? "" : record(i))
                .collect(Collectors.joining("\n"));

        Results results = results(NDJSON, lines);

        assertThat(results.brief())
                .isEqualTo(IntStream.rangeClosed(1, 3_000)
                        .filter(i -> i % 3 == 0 || i % 7 != 0)
                        .mapToObj(i -> i + (i % 3 == 0 ? " 400" : " 202"))
                        .toList());
    }

    @Test
    void whoComesWhenTooManyAreServedIsToldToComeAgain() {
        List<BulkSocket> callers =
                Stream.generate(() -> new BulkSocket(port, NDJSON)).limit(4).toList();
        try {
            callers.forEach(caller -> caller.send(record(1) + "\n"));
            patiently().until(() -> gauge("trakkit.ingest.bulk.requests") == 4);

            var fifth = post(NDJSON, record(2));

            assertThat(fifth.status()).isEqualTo(429);
            assertThat(fifth.isProblem()).isTrue();
            assertThat(fifth.header("Retry-After")).isNotEmpty();
        } finally {
            callers.forEach(BulkSocket::end);
            callers.forEach(BulkSocket::rest);
            callers.forEach(BulkSocket::close);
        }
        awaitNobody();
        assertThat(post(NDJSON, record(2)).status()).isEqualTo(200);
    }

    @Test
    void afterABrokenArrayTheCallerSeesWhyEvenIfItGoesOnSending() {
        try (BulkSocket caller = new BulkSocket(port, JSON)) {
            caller.send("[" + record(1) + "}");
            String more = "x".repeat(100_000);
            for (int i = 0; i < 100; i++) {
                caller.send(more);
            }
            caller.end();
            assertThat(caller.line()).isEqualTo(result(1, 202));
            assertThat(caller.line()).contains("\"line\":2", "The array is broken");
            assertThat(caller.rest()).singleElement().asString().contains("\"complete\":false");
        }
    }

    private long gauge(String name) {
        return (long) meters.get(name).gauge().value();
    }

    private String result(int line, int status) {
        return "{\"line\":%d,\"ref_id\":\"%s\",\"status\":%d}".formatted(line, ref(line), status);
    }
}
