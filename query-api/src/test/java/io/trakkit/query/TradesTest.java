package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.testing.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One trade, what became of it, and what the log says about it. */
class TradesTest extends ApiTest {

    private static final Instant TIME = ReadModel.TIME;

    @BeforeEach
    void portfolio() {
        model.portfolio(1, "u-1", "growth");
        model.summary(1, "AMZN", "10", "1000", "0", 5);
    }

    private static TradeEvent.Created bought(String refId, String eventId) {
        Trade trade = new Trade(
                new RefId(refId),
                new UserId("u-1"),
                new PortfolioId(1),
                Side.BUY,
                SecurityType.STOCK,
                new Ticker("AMZN"),
                Volume.of("7"),
                Price.of("438.571"),
                TradeStatus.SUCCESS,
                TIME);
        return new TradeEvent.Created(UUID.fromString(eventId), ClientId.DEFAULT, TIME, trade, false);
    }

    private static TradeEvent.Amended amended(String refId, String eventId, String volume, int secondsLater) {
        return new TradeEvent.Amended(
                UUID.fromString(eventId),
                ClientId.DEFAULT,
                TIME.plusSeconds(secondsLater),
                new PositionKey(ClientId.DEFAULT, new PortfolioId(1), new Ticker("AMZN")),
                new RefId(refId),
                new Amendment(Optional.of(Volume.of(volume)), Optional.empty(), Optional.empty()),
                OptionalLong.of(1));
    }

    @Test
    void anAppliedTradeIsAnsweredInTheShapeOfTheSeedAndWithItsState() {
        model.trade("r-1", 1, "u-1", "AMZN", 1, "10", "100", "applied", TIME, TIME);

        HttpAnswer answer = get("/api/v1/trade/r-1/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"ref_id\":\"r-1\",\"user_id\":\"u-1\",\"portfolio\":1,\"trade_type\":1,"
                        + "\"security_type\":\"stock\",\"ticker\":\"AMZN\",\"volume\":10,\"volume_text\":\"10\",\"amount\":\"100.00\","
                        + "\"status\":\"success\",\"executed_at\":\"2026-11-02T08:13:10.869359Z\","
                        + "\"isin\":null,\"currency\":null,\"fx_rate\":null,\"fee\":null,\"tax\":null,\"fx_rate_looked_up\":null,"
                        + "\"state\":\"applied\",\"reason\":null,\"detail\":null,\"version\":3,"
                        + "\"created_at\":\"2026-11-02T08:13:10.869359Z\","
                        + "\"updated_at\":\"2026-11-02T08:13:10.869359Z\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "7, 438.571, 7, 438.571",
        "0.5000, 0.0000000001, 0.5, 0.0000000001",
        "999999999999, 100.0, 999999999999, 100.00",
        "1000000000, 12.3, 1000000000, 12.30",
        "0.0000000001, 999999999999.9999999999, 0.0000000001, 999999999999.9999999999",
        "1, 0, 1, 0.00",
        "1e-18, 0.000000000000000001, 0.000000000000000001, 0.000000000000000001"
    })
    void numbersAreWrittenPlainly(String volume, String price, String volumeShown, String amount) {
        model.trade("r-1", 1, "u-1", "AMZN", 1, volume, price, "applied", TIME, TIME);

        assertThat(get("/api/v1/trade/r-1/?fields=volume,amount").text())
                .isEqualTo("{\"volume\":" + volumeShown + ",\"amount\":\"" + amount + "\"}");
    }

    @Test
    void aRejectedTradeSaysWhyAndAFailedOneIsFailed() {
        model.trade("r-1", 1, "u-1", "AMZN", 2, "99", "100", "rejected", TIME, TIME);
        model.held("r-1", "1.50");
        model.trade("r-2", 1, "u-1", "AMZN", 1, "10", "100", "failed", TIME, TIME);

        assertThat(get("/api/v1/trade/r-1/?fields=state,reason,detail").text())
                .isEqualTo("{\"state\":\"rejected\",\"reason\":\"insufficient_volume\","
                        + "\"detail\":\"99 to sell, 1.5 held at that time\"}");
        assertThat(get("/api/v1/trade/?state=rejected").results("detail"))
                .containsExactly("99 to sell, 1.5 held at that time");
        assertThat(get("/api/v1/trade/r-2/?fields=status,state,reason").text())
                .isEqualTo("{\"status\":\"failed\",\"state\":\"failed\",\"reason\":null}");
        assertThat(get("/api/v1/trade/?state=rejected").results("ref_id")).containsExactly("r-1");
        assertThat(get("/api/v1/trade/?status=failed").results("ref_id")).containsExactly("r-2");
        assertThat(get("/api/v1/trade/?status=failed&state=applied").results("ref_id"))
                .isEmpty();
    }

    @Test
    void theVersionIsTheEntityTag() {
        model.trade("r-1", TIME);

        HttpAnswer answer = get("/api/v1/trade/r-1/");

        assertThat(answer.header("ETag")).isEqualTo("\"3\"");
        HttpAnswer again = get("/api/v1/trade/r-1/", "If-None-Match", "\"3\"");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(get("/api/v1/trade/r-1/", "If-None-Match", "\"2\"").status()).isEqualTo(200);
    }

    @Test
    void aFlipByANeighbourIsNeverHiddenBehindTheEntityTag() {
        model.trade("r-1", TIME);
        String tag = get("/api/v1/trade/r-1/").header("ETag");

        model.flip("r-1", "rejected");

        HttpAnswer rejected = get("/api/v1/trade/r-1/", "If-None-Match", tag);
        assertThat(rejected.status()).isEqualTo(200);
        assertThat(rejected.json().get("state").stringValue()).isEqualTo("rejected");
        model.flip("r-1", "applied");
        assertThat(get(
                                "/api/v1/trade/r-1/",
                                "If-None-Match",
                                rejected.header("ETag").isEmpty() ? "\"none\"" : rejected.header("ETag"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRefusedTradeIsFoundUnderItsRefIdWithTheReason() {
        TradeEvent event = bought("r-1", "00000000-0000-7000-8000-000000000001");
        model.refused(event, 4, DeadLetterReason.FOREIGN_PORTFOLIO, "Portfolio 1 belongs to another user");

        HttpAnswer answer = get("/api/v1/trade/r-1/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEmpty();
        assertThat(answer.json().get("state").stringValue()).isEqualTo("refused");
        assertThat(answer.json().get("reason").stringValue()).isEqualTo("foreign_portfolio");
        assertThat(answer.json().get("detail").stringValue()).isEqualTo("Portfolio 1 belongs to another user");
        assertThat(answer.json().get("amount").stringValue()).isEqualTo("438.571");
    }

    @Test
    void ofWhatCouldNotBeReadTheTraceIsShown() {
        byte[] value = "{\"type\":\"trade_created\",\"trade\":{\"ref_id\":\"r-1\",\"volume\":\"many\"}}"
                .getBytes(StandardCharsets.UTF_8);
        model.deadLetter("trade_created", "r-1", value, 4, TIME, DeadLetterReason.INVALID, "/trade/volume is wrong");

        assertThat(get("/api/v1/trade/r-1/?fields=ref_id,portfolio,ticker,volume,state,reason,detail,created_at")
                        .text())
                .isEqualTo(
                        "{\"ref_id\":\"r-1\",\"portfolio\":1,\"ticker\":\"AMZN\",\"volume\":null,\"state\":\"refused\","
                                + "\"reason\":\"invalid\",\"detail\":\"/trade/volume is wrong\","
                                + "\"created_at\":\"2026-11-02T08:13:10.869359Z\"}");
    }

    @Test
    void theNewestRefusalSpeaksAndAnAcceptedTradeBeforeAnyRefusal() {
        byte[] value = {};
        model.deadLetter("trade_created", "r-1", value, 4, TIME, DeadLetterReason.INVALID, "first");
        model.deadLetter("trade_created", "r-1", value, 9, TIME.plusSeconds(1), DeadLetterReason.INVALID, "second");
        model.deadLetter("trade_amended", "r-1", value, 10, TIME.plusSeconds(2), DeadLetterReason.UNKNOWN_TRADE, "x");
        model.deadLetter("trade_created", "r-2", value, 11, TIME, DeadLetterReason.REF_ID_CONFLICT, "taken");
        model.deadLetter(null, null, value, 12, TIME, DeadLetterReason.MALFORMED, "no JSON");
        model.trade("r-2", TIME);

        assertThat(get("/api/v1/trade/r-1/").json().get("detail").stringValue()).isEqualTo("second");
        assertThat(get("/api/v1/trade/r-2/").json().get("state").stringValue()).isEqualTo("applied");
        assertThat(get("/api/v1/trade/").results("ref_id")).containsExactly("r-2");
        HttpAnswer refused = get("/api/v1/trade/?state=refused&user_id=u-1&portfolio_id=1&ticker=AMZN");
        assertThat(refused.results("ref_id")).containsExactly("r-1");
        assertThat(refused.results("detail")).containsExactly("second");
        assertThat(get("/api/v1/trade/?state=refused&user_id=u-2").results("ref_id"))
                .isEmpty();
    }

    @Test
    void refusedTradesAreWalkedToo() {
        for (int number = 1; number <= 5; number++) {
            model.deadLetter(
                    "trade_created", "r-" + number, new byte[0], number, TIME, DeadLetterReason.INVALID, "wrong");
        }

        HttpAnswer first = get("/api/v1/trade/?state=refused&page_size=3");
        HttpAnswer second = get(first.link("next").orElseThrow());

        assertThat(first.results("ref_id")).containsExactly("r-5", "r-4", "r-3");
        assertThat(second.results("ref_id")).containsExactly("r-2", "r-1");
        assertThat(second.link("next")).isEmpty();
        assertThat(get(second.link("previous").orElseThrow()).results("ref_id")).containsExactly("r-5", "r-4", "r-3");
    }

    @Test
    void theHistoryTellsEveryEventInTheOrderOfTheLog() {
        model.trade("r-1", TIME);
        model.event(bought("r-1", "00000000-0000-7000-8000-000000000001"), 17);
        // Received before, logged after: the order is that of the log.
        model.event(amended("r-1", "00000000-0000-7000-8000-000000000002", "8", -5), 21);
        model.refused(
                amended("r-1", "00000000-0000-7000-8000-000000000003", "9", 60),
                20,
                DeadLetterReason.VERSION_CONFLICT,
                "The amendment expects version 1");

        HttpAnswer answer = get("/api/v1/trade/r-1/history/");

        assertThat(answer.json().get("count").intValue()).isEqualTo(3);
        assertThat(answer.results("offset")).containsExactly("17", "20", "21");
        assertThat(answer.results("type")).containsExactly("trade_created", "trade_amended", "trade_amended");
        assertThat(answer.results("verdict")).containsExactly("accepted", "refused", "accepted");
        assertThat(answer.results("topic")).containsOnly("trakkit.trades");
        assertThat(answer.results("partition")).containsOnly("7");
        assertThat(answer.json().at("/results/0/said/volume").intValue()).isEqualTo(7);
        assertThat(answer.json().at("/results/0/said/amount").stringValue()).isEqualTo("438.571");
        assertThat(answer.json().at("/results/1/reason").stringValue()).isEqualTo("version_conflict");
        assertThat(answer.json().at("/results/2/said").toString()).isEqualTo("{\"volume\":8}");
        assertThat(answer.json().at("/results/2/event_id").stringValue())
                .isEqualTo("00000000-0000-7000-8000-000000000002");
    }

    @Test
    void theHistoryIsWalkedToo() {
        model.event(bought("r-1", "00000000-0000-7000-8000-000000000000"), 17);
        for (int number = 1; number <= 4; number++) {
            model.event(amended("r-1", "00000000-0000-7000-8000-00000000000" + number, "8", number), 17 + number);
        }

        HttpAnswer first = get("/api/v1/trade/r-1/history/?page_size=2&fields=offset");
        HttpAnswer second = get(first.link("next").orElseThrow());
        HttpAnswer third = get(second.link("next").orElseThrow());

        assertThat(List.of(first, second, third).stream().map(part -> part.results("offset")))
                .containsExactly(List.of("17", "18"), List.of("19", "20"), List.of("21"));
        assertThat(get(third.link("previous").orElseThrow()).results("offset")).containsExactly("19", "20");
    }

    @Test
    void aRefusedTradeHasAHistoryToo() {
        model.deadLetter("trade_created", "r-1", new byte[] {'{'}, 4, TIME, DeadLetterReason.INVALID, "wrong");

        assertThat(get("/api/v1/trade/r-1/history/?fields=verdict,reason,said").text())
                .contains("[{\"verdict\":\"refused\",\"reason\":\"invalid\",\"said\":null}]");
    }

    @Test
    void theHistoryTellsThatARefusedEventWasRedriven() {
        model.trade("r-1", TIME);
        model.refused(
                bought("r-1", "00000000-0000-7000-8000-000000000001"),
                4,
                DeadLetterReason.UNKNOWN_PORTFOLIO,
                "There is no portfolio 1");
        model.redriven(4);
        model.event(bought("r-1", "00000000-0000-7000-8000-000000000001"), 9);

        assertThat(get("/api/v1/trade/r-1/history/?fields=offset,verdict,outcome,outcome_at")
                        .text())
                .contains("[{\"verdict\":\"refused\",\"outcome\":\"redriven\","
                        + "\"outcome_at\":\"2026-11-02T12:00:00.000000Z\",\"offset\":4},"
                        + "{\"verdict\":\"accepted\",\"outcome\":null,\"outcome_at\":null,\"offset\":9}]");
        assertThat(get("/api/v1/trade/r-1/").json().get("state").stringValue()).isEqualTo("applied");
        assertThat(get("/api/v1/trade/?state=refused").results("ref_id")).isEmpty();
    }
}
