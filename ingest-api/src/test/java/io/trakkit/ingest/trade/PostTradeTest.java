package io.trakkit.ingest.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.log.LogPartitioner;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostTradeTest extends IngestTest {

    private final Portfolio portfolio = newPortfolio();
    private final String refId = newRefId();

    @Test
    void theSeedsRequestIsAnsweredInTheSeedsShape() {
        String request = trade(portfolio, refId).replace(": " + portfolio.id(), ": \"" + portfolio.id() + "\"");

        HttpAnswer answer = caller().post("/api/v1/trade/", request);

        String now = clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/trade/" + refId + "/");
        assertThat(answer.text())
                .isEqualToIgnoringWhitespace("""
                {"ref_id": "%s", "user_id": "%s", "portfolio": "%s", "trade_type": 1, "security_type": "stock",
                 "ticker": "GODREJIND", "volume": 10, "volume_text": "10", "amount": "100.00", "status": "success",
                 "executed_at": "%s", "created_at": "%s", "updated_at": "%s"}
                """.formatted(refId, portfolio.user(), portfolio.id(), now, now, now));
    }

    @Test
    void thePortfolioIsAnsweredAsItWasSent() {
        HttpAnswer answer = caller().post("/api/v1/trade", trade(portfolio, refId));

        assertThat(answer.json().path("portfolio").isIntegralNumber()).isTrue();
        assertThat(answer.json().path("portfolio").longValue())
                .isEqualTo(portfolio.id().value());
    }

    @Test
    void decimalsAreAnsweredInPlainDigits() {
        String request = trade(portfolio, refId)
                .replace("\"volume\": 10", "\"volume\": 0.0000000001")
                .replace("\"amount\": 100", "\"amount\": \"1E+2\"");

        HttpAnswer answer = caller().post("/api/v1/trade/", request);

        assertThat(answer.text()).contains("\"volume\":0.0000000001", "\"amount\":\"100.00\"");
    }

    @Test
    void theEventStandsInTheLogWithTheKeyAndPartitionOfItsPosition() {
        TestLog.Mark mark = trades.mark();

        caller().post("/api/v1/trade/", trade(portfolio, refId).replace("GODREJIND", " godrejind "));

        TestLog.Written written = trades.only(mark);
        TradeEvent.Created event = written.created();
        assertThat(written.key()).isEqualTo(portfolio.id() + ":GODREJIND");
        assertThat(written.record().partition())
                .isEqualTo(LogPartitioner.partitionOf(written.record().key(), Topics.PARTITIONS));
        assertThat(event.trade().refId().value()).isEqualTo(refId);
        assertThat(event.eventId().version()).isEqualTo(7);
        assertThat(event.occurredAt()).isEqualTo(clock.instant().truncatedTo(ChronoUnit.MICROS));
        assertThat(event.trade().executedAt()).isEqualTo(event.occurredAt());
        assertThat(event.executedAtDefaulted()).isTrue();
    }

    @Test
    void aTimeOfExecutionIsTakenAsItIs() {
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = caller().post(
                        "/api/v1/trade/",
                        trade(portfolio, refId).replace("{", "{\"executed_at\": \"2000-01-01T09:30:00-05:00\", "));

        assertThat(answer.text("executed_at")).isEqualTo("2000-01-01T14:30:00.000000Z");
        assertThat(trades.only(mark).created().trade().executedAt()).isEqualTo(Instant.parse("2000-01-01T14:30:00Z"));
        assertThat(trades.only(mark).created().executedAtDefaulted()).isFalse();
    }

    @Test
    void aTradeWithoutARefIdGetsOne() {
        HttpAnswer answer = caller().post("/api/v1/trade/", withoutRefId());

        assertThat(UUID.fromString(answer.text("ref_id")).version()).isEqualTo(7);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/trade/" + answer.text("ref_id") + "/");
    }

    @Test
    void anIdempotencyKeyDeterminesTheRefIdAndTheEvent() {
        TestLog.Mark mark = trades.mark();
        String key = UUID.randomUUID().toString();

        HttpAnswer first = caller().post("/api/v1/trade/", withoutRefId(), "Idempotency-Key", key);
        clock.step(Duration.ofSeconds(1));
        HttpAnswer again = caller().post("/api/v1/trade/", withoutRefId(), "Idempotency-Key", "\"" + key + "\"");
        HttpAnswer other = caller().post("/api/v1/trade/", withoutRefId(), "Idempotency-Key", key + "x");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("ref_id")).isEqualTo(first.text("ref_id"));
        assertThat(other.text("ref_id")).isNotEqualTo(first.text("ref_id"));
        assertThat(trades.since(mark))
                .hasSize(2)
                .allSatisfy(written ->
                        assertThat(written.event().eventId().version()).isEqualTo(8));
    }

    @Test
    void aRepeatIsAcceptedAgainAndNotPublishedAgain() {
        TestLog.Mark mark = trades.mark();
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        clock.step(Duration.ofSeconds(1));

        HttpAnswer again = caller().post(
                        "/api/v1/trade/", trade(portfolio, refId).replace("\"amount\": 100", "\"amount\": \"100.00\""));

        assertThat(again.status()).isEqualTo(202);
        assertThat(trades.since(mark)).hasSize(1);
    }

    @Test
    void theSameRefIdWithOtherContentIsAConflict() {
        TestLog.Mark mark = trades.mark();
        caller().post("/api/v1/trade/", trade(portfolio, refId));

        HttpAnswer other =
                caller().post("/api/v1/trade/", trade(portfolio, refId).replace("\"amount\": 100", "\"amount\": 101"));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.isProblem()).isTrue();
        assertThat(other.text("reason")).isEqualTo("ref_id_conflict");
        assertThat(other.text("detail"))
                .isEqualTo("ref_id " + refId + " already belongs to a trade of 10 GODREJIND at 100.00 on 2026-11-02;"
                        + " this trade says at 101.00");
        assertThat(trades.since(mark)).hasSize(1);
    }

    @Test
    void aRepeatIsComparedWithTheCreationAndNotWithLaterAmendments() {
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        caller().patch(path(refId), "{\"volume\": 25}");

        HttpAnswer again = caller().post("/api/v1/trade/", trade(portfolio, refId));

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("volume")).isEqualTo("25");
    }

    @Test
    void theTraceOfTheRequestTravelsWithTheEvent() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        TestLog.Mark mark = trades.mark();

        caller().post("/api/v1/trade/", trade(portfolio, refId), "traceparent", trace);

        assertThat(trades.only(mark).header("traceparent")).isEqualTo(trace);
    }

    @Test
    void aRequestWithoutATraceBeginsOne() {
        TestLog.Mark mark = trades.mark();

        caller().post("/api/v1/trade/", trade(portfolio, refId), "traceparent", "00-0-0-00");

        assertThat(trades.only(mark).header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }

    @Test
    void manyAtOnceAreAllAccepted() {
        TestLog.Mark mark = trades.mark();

        List<CompletableFuture<HttpAnswer>> posts = IntStream.range(0, 300)
                .mapToObj(_ -> caller().later("POST", "/api/v1/trade/", trade(portfolio, newRefId())))
                .toList();

        assertThat(posts).allSatisfy(post -> assertThat(post.join().status()).isEqualTo(202));
        assertThat(trades.since(mark)).hasSize(300);
    }

    private String withoutRefId() {
        return trade(portfolio, "x").replace("\"ref_id\": \"x\", ", "");
    }
}
