package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What made the numbers of a position, record by record. */
class ExplainTest extends ApiTest {

    private static final String PATH = "/api/v1/portfolio/1/explain/AMZN/";
    private static final Conversion DOLLARS = new Conversion(new CurrencyCode("USD"), FxRate.of("0.9"), true);

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth", "EUR", false);
    }

    private static Amendment executedAt(String time) {
        return new Amendment(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.parse(time)));
    }

    private static Amendment fee(String fee) {
        return new Amendment(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Money.of(fee)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** 10 at 100; 10 at 100 dollars of 0.9; 5 sold at 120 with a fee of 10, moved behind both; 50 sold in vain. */
    private void fourTrades() {
        broker.buy("AMZN", "10", "100", "2025-01-01T00:00:00Z");
        broker.trade("AMZN", Side.BUY, "10", "100", "0", DOLLARS, "2025-02-01T00:00:00Z");
        broker.trade("AMZN", Side.SELL, "5", "120", "10", null, "2025-01-15T00:00:00Z");
        broker.amend(2, executedAt("2025-03-01T00:00:00Z"));
        broker.sell("AMZN", "50", "120", "2025-04-01T00:00:00Z");
    }

    @Test
    void eachRecordSaysWhatItDidToTheNumbers() {
        fourTrades();

        JsonNode answer = json(get(PATH));

        assertThat(texts(answer, "ref_id")).containsExactly("ref-0", "ref-1", "ref-2", "ref-3");
        assertThat(texts(answer, "type")).containsExactly("buy", "buy", "sell", "sell");
        assertThat(effects(answer, 1))
                .containsExactly(
                        "1 held 10 to 20: 10 + 10 = 20",
                        "1 cost 1000 to 1900: 1,000 + 10 × 100 × 0.9 = 1,900",
                        "1 local_cost 1000 to null: null",
                        "1 local_realised 0 to null: null",
                        "1 average 100.00 to 95.00: 1,900 ÷ 20 = 95.00");
        assertThat(effects(answer, 2))
                .containsExactly(
                        "1 held 20 to 15: 20 − 5 = 15",
                        "1 cost 1900 to 1425: 1,900 − 1,900 × 5 ÷ 20 = 1,425",
                        "1 realised 0 to 115: 0 + 5 × 120 − 10 − 1,900 × 5 ÷ 20 = 115");
        assertThat(answer.at("/results/2/after").toString())
                .isEqualTo("{\"held\":\"15\",\"average\":\"95.00\",\"cost\":\"1425\",\"fees\":\"0\","
                        + "\"realised\":\"115\",\"income\":\"0\"}");
        assertThat(answer.at("/results/1/terms").toString())
                .isEqualTo("{\"volume\":\"10\",\"amount\":\"100\",\"total\":null,\"per_unit\":null,"
                        + "\"numerator\":null,\"denominator\":null,\"whole\":null,\"fee\":\"0\",\"tax\":\"0\","
                        + "\"currency\":\"USD\",\"fx_rate\":\"0.9\",\"fx_looked_up\":true}");
        assertThat(answer.get("totals").toString())
                .isEqualTo("{\"held\":\"15\",\"average\":\"95.00\",\"average_excluding_fees\":\"95.00\","
                        + "\"cost\":\"1425\",\"fees\":\"0\",\"realised\":\"115\",\"income\":\"0\","
                        + "\"local_currency\":null,\"local_cost\":null,\"local_realised\":null}");
    }

    @Test
    void aRejectedRecordSaysWhyAndChangesNothing() {
        fourTrades();

        JsonNode rejected = json(get(PATH)).at("/results/3");

        assertThat(rejected.get("place").longValue()).isEqualTo(4);
        assertThat(rejected.get("state").stringValue()).isEqualTo("rejected");
        assertThat(rejected.get("reason").stringValue()).isEqualTo("insufficient_volume");
        assertThat(rejected.get("detail").stringValue()).isEqualTo("50 to sell, 15 held at that time");
        assertThat(rejected.get("effects")).isEmpty();
        assertThat(rejected.at("/after/cost").stringValue()).isEqualTo("1425");
    }

    @Test
    void theEventsOfARecordSayWhatAnAmendmentChanged() {
        fourTrades();
        broker.amend(2, fee("12"));

        JsonNode sold = json(get(PATH)).at("/results/2");

        assertThat(sold.get("event_count").longValue()).isEqualTo(3);
        assertThat(sold.at("/events/0/type").stringValue()).isEqualTo("trade_created");
        assertThat(sold.at("/events/0/changes")).isEmpty();
        assertThat(sold.at("/events/1/changes").toString())
                .isEqualTo("[{\"field\":\"executed_at\",\"from\":\"2025-01-15T00:00:00.000000Z\","
                        + "\"to\":\"2025-03-01T00:00:00.000000Z\"}]");
        assertThat(sold.at("/events/2/changes").toString())
                .isEqualTo("[{\"field\":\"fee\",\"from\":\"10\",\"to\":\"12\"}]");
        assertThat(sold.at("/events/2/topic").stringValue()).isEqualTo("trakkit.trades");
        assertThat(sold.at("/events/2/partition").intValue()).isZero();
        assertThat(sold.at("/events/1/offset").longValue()).isEqualTo(3);
        assertThat(sold.at("/events/2/offset").longValue()).isEqualTo(5);
        assertThat(sold.get("history").stringValue()).isEqualTo("/api/v1/trade/ref-2/history/");
    }

    @Test
    void ofManyAmendmentsTheCreationAndTheNewestAreNamed() {
        broker.buy("AMZN", "10", "100", "2025-01-01T00:00:00Z");
        for (int price = 1; price <= 30; price++) {
            broker.amend(0, null, Integer.toString(price), null);
        }

        JsonNode bought = json(get(PATH)).at("/results/0");

        assertThat(bought.get("event_count").longValue()).isEqualTo(31);
        assertThat(bought.get("events")).hasSize(20);
        assertThat(bought.at("/events/0/type").stringValue()).isEqualTo("trade_created");
        assertThat(bought.at("/events/1/changes/0/from").isNull()).isTrue();
        assertThat(bought.at("/events/1/changes/0/to").stringValue()).isEqualTo("12");
        assertThat(bought.at("/events/19/changes/0/from").stringValue()).isEqualTo("29");
        assertThat(bought.at("/events/19/changes/0/to").stringValue()).isEqualTo("30");
    }

    @Test
    void aCorporateActionIsARecordAmongTheOthers() {
        broker.buy("AMZN", "10", "100", "2025-01-01T00:00:00Z");
        ActivityTerms twoForOne = ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(BigDecimal.TWO, BigDecimal.ONE));
        broker.act("early", "AMZN", twoForOne, "2024-06-01T00:00:00Z", false);
        broker.act("split-1", "AMZN", twoForOne, "2025-02-01T00:00:00Z", false);

        JsonNode answer = json(get(PATH));
        JsonNode split = answer.at("/results/2");

        assertThat(answer.at("/results/0/detail").stringValue()).isEqualTo("Nothing was held at that time");
        assertThat(answer.at("/results/0/effects")).isEmpty();
        assertThat(split.get("kind").stringValue()).isEqualTo("corporate_action");
        assertThat(split.get("action_id").stringValue()).isEqualTo("split-1");
        assertThat(split.get("ref_id").isNull()).isTrue();
        assertThat(effects(answer, 2))
                .containsExactly("1 held 10 to 20: 10 × 2 ÷ 1 = 20", "1 average 100.00 to 50.00: 1,000 ÷ 20 = 50.00");
        assertThat(split.get("events").toString())
                .isEqualTo("[{\"event_id\":null,\"type\":\"corporate_action_recorded\","
                        + "\"received_at\":\"2026-11-02T08:13:10.869359Z\",\"verdict\":\"accepted\",\"reason\":null,"
                        + "\"detail\":null,\"outcome\":null,\"outcome_at\":null,\"changes\":[],"
                        + "\"topic\":\"trakkit.corporate-actions\",\"partition\":null,\"offset\":null}]");
        assertThat(split.at("/terms/numerator").stringValue()).isEqualTo("2");
    }

    private static Trade again(String refId, String volume, String time) {
        return new Trade(
                new RefId(refId),
                new UserId("u-1"),
                new PortfolioId(1),
                Side.BUY,
                SecurityType.STOCK,
                new Ticker("AMZN"),
                Volume.of(volume),
                Price.of("100"),
                TradeStatus.SUCCESS,
                Instant.parse(time));
    }

    @Test
    void aRefusedCreationStandsWhereItWouldHaveBeenAndSaysWhy() {
        broker.buy("AMZN", "10", "100", "2025-01-01T00:00:00Z");
        broker.buy("AMZN", "10", "100", "2025-03-01T00:00:00Z");
        model.refused(
                new TradeEvent.Created(
                        UUID.fromString("00000000-0000-4000-8000-00000000000a"),
                        ClientId.DEFAULT,
                        ReadModel.TIME,
                        again("ref-0", "99", "2025-02-01T00:00:00Z"),
                        false),
                17,
                DeadLetterReason.REF_ID_CONFLICT,
                "ref-0 is already a trade with another volume");
        model.deadLetter(
                "trade_created",
                "torn",
                "{".getBytes(StandardCharsets.UTF_8),
                18,
                Instant.parse("2025-02-02T00:00:00Z"),
                DeadLetterReason.MALFORMED,
                "Not an event");

        JsonNode answer = json(get(PATH));

        assertThat(texts(answer, "ref_id")).containsExactly("ref-0", "ref-0", "torn", "ref-1");
        assertThat(answer.at("/results/0/event_count").longValue()).isEqualTo(1);
        JsonNode refused = answer.at("/results/1");
        assertThat(refused.get("state").stringValue()).isEqualTo("refused");
        assertThat(refused.get("place").isNull()).isTrue();
        assertThat(refused.get("reason").stringValue()).isEqualTo("ref_id_conflict");
        assertThat(refused.get("detail").stringValue()).isEqualTo("ref-0 is already a trade with another volume");
        assertThat(refused.at("/terms/volume").stringValue()).isEqualTo("99");
        assertThat(refused.get("after").isNull()).isTrue();
        assertThat(refused.at("/events/0/offset").longValue()).isEqualTo(17);
        assertThat(refused.at("/events/0/partition").intValue()).isEqualTo(7);
        JsonNode torn = answer.at("/results/2");
        assertThat(torn.get("executed_at").isNull()).isTrue();
        assertThat(torn.get("terms").isNull()).isTrue();
        assertThat(answer.at("/results/3/place").longValue()).isEqualTo(2);
        assertThat(answer.at("/totals/held").stringValue()).isEqualTo("20");
    }

    @Test
    void aRefusedAmendmentIsAnEventOfItsRecord() {
        broker.buy("AMZN", "10", "100", "2025-01-01T00:00:00Z");
        model.deadLetter(
                "trade_amended",
                "ref-0",
                "{}".getBytes(StandardCharsets.UTF_8),
                21,
                ReadModel.TIME,
                DeadLetterReason.VERSION_CONFLICT,
                "The trade is at version 1, not 7");

        JsonNode bought = json(get(PATH)).at("/results/0");

        assertThat(bought.get("event_count").longValue()).isEqualTo(2);
        assertThat(bought.get("events").findValuesAsString("verdict")).containsExactlyInAnyOrder("accepted", "refused");
        assertThat(bought.get("events").findValuesAsString("detail")).contains("The trade is at version 1, not 7");
    }

    @Test
    void onlyTheRecordsThatChangedANumberAreListedForIt() {
        fourTrades();
        broker.activity(
                "AMZN",
                ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("2")),
                "3",
                null,
                "2025-05-01T00:00:00Z");

        assertThat(texts(json(get(PATH + "?number=realised")), "ref_id")).containsExactly("ref-2");
        assertThat(texts(json(get(PATH + "?number=average")), "ref_id")).containsExactly("ref-0", "ref-1");
        JsonNode income = json(get(PATH + "?number=income"));
        assertThat(texts(income, "type")).containsExactly("dividend");
        assertThat(effects(income, 0)).containsExactly("1 income 0 to 27: 0 + 15 × 2 − 3 = 27");
        assertThat(income.at("/results/0/place").longValue()).isEqualTo(5);
        assertThat(income.at("/totals/income").stringValue()).isEqualTo("27");
    }

    @Test
    void pagesFollowEachOtherInBothOrders() {
        fourTrades();

        HttpAnswer first = get(PATH + "?page_size=3");
        HttpAnswer second = get(json(first).get("next").stringValue());
        HttpAnswer back = get(json(second).get("previous").stringValue());

        assertThat(json(first).get("count").intValue()).isEqualTo(4);
        assertThat(texts(json(first), "ref_id")).containsExactly("ref-0", "ref-1", "ref-2");
        assertThat(texts(json(second), "ref_id")).containsExactly("ref-3");
        assertThat(json(second).at("/totals/cost").stringValue()).isEqualTo("1425");
        assertThat(texts(json(back), "ref_id")).containsExactly("ref-0", "ref-1", "ref-2");
        assertThat(texts(json(get(PATH + "?ordering=-executed_at&page_size=2")), "ref_id"))
                .containsExactly("ref-3", "ref-2");
        assertThat(json(get(PATH + "?fields=ref_id,effects&page_size=1"))
                        .at("/results/0")
                        .propertyNames())
                .containsExactlyInAnyOrder("ref_id", "effects");
    }

    @Test
    void theEndOfAHundredThousandTradesIsAPageLikeTheFirst() {
        model.purchases(100_000);

        JsonNode first = json(get(PATH + "?page_size=2"));
        JsonNode last = json(get(PATH + "?page_size=2&ordering=-executed_at"));

        assertThat(texts(first, "ref_id")).containsExactly("n-1", "n-2");
        assertThat(texts(last, "ref_id")).containsExactly("n-100000", "n-99999");
        assertThat(texts(last, "place")).containsExactly("100000", "99999");
        assertThat(effects(last, 0))
                .containsExactly(
                        "1 held 99999 to 100000: 99,999 + 1 = 100,000",
                        "1 cost 9999900 to 10000000: 9,999,900 + 1 × 100 = 10,000,000");
        assertThat(last.get("count").intValue()).isEqualTo(10_000);
        assertThat(last.at("/totals/cost").stringValue()).isEqualTo("10000000");
    }

    @Test
    void anAnswerAsOfATimeEndsThere() {
        fourTrades();

        JsonNode then = json(get(PATH + "?as_of=2025-02-01T00:00:00Z"));
        JsonNode before = json(get(PATH + "?as_of=2024-01-01T00:00:00Z"));

        assertThat(texts(then, "ref_id")).containsExactly("ref-0", "ref-1");
        assertThat(then.at("/totals/cost").stringValue()).isEqualTo("1900");
        assertThat(then.get("as_of").stringValue()).isEqualTo("2025-02-01T00:00:00.000000Z");
        assertThat(before.get("count").intValue()).isZero();
        assertThat(before.at("/totals/held").stringValue()).isEqualTo("0");
    }

    @Test
    void byFifoARecordNamesItsLots() {
        fourTrades();

        JsonNode answer = json(get(PATH + "?cost_method=fifo"));

        assertThat(effects(answer, 2))
                .contains(
                        "1 cost 1900 to 1400: 1,900 − 500 = 1,400", "1 realised 0 to 90: 0 + 5 × 120 − 10 − 500 = 90");
        assertThat(answer.at("/results/2/lots").toString())
                .isEqualTo("[{\"acquired_at\":\"2025-01-01T00:00:00.000000Z\",\"ref_id\":\"ref-0\",\"volume\":5,"
                        + "\"volume_text\":\"5\",\"cost\":\"500\",\"fees\":\"0\",\"days_held\":59}]");
        assertThat(answer.at("/totals/realised").stringValue()).isEqualTo("90");
    }

    @Test
    void aFailedTradeSaysSo() {
        broker.failToBuy("AMZN", "10", "100", "2025-01-01T00:00:00Z");

        JsonNode failed = json(get(PATH)).at("/results/0");

        assertThat(failed.get("state").stringValue()).isEqualTo("failed");
        assertThat(failed.get("detail").stringValue()).isEqualTo("Its status is failed, so it counts for nothing");
    }

    @Test
    void aTickerMayHaveASlash() {
        broker.buy("BTC/EUR", "10", "100", "2025-01-01T00:00:00Z");

        JsonNode answer = json(get("/api/v1/portfolio/1/explain/BTC/EUR/"));

        assertThat(answer.get("ticker").stringValue()).isEqualTo("BTC/EUR");
        assertThat(texts(answer, "ref_id")).containsExactly("ref-0");
    }

    @Test
    void anUnchangedAnswerIsNotSentAgain() {
        fourTrades();

        HttpAnswer answer = get(PATH);

        assertThat(get(PATH, "If-None-Match", answer.header("ETag")).status()).isEqualTo(304);
        broker.amend(2, fee("12"));
        assertThat(get(PATH, "If-None-Match", answer.header("ETag")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/portfolio/99/explain/AMZN/",
                "/api/v1/portfolio/1/explain/NONE/",
                "/api/v1/portfolio/1/explain/$CASH/",
                "/api/v1/portfolio/abc/explain/AMZN/",
                "/api/v1/portfolio/1/explain/a!/"
            })
    void whatHasNoRecordIsNotFound(String path) {
        broker.buy("AMZN", "10", "100", "2025-01-01T00:00:00Z");
        broker.activity(
                null,
                ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal("5000")),
                "0",
                null,
                "2025-01-01T00:00:00Z");

        assertThat(get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number=price",
                "cost_method=newest",
                "as_of=2999-01-01T00:00:00Z",
                "as_of=yesterday",
                "page=0",
                "cursor=x",
                "ticker=AMZN",
                "ordering=ref_id"
            })
    void aWrongParameterIsRefused(String query) {
        broker.buy("AMZN", "10", "100", "2025-01-01T00:00:00Z");

        assertThat(get(PATH + "?" + query).status()).isEqualTo(400);
    }

    private static JsonNode json(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> texts(JsonNode answer, String field) {
        return StreamSupport.stream(answer.get("results").spliterator(), false)
                .map(row -> row.get(field).asString())
                .toList();
    }

    private static List<String> effects(JsonNode answer, int row) {
        List<String> effects = new ArrayList<>();
        answer.at("/results/" + row + "/effects")
                .forEach(effect -> effects.add(effect.get("step")
                        + " " + effect.get("number").stringValue()
                        + " " + orNull(effect.get("before"))
                        + " to " + orNull(effect.get("after"))
                        + ": " + orNull(effect.get("formula"))));
        return effects;
    }

    private static String orNull(JsonNode text) {
        return text.isNull() ? "null" : text.stringValue();
    }
}
