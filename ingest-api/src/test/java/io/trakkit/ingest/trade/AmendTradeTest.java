package io.trakkit.ingest.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.testing.HttpAnswer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmendTradeTest extends IngestTest {

    private final Portfolio portfolio = newPortfolio();
    private final String refId = newRefId();

    @Test
    void theSeedsRequestIsAnsweredInTheSeedsShape() {
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        String created = clock.instant().toString().substring(0, 26) + "Z";
        clock.step(Duration.ofSeconds(1));
        String updated = clock.instant().toString().substring(0, 26) + "Z";

        HttpAnswer answer =
                caller().patch(path(refId), "{\"volume\": 100, \"amount\": \"1000.00\", \"status\": \"failed\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo(path(refId));
        assertThat(answer.text()).isEqualToIgnoringWhitespace("""
                {"ref_id": "%s", "user_id": "%s", "portfolio": %s, "trade_type": 1, "security_type": "stock",
                 "ticker": "GODREJIND", "volume": 100, "volume_text": "100", "amount": "1000.00", "status": "failed",
                 "executed_at": "%s", "created_at": "%s", "updated_at": "%s"}
                """.formatted(
                        refId, portfolio.user(), portfolio.id(), created, created, updated));
    }

    @Test
    void theAmendmentFollowsItsTradeInTheLog() {
        TestLog.Mark mark = trades.mark();
        caller().post("/api/v1/trade/", trade(portfolio, refId));

        caller().patch(path(refId), "{\"amount\": 101.5}");

        var written = trades.since(mark);
        TradeEvent.Amended event = written.getLast().amended();
        assertThat(written.getLast().record().partition())
                .isEqualTo(written.getFirst().record().partition());
        assertThat(written.getLast().key()).isEqualTo(written.getFirst().key());
        assertThat(event.refId().value()).isEqualTo(refId);
        assertThat(event.amendment())
                .isEqualTo(new Amendment(Optional.empty(), Optional.of(Price.of("101.5")), Optional.empty()));
        assertThat(event.expectedVersion()).isEmpty();
    }

    @Test
    void amendmentsThatNobodyHasAppliedYetAddUpInTheAnswer() {
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        caller().patch(path(refId), "{\"volume\": 25}");

        HttpAnswer answer = caller().patch(path(refId), "{\"amount\": 7}");

        assertThat(answer.text("volume")).isEqualTo("25");
        assertThat(answer.text("amount")).isEqualTo("7.00");
    }

    @Test
    void aTradeThatOnlyTheDatabaseKnowsIsAmended() {
        TestLog.Mark mark = trades.mark();
        applyElsewhere();
        clock.step(Duration.ofSeconds(1));

        HttpAnswer volume = caller().patch(path(refId), "{\"volume\": 25}");
        HttpAnswer amount = caller().patch(path(refId), "{\"amount\": 7}");

        assertThat(volume.status()).isEqualTo(202);
        assertThat(volume.text("amount")).isEqualTo("100.00");
        assertThat(amount.text("volume")).isEqualTo("25");
        assertThat(trades.since(mark)).hasSize(3);
    }

    @Test
    void whatTheDatabaseKnowsIsNewerThanTheMemory() {
        TestLog.Mark mark = trades.mark();
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        TradeEvent.Created creation = trades.only(mark).created();
        clock.step(Duration.ofSeconds(1));
        Elsewhere.publish(new TradeEvent.Amended(
                UUID.randomUUID(),
                creation.client(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                creation.key(),
                creation.trade().refId(),
                new Amendment(Optional.of(Volume.of("33")), Optional.empty(), Optional.of(TradeStatus.FAILED)),
                OptionalLong.empty()));
        applySince(mark);

        HttpAnswer answer = caller().patch(path(refId), "{\"amount\": 7}");

        assertThat(answer.text("volume")).isEqualTo("33");
        assertThat(answer.text("status")).isEqualTo("failed");
    }

    @Test
    void putWantsAllThree() {
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        TestLog.Mark mark = trades.mark();

        HttpAnswer partial = caller().put(path(refId), "{\"volume\": 25}");
        HttpAnswer whole = caller().put(path(refId), "{\"volume\": 25, \"amount\": 7, \"status\": \"success\"}");

        assertThat(partial.status()).isEqualTo(400);
        assertThat(partial.pointers()).containsExactly("/amount", "/status");
        assertThat(whole.status()).isEqualTo(202);
        assertThat(trades.since(mark)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ref_id",
                "user_id",
                "portfolio",
                "trade_type",
                "security_type",
                "ticker",
                "executed_at",
                "colour"
            })
    void nothingElseCanBeAmended(String field) {
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        TestLog.Mark before = trades.mark();

        HttpAnswer answer = caller().patch(path(refId), "{\"volume\": 25, \"" + field + "\": \"MSFT\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly("/" + field);
        // That nothing is amended is not said as well.
        assertThat(caller().patch(path(refId), "{\"" + field + "\": \"MSFT\"}").pointers())
                .containsExactly("/" + field);
        assertThat(trades.mark()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"volume\": 0}",
                "{\"volume\": null}",
                "{\"amount\": 1e2000000000}",
                "{\"amount\": 1.1234567890123456789}",
                "{\"status\": \"refused\"}",
                "[]",
                "{\"volume\": 1, \"volume\": 2}"
            })
    void aBadAmendmentIsRefused(String body) {
        caller().post("/api/v1/trade/", trade(portfolio, refId));
        TestLog.Mark before = trades.mark();

        HttpAnswer answer = caller().patch(path(refId), body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isProblem()).isTrue();
        assertThat(trades.mark()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/trade/a%2Fb/", "/api/v1/trade/a/b/", "/api/v1/trade/%00/", "/api/v1/trade/a%20b/"})
    void aRefIdThatNoTradeCanHaveIsRefused(String path) {
        TestLog.Mark before = trades.mark();

        HttpAnswer answer = caller().patch(path, "{\"volume\": 25}");

        assertThat(answer.status()).isBetween(400, 404);
        assertThat(answer.isProblem()).isTrue();
        assertThat(trades.mark()).isEqualTo(before);
    }

    /** Publishes as another instance does, and applies at once. */
    private void applyElsewhere() {
        TestLog.Mark mark = trades.mark();
        Elsewhere.publish(Elsewhere.creation(portfolio, refId, clock));
        applySince(mark);
    }
}
