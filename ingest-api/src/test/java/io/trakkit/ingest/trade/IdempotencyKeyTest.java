package io.trakkit.ingest.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.ingest.keys.UsedKeys;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.Ids;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.log.LogPosition;
import io.trakkit.testing.HttpAnswer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Per client, one Idempotency-Key is one request. */
class IdempotencyKeyTest extends IngestTest {

    private static final String OTHER_TRADE = "This Idempotency-Key was already used for a different trade";
    private static final String OTHER_AMENDMENT = "This Idempotency-Key was already used for a different amendment";

    private final Portfolio portfolio = newPortfolio();
    private final String refId = newRefId();
    private final String key = UUID.randomUUID().toString();

    @Autowired
    private UsedKeys keys;

    @Test
    void oneKeyWithThreeRefIdsIsOneTrade() {
        TestLog.Mark mark = trades.mark();

        HttpAnswer first = post(refId);
        HttpAnswer second = post(newRefId());
        HttpAnswer third = post(newRefId());

        assertThat(first.status()).isEqualTo(202);
        assertThat(List.of(second, third)).allSatisfy(answer -> assertReused(answer, OTHER_TRADE));
        assertThat(trades.only(mark).created().trade().refId()).hasToString(refId);
    }

    @Test
    void theSameTradeUnderTheSameKeyIsARepeat() {
        TestLog.Mark mark = trades.mark();

        HttpAnswer first = post(refId);
        HttpAnswer again = post(refId);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(trades.since(mark)).hasSize(1);
    }

    @Test
    void aTradeWithoutARefIdCannotBeAnotherUnderTheSameKey() {
        String nameless = trade(portfolio, refId).replace("\"ref_id\": \"" + refId + "\", ", "");
        caller().post("/api/v1/trade/", nameless, "Idempotency-Key", key);

        HttpAnswer other = caller().post(
                        "/api/v1/trade/",
                        nameless.replace("\"amount\": 100", "\"amount\": 101"),
                        "Idempotency-Key",
                        key);

        assertReused(other, OTHER_TRADE);
    }

    @Test
    void whatTheJournalKnowsIsRefusedAfterARestartToo() {
        TestLog.Mark mark = trades.mark();
        post(refId);
        applySince(mark);
        forget(trades.only(mark));

        assertReused(post(newRefId()), OTHER_TRADE);
        assertThat(post(refId).status()).isEqualTo(202);
    }

    @Test
    void aRefusedTradeGivesItsKeyBack() {
        TestLog.Mark mark = trades.mark();
        post(refId);
        TestLog.Written written = trades.only(mark);
        worker.refuse(written.event(), written.position(), DeadLetterReason.REF_ID_CONFLICT, "Taken elsewhere");

        assertThat(post(newRefId()).status()).isEqualTo(202);
    }

    @Test
    void theWorkersRefusalIsToldToTheCallerWhoWaits() throws Exception {
        TestLog.Mark mark = trades.mark();
        CompletableFuture<HttpAnswer> waiting = caller().later(
                        "POST", "/api/v1/trade/", trade(portfolio, refId), "Idempotency-Key", key, "Prefer", "wait=30");
        TestLog.Written written = awaitWritten(mark);
        worker.refuse(written.event(), written.position(), DeadLetterReason.IDEMPOTENCY_KEY_REUSED, OTHER_TRADE);

        assertReused(waiting.get(), OTHER_TRADE);
    }

    @Test
    void anAmendmentWithAUsedKeyAndAnotherVolumeIsRefused() {
        created();
        TestLog.Mark mark = trades.mark();

        HttpAnswer first = amend("{\"volume\": 25}");
        HttpAnswer second = amend("{\"volume\": 26}");

        assertThat(first.status()).isEqualTo(202);
        assertReused(second, OTHER_AMENDMENT);
        assertThat(trades.since(mark)).hasSize(1);

        applySince(mark);
        forget(trades.only(mark));
        assertReused(amend("{\"volume\": 26}"), OTHER_AMENDMENT);
        assertThat(amend("{\"volume\": 25}").status()).isEqualTo(202);
    }

    /** Another instance may have used the key a moment ago: nobody here can know. */
    @Test
    void anAcceptedAmendmentThatMayYetBeRefusedIsNotShownAsMade() {
        created();

        assertThat(amend("{\"volume\": 25}").text("volume")).isEqualTo("10");
        assertThat(caller().patch(path(refId), "{\"volume\": 26}", "If-Match", "\"1\"")
                        .text("volume"))
                .isEqualTo("10");
        assertThat(caller().patch(path(refId), "{\"volume\": 27}").text("volume"))
                .isEqualTo("27");
    }

    @Test
    void aKeyOfATradeServesNoAmendmentAndNoOtherTradesAmendment() {
        post(refId);
        assertReused(amend("{\"volume\": 25}"), "This Idempotency-Key was already used for a trade");

        String second = UUID.randomUUID().toString();
        String otherRef = newRefId();
        caller().post("/api/v1/trade/", trade(portfolio, otherRef));
        caller().patch(path(refId), "{\"volume\": 25}", "Idempotency-Key", second);
        assertReused(caller().patch(path(otherRef), "{\"volume\": 25}", "Idempotency-Key", second), OTHER_AMENDMENT);
        assertReused(
                caller().post("/api/v1/trade/", trade(portfolio, newRefId()), "Idempotency-Key", second),
                "This Idempotency-Key was already used for an amendment");
    }

    @Test
    void anAmendmentOfAnEarlierVersionIsARepeatAfterTheUpgrade() {
        created();
        TestLog.Mark mark = trades.mark();
        caller().patch(path(refId), "{\"volume\": 25}");
        TradeEvent.Amended written = trades.only(mark).amended();
        UUID formerly = Ids.determined(written.client(), "amend", refId, new IdempotencyKey(key));
        LogPosition origin = trades.only(mark).position();
        worker.apply(
                new TradeEvent.Amended(
                        formerly,
                        written.client(),
                        written.occurredAt(),
                        written.key(),
                        written.refId(),
                        written.amendment(),
                        written.expectedVersion()),
                origin);
        TestLog.Mark retried = trades.mark();

        assertThat(amend("{\"volume\": 25}").status()).isEqualTo(202);
        assertThat(trades.only(retried).event().eventId()).isEqualTo(formerly);
        assertReused(amend("{\"volume\": 26}"), OTHER_AMENDMENT);
    }

    @Test
    void theKeyOfABulkRequestServesNoOtherRequest() {
        TestLog.Mark mark = trades.mark();
        String body = "[" + trade(portfolio, refId) + "," + trade(portfolio, newRefId()) + "]";
        caller().post("/api/v1/trade/bulk/", body, "Idempotency-Key", key);
        applySince(mark);

        assertReused(post(newRefId()), OTHER_TRADE);
    }

    private void created() {
        TestLog.Mark mark = trades.mark();
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        applySince(mark);
    }

    private HttpAnswer post(String name) {
        return caller().post("/api/v1/trade/", trade(portfolio, name), "Idempotency-Key", key);
    }

    private HttpAnswer amend(String body) {
        return caller().patch(path(refId), body, "Idempotency-Key", key);
    }

    /** As after a restart. */
    private void forget(TestLog.Written written) {
        keys.forget(written.event().client(), written.event().eventId(), written.position());
    }

    private static void assertReused(HttpAnswer answer, String detail) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(422);
        assertThat(answer.text("type")).isEqualTo("urn:trakkit:problem:idempotency-key-reused");
        assertThat(answer.text("reason")).isEqualTo("idempotency_key_reused");
        assertThat(answer.text("detail")).isEqualTo(detail);
    }
}
