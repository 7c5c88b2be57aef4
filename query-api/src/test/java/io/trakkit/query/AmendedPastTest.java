package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.TradeStatus;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An amendment changes the past from its trade on, and nothing before: as of any time it is as if it had always been so. */
class AmendedPastTest extends ApiTest {

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth");
        model.quote("ACME", "100", "2026-01-01T00:00:00Z");
    }

    /** 10 for 1,000, 10 more for 1,200, 5 of them sold at 150: 750 − 550. Then the first was of 4, and at 105. */
    @Test
    void theFirstTradeOfManyIsAmended() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.buy("ACME", "10", "120", "2026-01-03T10:00:00Z");
        broker.sell("ACME", "5", "150", "2026-01-04T10:00:00Z");
        assertThat(at("2026-01-02T10:00:00Z")).isEqualTo("held 10, cost 1000, realised 0");
        assertThat(at("2026-01-03T10:00:00Z")).isEqualTo("held 20, cost 2200, realised 0");
        assertThat(at("2026-01-04T10:00:00Z")).isEqualTo("held 15, cost 1650, realised 200");

        broker.amend(0, "4", "105", null);

        // 4 for 420; 14 for 1,620; 5 of them cost 578.57142857142857142857.
        assertThat(at("2026-01-02T09:59:59.999999Z")).isEqualTo("none, realised 0");
        assertThat(at("2026-01-02T10:00:00Z")).isEqualTo("held 4, cost 420, realised 0");
        assertThat(at("2026-01-04T09:59:59.999999Z")).isEqualTo("held 14, cost 1620, realised 0");
        assertThat(at("2026-01-04T10:00:00Z"))
                .isEqualTo("held 9, cost 1041.42857142857142857143, realised 171.42857142857142857143");
    }

    /** Closed with a gain of 100 and opened again with 5 for 600. */
    @Test
    void aTradeBeforeThePositionWasClosedAndReopenedIsAmended() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.sell("ACME", "10", "110", "2026-01-03T10:00:00Z");
        broker.buy("ACME", "5", "120", "2026-01-04T10:00:00Z");
        assertThat(at("2026-01-03T10:00:00Z")).isEqualTo("none, realised 100");
        assertThat(at("2026-01-05T00:00:00Z")).isEqualTo("held 5, cost 600, realised 100");

        // Of 12, two were left over: 2 for 200, and 5 for 600.
        broker.amend(0, "12", null, null);
        assertThat(at("2026-01-03T10:00:00Z")).isEqualTo("held 2, cost 200, realised 100");
        assertThat(at("2026-01-05T00:00:00Z")).isEqualTo("held 7, cost 800, realised 100");

        // An amendment of the amendment: 10 at 90 after all.
        broker.amend(0, "10", "90", null);
        assertThat(at("2026-01-03T10:00:00Z")).isEqualTo("none, realised 200");
        assertThat(at("2026-01-05T00:00:00Z")).isEqualTo("held 5, cost 600, realised 200");

        // It never came about, so there was nothing to sell; and then it did.
        broker.amend(0, null, null, TradeStatus.FAILED);
        assertThat(at("2026-01-02T10:00:00Z")).isEqualTo("none, realised 0");
        assertThat(at("2026-01-03T10:00:00Z")).isEqualTo("none, realised 0");
        assertThat(at("2026-01-05T00:00:00Z")).isEqualTo("held 5, cost 600, realised 0");
        broker.amend(0, null, null, TradeStatus.SUCCESS);
        assertThat(at("2026-01-05T00:00:00Z")).isEqualTo("held 5, cost 600, realised 200");
    }

    /** At one time buys come before sells, and sells in the order of their ref_ids, whichever of them is amended. */
    @Test
    void amongTradesOfEqualTimeOneIsAmended() {
        broker.sell("ACME", "1", "130", "2026-01-02T10:00:00Z");
        broker.buy("ACME", "2", "100", "2026-01-02T10:00:00Z");
        broker.sell("ACME", "2", "110", "2026-01-02T10:00:00Z");
        assertThat(at("2026-01-02T10:00:00Z")).isEqualTo("held 1, cost 100, realised 30");

        broker.amend(1, "3", null, null);
        assertThat(at("2026-01-02T10:00:00Z")).isEqualTo("none, realised 50");

        broker.amend(2, "1", null, null);
        assertThat(at("2026-01-02T10:00:00Z")).isEqualTo("held 1, cost 100, realised 40");
    }

    /** An amendment is of no time of its own: as of when it came, and long before, it counts. */
    @Test
    void whenAnAmendmentCameMakesNoDifference() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.amend(0, "3", null, null);

        assertThat(at("2026-01-02T10:00:00Z")).isEqualTo("held 3, cost 300, realised 0");
        assertThat(at(ReadModel.TIME.toString())).isEqualTo("held 3, cost 300, realised 0");
        assertThat(at(ReadModel.TIME.minusNanos(1_000).toString())).isEqualTo("held 3, cost 300, realised 0");
    }

    /** 1,000 put in on the 2nd are 1,100 on the 3rd, when all is sold; then it was 500, and too little to sell 10 of. */
    @Test
    void aPerformanceIsOfTheAmendedTradesAlso() {
        model.quote("ACME", "110", "2026-01-03T09:00:00Z");
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.sell("ACME", "10", "110", "2026-01-03T10:00:00Z");
        assertThat(points("value")).containsExactly("0", "1000", "0", "0");
        assertThat(points("total")).containsExactly("0", "0", "100", "100");
        assertThat(points("time_weighted")).containsExactly("null", "0", "10", "10");

        broker.amend(0, "5", null, null);
        assertThat(points("value")).containsExactly("0", "500", "550", "550");
        assertThat(points("total")).containsExactly("0", "0", "50", "50");
        assertThat(points("time_weighted")).containsExactly("null", "0", "10", "10");

        broker.amend(1, "5", "121", null);
        assertThat(points("value")).containsExactly("0", "500", "0", "0");
        assertThat(points("total")).containsExactly("0", "0", "105", "105");
        assertThat(points("time_weighted")).containsExactly("null", "0", "21", "21");
    }

    private String at(String time) {
        JsonNode then =
                get("/api/v1/portfolio/1/cumulative-returns/?as_of=" + time).json();
        String realised = ", realised " + then.get("realised").stringValue();
        JsonNode position = then.at("/positions/0");
        return position.isMissingNode()
                ? "none" + realised
                : "held " + position.get("held").decimalValue().toPlainString() + ", cost "
                        + position.get("cost").stringValue() + realised;
    }

    private List<String> points(String field) {
        return get("/api/v1/portfolio/1/performance/?from=2026-01-02T00:00:00Z&to=2026-01-05T00:00:00Z&interval=day")
                .json()
                .get("points")
                .values()
                .stream()
                .map(point ->
                        point.get(field).isNull() ? "null" : point.get(field).asString())
                .toList();
    }
}
