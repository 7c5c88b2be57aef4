package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the cash of a portfolio is made of at a time. */
class ExplainedCashTest extends ApiTest {

    private static final String PATH = "/api/v1/portfolio/1/explain/cash/";

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "cash", "EUR", true);
    }

    private void move(ActivityType type, String total, String at) {
        broker.activity(null, ActivityTerms.ofTotal(type, new BigDecimal(total)), "0", null, at);
    }

    @Test
    void theRecordsUpToATimeAddUpToTheCashThen() {
        move(ActivityType.DEPOSIT, "2000", "2025-01-01T00:00:00Z");
        broker.buy("ACME", "10", "100", "2025-02-01T00:00:00Z");
        move(ActivityType.CHARGE, "5", "2025-03-01T00:00:00Z");
        move(ActivityType.WITHDRAWAL, "300", "2025-04-01T00:00:00Z");

        JsonNode then = json(get(PATH + "?as_of=2025-03-01T00:00:00Z"));
        JsonNode now = json(get(PATH));

        assertThat(entries(then)).containsExactly("deposit 2000 EUR", "buy -1000 EUR", "charge -5 EUR");
        assertThat(then.get("cash").stringValue()).isEqualTo("995");
        assertThat(then.get("as_of").stringValue()).isEqualTo("2025-03-01T00:00:00.000000Z");
        assertThat(then.get("balances").toString())
                .isEqualTo("[{\"currency\":\"EUR\",\"balance\":\"995\",\"fx_rate\":null,\"converted\":\"995\","
                        + "\"formula\":null,\"stale\":false}]");
        assertThat(now.get("cash").stringValue()).isEqualTo("695");
        assertThat(now.get("as_of").isNull()).isTrue();
        assertThat(json(get("/api/v1/portfolio/1/cumulative-returns/?as_of=2025-03-01T00:00:00Z"))
                        .get("cash"))
                .isEqualTo(then.get("cash"));
        JsonNode bought = then.at("/results/1/record");
        assertThat(bought.get("ref_id").stringValue()).isEqualTo("ref-0");
        assertThat(bought.get("ticker").stringValue()).isEqualTo("ACME");
        assertThat(bought.at("/terms/volume").stringValue()).isEqualTo("10");
        assertThat(bought.at("/events/0/offset").longValue()).isEqualTo(1);
        assertThat(then.at("/results/0/record/ticker").isNull()).isTrue();
    }

    @Test
    void aBalanceInAnotherCurrencyIsConvertedAtTheRateOfTheTime() {
        broker.activity(
                null,
                ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal("1000")),
                "0",
                new Conversion(new CurrencyCode("USD"), new FxRate(new BigDecimal("0.9"))),
                "2025-01-01T00:00:00Z");
        model.rate("USD", "EUR", "0.95", "2025-02-01T00:00:00Z");

        JsonNode usd = json(get(PATH + "?as_of=2025-02-01T12:00:00Z"));

        assertThat(usd.at("/balances/0/formula").stringValue()).isEqualTo("1,000 × 0.95 = 950");
        assertThat(usd.at("/balances/0/fx_rate").stringValue()).isEqualTo("0.95");
        assertThat(usd.at("/balances/0/converted").stringValue()).isEqualTo("950");
        assertThat(usd.at("/balances/0/stale").booleanValue()).isFalse();
        assertThat(usd.get("cash").stringValue()).isEqualTo("950");
        // Before any rate was known, that of the record is used, and marked.
        JsonNode before = json(get(PATH + "?as_of=2025-01-02T00:00:00Z"));
        assertThat(before.at("/balances/0/converted").stringValue()).isEqualTo("900");
        assertThat(before.at("/balances/0/stale").booleanValue()).isTrue();
    }

    @Test
    void withoutADepositCashIsNotTrackedButItsMovementsAreThere() {
        broker.buy("ACME", "10", "100", "2025-02-01T00:00:00Z");

        JsonNode answer = json(get(PATH));

        assertThat(answer.get("cash").isNull()).isTrue();
        assertThat(answer.at("/balances/0/balance").stringValue()).isEqualTo("-1000");
        assertThat(entries(answer)).containsExactly("buy -1000 EUR");
    }

    @Test
    void pagesFollowEachOtherInBothDirections() {
        move(ActivityType.DEPOSIT, "1", "2025-01-01T00:00:00Z");
        move(ActivityType.DEPOSIT, "2", "2025-01-02T00:00:00Z");
        move(ActivityType.DEPOSIT, "3", "2025-01-03T00:00:00Z");

        JsonNode first = json(get(PATH + "?page_size=2"));
        JsonNode second = json(get(first.get("next").stringValue()));

        assertThat(entries(second)).containsExactly("deposit 3 EUR");
        assertThat(entries(json(get(second.get("previous").stringValue()))))
                .containsExactly("deposit 1 EUR", "deposit 2 EUR");
        assertThat(entries(json(get(PATH + "?ordering=-counts_from&page_size=1"))))
                .containsExactly("deposit 3 EUR");
        assertThat(get(PATH, "If-None-Match", get(PATH).header("ETag")).status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"as_of=2999-01-01T00:00:00Z", "as_of=yesterday", "from=2025-01-01T00:00:00Z", "ordering=at"})
    void aWrongParameterIsRefused(String query) {
        assertThat(get(PATH + "?" + query).status()).isEqualTo(400);
        assertThat(get("/api/v1/portfolio/99/explain/cash/").status()).isEqualTo(404);
    }

    private static List<String> entries(JsonNode answer) {
        return StreamSupport.stream(answer.get("results").spliterator(), false)
                .map(row -> row.at("/record/type").stringValue()
                        + ' '
                        + row.get("amount").stringValue()
                        + ' '
                        + row.get("currency").stringValue())
                .toList();
    }

    private static JsonNode json(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
