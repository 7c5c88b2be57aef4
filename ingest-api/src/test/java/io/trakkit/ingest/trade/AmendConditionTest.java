package io.trakkit.ingest.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.testing.HttpAnswer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the headers If-Match and Idempotency-Key do to an amendment. */
class AmendConditionTest extends IngestTest {

    private final Portfolio portfolio = newPortfolio();
    private final String refId = newRefId();
    private final String key = UUID.randomUUID().toString();

    @Test
    void theConditionTravelsInTheEvent() {
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = caller().patch(path(refId), "{\"volume\": 25}", "If-Match", "\"7\"");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(trades.only(mark).amended().expectedVersion()).hasValue(7);
    }

    @Test
    void aConditionThatIsKnownToBePassedIsRefusedAtOnce() {
        applyElsewhere();
        TestLog.Mark mark = trades.mark();
        caller().patch(path(refId), "{\"volume\": 25}");
        applySince(mark);
        TestLog.Mark before = trades.mark();

        HttpAnswer first = caller().patch(path(refId), "{\"volume\": 26}", "If-Match", "\"1\"");

        assertThat(first.status()).isEqualTo(412);
        assertThat(first.text("reason")).isEqualTo("version_conflict");
        assertThat(trades.mark()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *           | 202
            "3"         | 202
            W/"3"       | 412
            "x"         | 412
            W/"1", "3"  | 202
            "1", "3"    | 400
            3           | 400
            "3          | 400
            *, "3"      | 400
            """)
    void aConditionIsReadAsHttpHasIt(String condition, int status) {
        caller().post("/api/v1/trade/", trade(portfolio, refId));

        HttpAnswer answer = caller().patch(path(refId), "{\"volume\": 25}", "If-Match", condition);

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void anIdempotencyKeyDeterminesTheEvent() {
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        TestLog.Mark mark = trades.mark();

        caller().patch(path(refId), "{\"volume\": 25}", "Idempotency-Key", key);
        caller().patch(path(refId), "{\"volume\": 25}", "Idempotency-Key", key);
        caller().patch(path(refId), "{\"volume\": 25}");

        var events = trades.since(mark).stream().map(TestLog.Written::event).toList();
        assertThat(events).hasSize(3);
        assertThat(events.get(1).eventId()).isEqualTo(events.get(0).eventId());
        assertThat(events.get(2).eventId()).isNotEqualTo(events.get(0).eventId());
    }

    @Test
    void aRetryOfAnAmendmentThatCountedIsNotToldThatItsConditionFailed() {
        applyElsewhere();
        TestLog.Mark mark = trades.mark();
        caller().patch(path(refId), "{\"volume\": 25}", "If-Match", "\"1\"", "Idempotency-Key", key);
        applySince(mark);

        HttpAnswer retry = caller().patch(path(refId), "{\"volume\": 25}", "If-Match", "\"1\"", "Idempotency-Key", key);

        assertThat(retry.status()).isEqualTo(202);
    }

    @Test
    void anAnswerThatWouldNotBeTakenIsRefusedBeforeAnythingIsWritten() {
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = caller().post("/api/v1/trade/", trade(portfolio, refId), "Accept", "text/html");

        assertThat(answer.status()).isEqualTo(406);
        assertThat(trades.mark()).isEqualTo(mark);
    }

    /** Publishes as another instance does, and applies at once. */
    private void applyElsewhere() {
        TestLog.Mark mark = trades.mark();
        Elsewhere.publish(Elsewhere.creation(portfolio, refId, clock));
        applySince(mark);
    }
}
