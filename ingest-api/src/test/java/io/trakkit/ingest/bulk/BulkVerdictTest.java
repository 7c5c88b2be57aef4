package io.trakkit.ingest.bulk;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.ingest.testing.TestLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A bulk request whose caller prefers to wait for the verdicts. */
class BulkVerdictTest extends BulkTest {

    @Test
    void eachResultSaysWhatBecameOfItsTrade() {
        String sell =
                record(2).replace("\"trade_type\": 1", "\"trade_type\": 2").replace("\"volume\": 10", "\"volume\": 11");
        String failed = record(3).replace("\"success\"", "\"failed\"");
        TestLog.Mark mark = trades.mark();

        Results results = whileWorkerRuns(mark, String.join("\n", record(1), sell, failed, "{}", record(1)), 3);

        assertThat(results.answer().header("Preference-Applied")).isEqualTo("wait=30");
        assertThat(results.brief()).containsExactly("1 201", "2 201", "3 201", "4 400", "5 200");
        assertThat(states(results)).containsExactly("applied", "rejected", "failed", "", "applied");
        assertThat(results.line(2).path("reason").asString()).isEqualTo("insufficient_volume");
        assertThat(results.numbers()).containsExactly(5, 3, 1, 1, 0);
        assertThat(results.counts().path("applied").intValue()).isEqualTo(2);
        assertThat(results.counts().path("rejected").intValue()).isEqualTo(1);
        assertThat(results.counts().path("failed").intValue()).isEqualTo(1);
        assertThat(results.counts().path("pending").intValue()).isZero();
    }

    @Test
    void aRepeatSaysTheStateThatItsTradeHasNow() {
        TestLog.Mark mark = trades.mark();
        String sell = record(2).replace("\"trade_type\": 1", "\"trade_type\": 2");
        Results first = whileWorkerRuns(mark, sell, 1);
        TestLog.Mark later = trades.mark();
        whileWorkerRuns(
                later, record(1).replace("\"status\"", "\"executed_at\": \"2020-01-01T00:00:00Z\", \"status\""), 1);

        Results again = results(NDJSON, sell, "Prefer", "wait=30");

        assertThat(states(first)).containsExactly("rejected");
        assertThat(again.brief()).containsExactly("1 200");
        assertThat(states(again)).containsExactly("applied");
    }

    @Test
    void aTradeThatTheWorkerRefusesIsAConflict() {
        TestLog.Mark mark = trades.mark();

        Results results = whileRunning(
                mark,
                record(1),
                1,
                written -> worker.refuse(
                        written.event(), written.position(), DeadLetterReason.REF_ID_CONFLICT, "Taken elsewhere"));

        assertThat(results.brief()).containsExactly("1 409");
        assertThat(results.errors(1)).containsExactly("Taken elsewhere");
        assertThat(results.numbers()).containsExactly(1, 0, 0, 1, 0);
    }

    @Test
    void whatIsNotDecidedInTimeIsPending() {
        Results results = results(NDJSON, record(1) + "\n{}", "Prefer", "return=minimal, wait=1");

        assertThat(results.answer().header("Preference-Applied")).isEqualTo("return=minimal, wait=1");
        assertThat(results.brief()).containsExactly("1 202", "2 400");
        assertThat(results.counts().path("pending").intValue()).isEqualTo(1);
        catchUp();
    }

    private static List<String> states(Results results) {
        return results.results().stream()
                .map(line -> line.path("state").asString(""))
                .toList();
    }

    private Results whileWorkerRuns(TestLog.Mark mark, String body, int records) {
        return whileRunning(mark, body, records, written -> worker.apply(written.event(), written.position()));
    }

    private Results whileRunning(TestLog.Mark mark, String body, int records, Consumer<TestLog.Written> work) {
        CompletableFuture<Results> results = CompletableFuture.supplyAsync(
                () -> results(NDJSON, body, "Prefer", "wait=30"), Thread::startVirtualThread);
        patiently().until(() -> trades.since(mark).size() == records);
        trades.since(mark).forEach(work);
        return results.join();
    }
}
