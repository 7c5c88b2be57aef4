package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.Side;
import io.trakkit.testing.HttpAnswer;
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

        JsonNode answer = json(get(PATH + SPAN));

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
