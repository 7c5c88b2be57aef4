package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Activities, one and many, and the history of one. */
class ActivitiesTest extends ApiTest {

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth");
    }

    private void threeActivities() {
        broker.buy("ACME", "10", "100", "2025-01-01T00:00:00Z");
        dividend("ACME", "2025-02-01T00:00:00Z");
        dividend("ZETA", "2025-03-01T00:00:00Z");
        broker.activity(
                null,
                ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal("100")),
                "0",
                null,
                "2025-04-01T00:00:00Z");
    }

    private void dividend(String ticker, String executedAt) {
        broker.activity(
                ticker, ActivityTerms.ofTotal(ActivityType.DIVIDEND, new BigDecimal("5")), "1", null, executedAt);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                       | act-3 act-2 act-1",
                "ordering=executed_at                   | act-1 act-2 act-3",
                "type=dividend                          | act-2 act-1",
                "ticker=acme                            | act-1",
                "state=rejected                         | act-2",
                "state=applied&type=dividend            | act-1",
                "status=failed                          | ''",
                "portfolio_id=1&user_id=u-1             | act-3 act-2 act-1",
                "portfolio_id=2                         | ''",
                "user_id=u-2                            | ''",
                "executed_from=2025-03-01T00:00:00Z     | act-3 act-2",
                "executed_to=2025-03-01T00:00:00Z       | act-2 act-1",
                "updated_since=2030-01-01T00:00:00Z     | ''",
                "page_size=1&page=2                     | act-2"
            })
    void aListHasWhatIsAskedFor(String query, String expected) {
        threeActivities();

        HttpAnswer answer = get("/api/v1/activity/?" + (query == null ? "" : query));

        assertThat(String.join(" ", refIds(answer))).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void cursorsLeadThroughTheList() {
        threeActivities();

        HttpAnswer first = get("/api/v1/activity/?page_size=2");
        HttpAnswer second = get(first.json().get("next").stringValue());

        assertThat(refIds(first)).containsExactly("act-3", "act-2");
        assertThat(refIds(second)).containsExactly("act-1");
    }

    @Test
    void oneHasItsFieldsItsOutcomeAndATag() {
        threeActivities();

        HttpAnswer answer = get("/api/v1/activity/act-1/");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.get("type").stringValue()).isEqualTo("dividend");
        assertThat(json.get("ticker").stringValue()).isEqualTo("ACME");
        assertThat(json.get("total").stringValue()).isEqualTo("5.00");
        assertThat(json.get("tax").stringValue()).isEqualTo("1.00");
        assertThat(json.get("state").stringValue()).isEqualTo("applied");
        assertThat(get("/api/v1/activity/act-1/", "If-None-Match", answer.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    /** With and without a total, which was once mixed up with the count of the list. */
    @Test
    void aListTellsOfEachWhatIsToldOfOne() {
        threeActivities();
        broker.activity(
                "ACME",
                ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(BigDecimal.valueOf(3), BigDecimal.TWO)),
                "0",
                null,
                "2025-05-01T00:00:00Z");

        JsonNode results = get("/api/v1/activity/").json().get("results");

        assertThat(results).hasSize(4);
        for (JsonNode listed : results) {
            assertThat(listed)
                    .isEqualTo(get("/api/v1/activity/" + listed.get("ref_id").stringValue() + "/")
                            .json());
        }
    }

    @Test
    void aRejectedOneSaysWhy() {
        threeActivities();

        JsonNode json = get("/api/v1/activity/act-2/").json();

        assertThat(json.get("state").stringValue()).isEqualTo("rejected");
        assertThat(json.get("reason").stringValue()).isEqualTo("nothing_held");
    }

    @Test
    void aTradeIsNoActivityAndAnActivityIsNoTrade() {
        threeActivities();

        assertThat(get("/api/v1/activity/ref-0/").status()).isEqualTo(404);
        assertThat(get("/api/v1/trade/act-1/").status()).isEqualTo(404);
        assertThat(get("/api/v1/activity/ref-0/history/").status()).isEqualTo(404);
    }

    @Test
    void aHistoryTellsWhatWasSaid() {
        TradeEvent.ActivityCreated event = deposit("act-9");
        model.event(event, 7);

        HttpAnswer history = get("/api/v1/activity/act-9/history/");

        assertThat(history.status()).as(history.text()).isEqualTo(200);
        assertThat(history.json().at("/results/0/type").stringValue()).isEqualTo("activity_created");
        assertThat(history.json().at("/results/0/said/type").stringValue()).isEqualTo("deposit");
    }

    @Test
    void aRefusedOneIsKnownByItsRefId() {
        model.refused(deposit("act-9"), 7, DeadLetterReason.INVALID, "no such portfolio");

        JsonNode one = get("/api/v1/activity/act-9/").json();

        assertThat(one.get("state").stringValue()).isEqualTo("refused");
        assertThat(one.get("detail").stringValue()).isEqualTo("no such portfolio");
        assertThat(one.get("type").stringValue()).isEqualTo("deposit");
        assertThat(refIds(get("/api/v1/activity/?state=refused"))).containsExactly("act-9");
        assertThat(get("/api/v1/trade/?state=refused").json().get("count").intValue())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"type=gift", "state=lost", "trade_type=1", "state=refused&type=dividend", "ticker=$CASH"})
    void aWrongParameterIsRefused(String query) {
        assertThat(get("/api/v1/activity/?" + query).status()).isEqualTo(400);
    }

    private static TradeEvent.ActivityCreated deposit(String refId) {
        return new TradeEvent.ActivityCreated(
                UUID.randomUUID(),
                ClientId.DEFAULT,
                ReadModel.TIME,
                new Activity(
                        new RefId(refId),
                        new UserId("u-1"),
                        new PortfolioId(1),
                        Optional.<Ticker>empty(),
                        ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal("100")),
                        TradeStatus.SUCCESS,
                        ReadModel.TIME,
                        Money.ZERO,
                        Optional.empty()),
                false);
    }

    private static List<String> refIds(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return StreamSupport.stream(answer.json().get("results").spliterator(), false)
                .map(row -> row.get("ref_id").stringValue())
                .toList();
    }
}
