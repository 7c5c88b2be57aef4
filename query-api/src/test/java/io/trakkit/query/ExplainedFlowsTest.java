package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.value.Volume;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The flows that a money-weighted return is made of. */
class ExplainedFlowsTest extends ApiTest {

    private static final String PATH = "/api/v1/portfolio/1/explain/money-weighted/";

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth", "USD", true);
    }

    /** 1,000 put in; a year later 605 taken out; after another year what is left is worth 605: 605 ÷ 1.1^1 + 605 ÷ 1.1^2 = 1,050. */
    @Test
    void eachFlowIsDividedByTheGrowthSinceTheFirstDay() {
        broker.trade("ACME", Side.BUY, "10", "100", "50", null, "2023-01-01T09:00:00Z");
        broker.sell("ACME", "5", "121", "2024-01-01T09:00:00Z");
        model.quote("ACME", "121", "2024-12-01T00:00:00Z");

        JsonNode answer = json(get(PATH + "?from=2022-06-01T00:00:00Z&to=2024-12-31T00:00:00Z"));

        assertThat(answer.get("first_day").stringValue()).isEqualTo("2023-01-01");
        assertThat(answer.get("solution").stringValue()).isEqualTo("unique");
        assertThat(answer.get("rates").toString())
                .isEqualTo(
                        "[{\"annual\":\"10\",\"span\":\"21\",\"growth\":\"1.1\",\"daily_growth\":\"1.00026115788\",\"present_value\":\"0\"}]");
        assertThat(flows(answer))
                .containsExactly(
                        "records 2023-01-01 0 -1050 −1,050 ÷ 1.1^(0 ÷ 365) = −1,050",
                        "records 2024-01-01 365 605 605 ÷ 1.1^(365 ÷ 365) ≈ 550",
                        "value_at_end 2024-12-31 730 605 605 ÷ 1.1^(730 ÷ 365) ≈ 500");
        assertThat(answer.at("/results/2/present_values/0/amount").stringValue())
                .isEqualTo("500");
    }

    @Test
    void theValueAtTheStartIsPutIn() {
        broker.buy("ACME", "10", "100", "2023-01-01T09:00:00Z");
        model.quote("ACME", "100", "2023-06-01T00:00:00Z");
        model.quote("ACME", "120", "2024-06-01T00:00:00Z");

        JsonNode answer = json(get(PATH + "?from=2023-07-01T00:00:00Z&to=2024-06-30T00:00:00Z"));

        assertThat(flows(answer))
                .containsExactly(
                        "value_at_start 2023-07-01 0 -1000 −1,000 ÷ 1.2^(0 ÷ 365) = −1,000",
                        "value_at_end 2024-06-30 365 1200 1,200 ÷ 1.2^(365 ÷ 365) ≈ 1,000");
        assertThat(answer.at("/results/0/records")).isEmpty();
    }

    @Test
    void aFlowHasItsRecordWithThePlaceInTheLog() {
        broker.buy("ACME", "10", "100", "2023-01-01T09:00:00Z");
        broker.activity(
                "ACME",
                ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("2")),
                "3",
                null,
                "2023-07-01T00:00:00Z");
        broker.activity(
                null,
                ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal("500")),
                "0",
                null,
                "2023-08-01T00:00:00Z");

        JsonNode answer = json(get(PATH + "?from=2022-06-01T00:00:00Z&to=2024-01-01T00:00:00Z"));

        // Cash is beside the securities, whose return this is: a deposit is no flow of it.
        assertThat(answer.get("count").intValue()).isEqualTo(3);
        JsonNode paid = answer.at("/results/1");
        assertThat(paid.get("amount").stringValue()).isEqualTo("17");
        assertThat(paid.get("record_count").intValue()).isEqualTo(1);
        assertThat(paid.at("/records/0/type").stringValue()).isEqualTo("dividend");
        assertThat(paid.at("/records/0/ticker").stringValue()).isEqualTo("ACME");
        assertThat(paid.at("/records/0/terms/per_unit").stringValue()).isEqualTo("2");
        assertThat(paid.at("/records/0/events/0/topic").stringValue()).isEqualTo("trakkit.trades");
        assertThat(paid.at("/records/0/events/0/offset").longValue()).isEqualTo(1);
        assertThat(paid.at("/records/0/history").stringValue()).isEqualTo("/api/v1/activity/act-1/history/");
    }

    @Test
    void unitsThatAreTransferredAtOneMomentAreOneFlowAtThePriceOfThatMoment() {
        model.quote("ACME", "90", "2023-01-02T00:00:00Z");
        for (String units : List.of("3", "4")) {
            broker.activity(
                    "ACME",
                    ActivityTerms.ofVolume(ActivityType.TRANSFER_IN, Volume.of(units), new BigDecimal("100")),
                    "0",
                    null,
                    "2023-01-02T00:00:00Z");
        }

        JsonNode answer = json(get(PATH + "?from=2022-06-01T00:00:00Z&to=2024-01-02T00:00:00Z"));

        // 7 × 90.
        assertThat(answer.at("/results/0/amount").stringValue()).isEqualTo("-630");
        assertThat(answer.at("/results/0/record_count").intValue()).isEqualTo(2);
        assertThat(answer.at("/results/0/records").findValuesAsString("ref_id")).containsExactly("act-0", "act-1");
    }

    @Test
    void theReturnIsThatOfThePerformance() {
        broker.buy("ACME", "10", "100", "2023-01-01T09:00:00Z");
        broker.sell("ZETA", "3", "50.5", "2023-03-01T09:00:00Z");
        broker.buy("ZETA", "2", "49.25", "2023-09-01T09:00:00Z");
        String span = "?from=2023-02-01T00:00:00Z&to=2024-01-01T00:00:00Z";

        JsonNode answer = json(get(PATH + span));
        JsonNode performance = json(get("/api/v1/portfolio/1/performance/" + span));

        assertThat(answer.at("/rates/0/annual")).isEqualTo(performance.at("/money_weighted/rates/0/annual"));
        assertThat(answer.get("solution")).isEqualTo(performance.at("/money_weighted/solution"));
        assertThat(answer.at("/rates/0/present_value").stringValue()).isEqualTo("0");
    }

    @Test
    void withoutAnythingHeldThereIsNoFlowAndNoRate() {
        JsonNode answer = json(get(PATH));

        assertThat(answer.get("results")).isEmpty();
        assertThat(answer.get("rates")).isEmpty();
        assertThat(answer.get("first_day").isNull()).isTrue();
        assertThat(answer.get("solution").stringValue()).isEqualTo("none");
    }

    @Test
    void pagesFollowEachOther() {
        broker.buy("ACME", "10", "100", "2023-01-01T09:00:00Z");
        broker.buy("ACME", "1", "100", "2023-02-01T09:00:00Z");
        String span = "?from=2022-06-01T00:00:00Z&to=2024-01-01T00:00:00Z&page_size=2&fields=kind,amount";

        JsonNode first = json(get(PATH + span));
        JsonNode second = json(get(first.get("next").stringValue()));

        assertThat(first.get("count").intValue()).isEqualTo(3);
        assertThat(second.get("results").toString()).isEqualTo("[{\"kind\":\"value_at_end\",\"amount\":\"1100\"}]");
        assertThat(json(get(second.get("previous").stringValue())).get("results"))
                .isEqualTo(first.get("results"));
        assertThat(get(PATH + span, "If-None-Match", get(PATH + span).header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=yesterday", "from=2999-01-01T00:00:00Z", "ordering=at", "page=0", "as_of=2025-01-01"})
    void aWrongParameterIsRefused(String query) {
        assertThat(get(PATH + "?" + query).status()).isEqualTo(400);
        assertThat(get("/api/v1/portfolio/99/explain/money-weighted/").status()).isEqualTo(404);
    }

    private static List<String> flows(JsonNode answer) {
        return StreamSupport.stream(answer.get("results").spliterator(), false)
                .map(row -> row.get("kind").stringValue()
                        + ' '
                        + row.get("day").stringValue()
                        + ' '
                        + row.get("days").intValue()
                        + ' '
                        + row.get("amount").stringValue()
                        + ' '
                        + row.at("/present_values/0/formula").stringValue())
                .toList();
    }

    private static JsonNode json(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
