package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.value.Ratio;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The factors that a time-weighted return is made of, flow by flow. */
class ExplainedReturnTest extends ApiTest {

    private static final String PATH = "/api/v1/portfolio/1/explain/";
    private static final String SPAN = "?from=2025-06-01T00:00:00Z&to=2026-01-01T00:00:00Z";

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth", "USD", true);
    }

    /** 10 at 100, worth 1,200 in July, 10 more at 120 with a fee of 4, all worth 1,803 in December: 1.2 × 0.75 − 1. */
    private void twoPurchases() {
        broker.buy("ACME", "10", "100", "2025-01-01T09:00:00Z");
        broker.trade("ACME", Side.BUY, "10", "120", "4", null, "2025-07-01T09:00:00Z");
        model.quote("ACME", "100", "2025-01-01T00:00:00Z");
        model.quote("ACME", "120", "2025-07-01T00:00:00Z");
        model.quote("ACME", "90.15", "2025-12-01T00:00:00Z");
    }

    @Test
    void eachPartIsItsEndOverItsBegin() {
        twoPurchases();

        JsonNode answer = json(get(PATH + SPAN + "&fields=from,to,begin,end,factor,formula,growth,flow"));

        assertThat(answer.get("results").toString())
                .isEqualTo("[{\"from\":\"2025-06-01T00:00:00.000000Z\",\"to\":\"2025-07-01T09:00:00.000000Z\","
                        + "\"begin\":\"1000\",\"end\":\"1200\",\"factor\":\"1.2\",\"formula\":\"1,200 ÷ 1,000 = 1.2\","
                        + "\"growth\":\"1.2\",\"flow\":\"1204\"},"
                        + "{\"from\":\"2025-07-01T09:00:00.000000Z\",\"to\":\"2026-01-01T00:00:00.000000Z\","
                        + "\"begin\":\"2404\",\"end\":\"1803\",\"factor\":\"0.75\",\"formula\":\"1,803 ÷ 2,404 = 0.75\","
                        + "\"growth\":\"0.9\",\"flow\":null}]");
        assertThat(answer.get("time_weighted").stringValue()).isEqualTo("-10");
        assertThat(answer.get("currency").stringValue()).isEqualTo("USD");
    }

    @Test
    void aPartThatBeginsWithNothingIsLeftOut() {
        broker.buy("ACME", "3", "100", "2025-07-01T00:00:00Z");
        model.quote("ACME", "110", "2025-12-01T00:00:00Z");

        JsonNode answer = json(get(PATH + SPAN));

        assertThat(answer.at("/results/0/factor").isNull()).isTrue();
        assertThat(answer.at("/results/0/formula").isNull()).isTrue();
        assertThat(answer.at("/results/0/growth").stringValue()).isEqualTo("1");
        assertThat(answer.at("/results/1/formula").stringValue()).isEqualTo("330 ÷ 300 = 1.1");
        assertThat(answer.get("time_weighted").stringValue()).isEqualTo("10");
    }

    @Test
    void aPartThatEndsBelowNothingHasLostAll() {
        broker.buy("ACME", "10", "100", "2025-06-02T00:00:00Z");
        broker.sell("ZETA", "9", "100", "2025-06-02T00:00:00Z");
        model.quote("ACME", "100", "2025-06-02T00:00:00Z");
        model.quote("ZETA", "120", "2025-12-01T00:00:00Z");

        JsonNode answer = json(get(PATH + SPAN));

        assertThat(answer.at("/results/1/formula").stringValue()).isEqualTo("−80 ÷ 100 = −0.8, limited to 0");
        assertThat(answer.get("time_weighted").stringValue()).isEqualTo("-100");
    }

    @Test
    void aFlowHasTheRecordsThatMadeItWithTheirPlaceInTheLog() {
        twoPurchases();

        JsonNode answer = json(get(PATH + SPAN));

        JsonNode bought = answer.at("/results/0/records/0");
        assertThat(answer.at("/results/0/record_count").intValue()).isEqualTo(1);
        assertThat(bought.get("kind").stringValue()).isEqualTo("trade");
        assertThat(bought.get("type").stringValue()).isEqualTo("buy");
        assertThat(bought.get("ticker").stringValue()).isEqualTo("ACME");
        assertThat(bought.get("ref_id").stringValue()).isEqualTo("ref-1");
        assertThat(bought.get("ends_part").booleanValue()).isTrue();
        // 10 × 120 and a fee of 4.
        assertThat(bought.get("cash").stringValue()).isEqualTo("-1204");
        assertThat(bought.get("cash_currency").stringValue()).isEqualTo("USD");
        assertThat(bought.at("/terms/volume").stringValue()).isEqualTo("10");
        assertThat(bought.at("/events/0/topic").stringValue()).isEqualTo("trakkit.trades");
        assertThat(bought.at("/events/0/partition").intValue()).isZero();
        assertThat(bought.at("/events/0/offset").longValue()).isEqualTo(1);
        assertThat(bought.get("history").stringValue()).isEqualTo("/api/v1/trade/ref-1/history/");
        assertThat(answer.at("/results/1/records")).isEmpty();
        assertThat(answer.at("/results/1/record_count").intValue()).isZero();
    }

    @Test
    void aPartWithTrackedCashHasTheTradesAndDividendsInIt() {
        cash(ActivityType.DEPOSIT, "2000", "2025-06-10T00:00:00Z");
        broker.buy("ACME", "10", "100", "2025-06-11T00:00:00Z");
        broker.activity(
                "ACME",
                ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("2")),
                "3",
                null,
                "2025-07-01T00:00:00Z");
        broker.act(
                "split",
                "ACME",
                ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(new BigDecimal("2"), BigDecimal.ONE)),
                "2025-07-02T00:00:00Z",
                false);
        cash(ActivityType.WITHDRAWAL, "500", "2025-08-01T00:00:00Z");

        JsonNode answer = json(get(PATH + SPAN));

        // Cash begins to be tracked at the first deposit: the balance before it comes in, and then the deposit.
        assertThat(records(answer.at("/results/0"))).isEmpty();
        assertThat(records(answer.at("/results/1"))).containsExactly("deposit 2000 flow");
        assertThat(answer.at("/results/1/flow").stringValue()).isEqualTo("2000");
        assertThat(records(answer.at("/results/2")))
                .containsExactly("buy -1000", "dividend 17", "split null", "withdrawal -500 flow");
        assertThat(answer.at("/results/2/records/2/action_id").stringValue()).isEqualTo("split");
        assertThat(answer.at("/results/2/records/2/events/0/topic").stringValue())
                .isEqualTo("trakkit.corporate-actions");
        assertThat(answer.at("/results/2/flow").stringValue()).isEqualTo("-500");
        assertThat(answer.at("/results/2/records/3/ticker").isNull()).isTrue();
    }

    @Test
    void theFirst20RecordsOfAPartAreWithItAndAllAreCounted() {
        for (int i = 0; i < 25; i++) {
            broker.buy("T%02d".formatted(i), "1", "100", "2025-07-01T00:00:00Z");
        }

        JsonNode answer = json(get(PATH + SPAN));

        assertThat(answer.at("/results/0/record_count").intValue()).isEqualTo(25);
        assertThat(answer.at("/results/0/records")).hasSize(20);
        assertThat(answer.at("/results/0/records/0/ref_id").stringValue()).isEqualTo("ref-0");
    }

    @Test
    void aRecordThatEndsTheSpanIsInThePartThatItEnds() {
        broker.buy("ACME", "10", "100", "2025-07-01T00:00:00Z");
        broker.buy("ACME", "5", "100", "2026-01-01T00:00:00Z");

        JsonNode answer = json(get(PATH + SPAN));

        assertThat(answer.get("count").intValue()).isEqualTo(3);
        assertThat(records(answer.at("/results/0"))).containsExactly("buy -1000 flow");
        assertThat(records(answer.at("/results/1"))).containsExactly("buy -500 flow");
        assertThat(records(answer.at("/results/2"))).isEmpty();
        JsonNode second = json(get(PATH + SPAN + "&page_size=1&page=2"));
        assertThat(records(second.at("/results/0"))).containsExactly("buy -500 flow");
    }

    private void cash(ActivityType type, String total, String at) {
        broker.activity(null, ActivityTerms.ofTotal(type, new BigDecimal(total)), "0", null, at);
    }

    private static List<String> records(JsonNode part) {
        return StreamSupport.stream(part.get("records").spliterator(), false)
                .map(row -> row.get("type").stringValue()
                        + ' '
                        + row.get("cash").asString("null")
                        + (row.get("ends_part").booleanValue() ? " flow" : ""))
                .toList();
    }

    @Test
    void pagesFollowEachOtherAndAnUnchangedAnswerIsNotSentAgain() {
        twoPurchases();

        HttpAnswer first = get(PATH + SPAN + "&page_size=1");
        HttpAnswer second = get(json(first).get("next").stringValue());
        HttpAnswer back = get(json(second).get("previous").stringValue());

        assertThat(json(first).get("count").intValue()).isEqualTo(2);
        assertThat(ends(json(first))).containsExactly("1200");
        assertThat(ends(json(second))).containsExactly("1803");
        assertThat(ends(json(back))).containsExactly("1200");
        assertThat(json(second).get("time_weighted").stringValue()).isEqualTo("-10");
        assertThat(get(PATH + SPAN, "If-None-Match", get(PATH + SPAN).header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=yesterday", "from=2999-01-01T00:00:00Z", "ordering=to", "page=0", "as_of=2025-01-01"})
    void aWrongParameterIsRefused(String query) {
        assertThat(get(PATH + "?" + query).status()).isEqualTo(400);
        assertThat(get("/api/v1/portfolio/99/explain/").status()).isEqualTo(404);
    }

    private static JsonNode json(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> ends(JsonNode answer) {
        return StreamSupport.stream(answer.get("results").spliterator(), false)
                .map(row -> row.get("end").stringValue())
                .toList();
    }
}
