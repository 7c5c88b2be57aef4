package io.trakkit.ingest.trade;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.testing.HttpAnswer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Amending trades that this instance has not seen. */
class AmendOnItsWayTest extends IngestTest {

    private final Portfolio portfolio = newPortfolio();
    private final String refId = newRefId();

    @Autowired
    private MeterRegistry meters = Metrics.globalRegistry;

    @Test
    void aTradeThatDoesNotExistIsNotFoundOnceTheLogHasBeenApplied() {
        caller().post("/api/v1/trade/", trade(portfolio, newRefId()));
        catchUp();
        TestLog.Mark before = trades.mark();

        HttpAnswer answer = caller().patch(path(refId), "{\"volume\": 25}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.isProblem()).isTrue();
        assertThat(trades.mark()).isEqualTo(before);
    }

    @Test
    void aTradeOnItsWayFromAnotherInstanceIsWaitedFor() throws Exception {
        catchUp();
        TestLog.Mark mark = trades.mark();
        Elsewhere.publish(Elsewhere.creation(portfolio, refId, clock));
        // Looked up before, since nobody waits for ever.
        TestLog.Written written = trades.only(mark);

        CompletableFuture<HttpAnswer> answer = caller().later("PATCH", path(refId), "{\"volume\": 25}");
        patiently().until(() -> meters.get("trakkit.ingest.waiters").gauge().value() == 1);
        assertThat(answer).isNotDone();
        worker.apply(written.event(), written.position());

        assertThat(answer.get().status()).isEqualTo(202);
        assertThat(answer.get().text("volume")).isEqualTo("25");
    }

    @Test
    void whatCannotBeToldInTimeIsUnavailable() {
        catchUp();
        Elsewhere.publish(Elsewhere.creation(portfolio, newRefId(), clock));

        HttpAnswer answer = caller().patch(path(refId), "{\"volume\": 25}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    @Test
    void aRefusedTradeIsAConflictWithItsReason() {
        TestLog.Mark mark = trades.mark();
        Elsewhere.publish(Elsewhere.creation(portfolio, refId, clock));
        TestLog.Written written = trades.only(mark);
        worker.refuse(written.event(), written.position(), DeadLetterReason.UNKNOWN_PORTFOLIO, "There is no portfolio");

        HttpAnswer answer = caller().patch(path(refId), "{\"volume\": 25}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("reason")).isEqualTo("unknown_portfolio");
        assertThat(answer.text("detail")).isEqualTo("There is no portfolio");
    }
}
