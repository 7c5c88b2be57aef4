package io.trakkit.ingest.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.testing.HttpAnswer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PreferWaitTest extends IngestTest {

    private final Portfolio portfolio = newPortfolio();
    private final String refId = newRefId();

    @Test
    void aTradeIsAnsweredWithItsStateOnceThereIsAVerdict() throws Exception {
        TestLog.Mark mark = trades.mark();

        CompletableFuture<HttpAnswer> waiting = post("wait=30");
        TestLog.Written written = awaitWritten(mark);
        assertThat(waiting).isNotDone();
        worker.apply(written.event(), written.position());

        HttpAnswer answer = waiting.get();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("state")).isEqualTo("applied");
        assertThat(answer.json().has("reason")).isFalse();
        assertThat(answer.text("version")).isEqualTo("1");
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=30");
        assertThat(answer.header("Location")).isEqualTo(path(refId));
    }

    @Test
    void aSellOfMoreThanIsHeldIsThereAndRejected() throws Exception {
        TestLog.Mark mark = trades.mark();

        CompletableFuture<HttpAnswer> waiting = caller().later(
                        "POST",
                        "/api/v1/trade/",
                        trade(portfolio, refId).replace("\"trade_type\": 1", "\"trade_type\": 2"),
                        "Prefer",
                        "return=minimal, wait=30");
        TestLog.Written written = awaitWritten(mark);
        worker.apply(written.event(), written.position());

        HttpAnswer answer = waiting.get();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("state")).isEqualTo("rejected");
        assertThat(answer.text("reason")).isEqualTo("insufficient_volume");
        assertThat(answer.text("detail")).endsWith(" to sell, 0 held at that time");
    }

    @Test
    void aRefusalIsAConflictWithItsReason() throws Exception {
        TestLog.Mark mark = trades.mark();

        CompletableFuture<HttpAnswer> waiting = post("wait=30");
        TestLog.Written written = awaitWritten(mark);
        worker.refuse(written.event(), written.position(), DeadLetterReason.REF_ID_CONFLICT, "Taken elsewhere");

        HttpAnswer answer = waiting.get();
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.text("reason")).isEqualTo("ref_id_conflict");
        assertThat(answer.text("ref_id")).isEqualTo(refId);
        assertThat(answer.text("detail")).isEqualTo("Taken elsewhere");
    }

    @Test
    void aRefusedTradeCanBePostedAgain() throws Exception {
        TestLog.Mark mark = trades.mark();
        CompletableFuture<HttpAnswer> waiting = post("wait=30");
        TestLog.Written written = awaitWritten(mark);
        worker.refuse(written.event(), written.position(), DeadLetterReason.INTERNAL_ERROR, "A defect");
        waiting.get();

        HttpAnswer again = caller().post("/api/v1/trade/", trade(portfolio, refId));

        assertThat(again.status()).isEqualTo(202);
        assertThat(trades.since(mark)).hasSize(2);
    }

    @Test
    void aRepeatFromMemoryIsOkay() throws Exception {
        TestLog.Mark mark = trades.mark();
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        applySince(mark);

        HttpAnswer again = post("wait=30").get();

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("state")).isEqualTo("applied");
    }

    @Test
    void aRepeatOfWhatAnotherInstanceHasPublishedIsOkay() throws Exception {
        TestLog.Mark mark = trades.mark();
        CompletableFuture<HttpAnswer> waiting = post("wait=30");
        TestLog.Written written = awaitWritten(mark);
        // The other instance was first: the same trade under another event.
        worker.apply(
                Elsewhere.creation(portfolio, refId, clock),
                written.position().partition().at(written.position().offset() - 1));
        worker.apply(written.event(), written.position());

        assertThat(waiting.get().status()).isEqualTo(200);
    }

    @Test
    void whenTheTimePassesTheAnswerIsAccepted() throws Exception {
        HttpAnswer answer = post("wait=1").get();

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=1");
        assertThat(answer.json().has("state")).isFalse();
    }

    @Test
    void aPreferenceThatMakesNoSenseIsIgnored() throws Exception {
        HttpAnswer answer = post("wait=soon, wait=-1; x, ,=").get();

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Preference-Applied")).isEmpty();
    }

    @Test
    void anAmendmentIsWaitedForAsWell() throws Exception {
        TestLog.Mark mark = trades.mark();
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        applySince(mark);
        TestLog.Mark amendment = trades.mark();

        CompletableFuture<HttpAnswer> waiting =
                caller().later("PATCH", path(refId), "{\"volume\": 25}", "Prefer", "wait=30");
        TestLog.Written written = awaitWritten(amendment);
        worker.apply(written.event(), written.position());

        HttpAnswer answer = waiting.get();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("volume")).isEqualTo("25");
        assertThat(answer.text("version")).isEqualTo("2");
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void theLoserOfARaceIsToldThatItsConditionFailed() throws Exception {
        TestLog.Mark mark = trades.mark();
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        applySince(mark);
        TestLog.Mark amendment = trades.mark();

        CompletableFuture<HttpAnswer> waiting =
                caller().later("PATCH", path(refId), "{\"volume\": 25}", "Prefer", "wait=30", "If-Match", "\"1\"");
        TestLog.Written written = awaitWritten(amendment);
        worker.refuse(written.event(), written.position(), DeadLetterReason.VERSION_CONFLICT, "It is at version 2");

        HttpAnswer answer = waiting.get();
        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.text("reason")).isEqualTo("version_conflict");
    }

    private CompletableFuture<HttpAnswer> post(String preference) {
        return caller().later("POST", "/api/v1/trade/", trade(portfolio, refId), "Prefer", preference);
    }
}
