package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The balance of cash in cumulative returns, now and as of a time. */
class CashInReturnsTest extends ApiTest {

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth", "EUR", false);
    }

    @Test
    void cashIsNullBeforeTheFirstDeposit() {
        broker.buy("ACME", "10", "100", "2025-02-01T00:00:00Z");
        cash(ActivityType.INTEREST, "10", null, "2025-03-01T00:00:00Z");

        assertThat(get("/api/v1/portfolio/1/cumulative-returns/").text()).endsWith(",\"cash\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cost_method=fifo", "as_of=NOW", "as_of=NOW&cost_method=hifo"})
    void cashIsWhatDepositsTradesAndIncomeLeave(String query) {
        cash(ActivityType.DEPOSIT, "1000", null, "2025-02-01T00:00:00Z");
        broker.trade("ACME", Side.BUY, "10", "50", "5", null, "2025-02-02T00:00:00Z");
        broker.activity(
                "ACME",
                ActivityTerms.ofTotal(ActivityType.DIVIDEND, new BigDecimal("20")),
                "3",
                null,
                "2025-03-01T00:00:00Z");

        // 1,000 − 500 − 5 + 20 − 3
        assertThat(cash(query.replace("NOW", now()))).isEqualTo("512");
        assertThat(cash("as_of=2025-02-01T23:00:00Z")).isEqualTo("1000");
        assertThat(get("/api/v1/portfolio/1/cumulative-returns/?as_of=2025-01-31T00:00:00Z")
                        .json()
                        .get("cash")
                        .isNull())
                .isTrue();
    }

    /** Each record is in the next answer, also one that changes no position. */
    @Test
    void eachRecordOfCashIsInTheNextAnswer() {
        cash(ActivityType.DEPOSIT, "1000", null, "2025-02-01T00:00:00Z");
        HttpAnswer first = get("/api/v1/portfolio/1/cumulative-returns/");
        assertThat(first.json().get("cash").stringValue()).isEqualTo("1000");

        cash(ActivityType.WITHDRAWAL, "300", null, "2025-03-01T00:00:00Z");

        HttpAnswer second = get("/api/v1/portfolio/1/cumulative-returns/", "If-None-Match", first.header("ETag"));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().get("cash").stringValue()).isEqualTo("700");
        assertThat(cash("")).as("remembered").isEqualTo("700");
    }

    /** Rates are at most a second old, so each pair is in one test. */
    @Test
    void eachCurrencyIsAtTheRateOfTheTime() {
        cash(ActivityType.DEPOSIT, "5000", null, "2025-02-01T00:00:00Z");
        cash(ActivityType.DEPOSIT, "100", conversion("SEK", "0.09"), "2025-02-01T00:00:00Z");
        broker.buy("ACME", "10", "100", "2025-02-02T00:00:00Z");
        model.rate("SEK", "EUR", "0.10", "2025-02-10T00:00:00Z");
        String now = now();
        model.rate("SEK", "EUR", "0.11", now);

        assertThat(cash("as_of=2025-02-10T00:00:00Z")).isEqualTo("4010");
        assertThat(cash("")).isEqualTo("4011");
        HttpAnswer returns = get("/api/v1/portfolio/1/cumulative-returns/?as_of=" + now);
        assertThat(returns.json().get("cash").stringValue()).isEqualTo("4011");
        HttpAnswer performance =
                get("/api/v1/portfolio/1/performance/?from=2025-02-10T00:00:00Z&interval=month&to=" + now);
        assertThat(performance.json().at("/points/0/cash").stringValue()).isEqualTo("4010");
        assertThat(performance
                        .json()
                        .get("points")
                        .valueStream()
                        .toList()
                        .getLast()
                        .get("cash")
                        .stringValue())
                .isEqualTo("4011");
    }

    @Test
    void withoutARateThatOfTheLastRecordIsUsedAndTheAnswerIsStale() {
        cash(ActivityType.DEPOSIT, "100", conversion("NOK", "0.08"), "2025-02-01T00:00:00Z");
        cash(ActivityType.DEPOSIT, "100", conversion("NOK", "0.09"), "2025-03-01T00:00:00Z");

        HttpAnswer returns = get("/api/v1/portfolio/1/cumulative-returns/");

        assertThat(returns.json().get("cash").stringValue()).isEqualTo("18");
        assertThat(returns.json().get("stale").booleanValue()).isTrue();
        HttpAnswer strict = get("/api/v1/portfolio/1/cumulative-returns/?strict=true");
        assertThat(strict.status()).isEqualTo(409);
        assertThat(strict.detail()).isEqualTo("No current rate is known for the cash in NOK");
        assertThat(get("/api/v1/portfolio/1/cumulative-returns/?strict=true&as_of=2025-03-01T12:00:00Z")
                        .status())
                .isEqualTo(409);
    }

    /** Each buy moves 100 from the cash into the position, and no answer has half of that. */
    @ParameterizedTest
    @ValueSource(strings = {"", "cost_method=fifo"})
    void positionsAndCashAreOfOneMoment(String query) throws ExecutionException, InterruptedException {
        cash(ActivityType.DEPOSIT, "100000", null, "2025-02-01T00:00:00Z");
        broker.buy("ACME", "1", "100", "2025-02-02T00:00:00Z");
        Set<String> seen = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> buys = threads.submit(() -> {
                for (int i = 0; i < 150; i++) {
                    broker.buy("ACME", "1", "100", "2025-02-03T00:00:00Z");
                }
            });
            while (!buys.isDone()) {
                JsonNode returns =
                        get("/api/v1/portfolio/1/cumulative-returns/?" + query).json();
                seen.add(returns.required("cash").asString());
                assertThat(new BigDecimal(returns.required("market_value").asString())
                                .add(new BigDecimal(returns.required("cash").asString())))
                        .as(returns.toString())
                        .isEqualByComparingTo("100000");
            }
            buys.get();
        }
        assertThat(seen).as("of different moments").hasSizeGreaterThan(2);
        assertThat(cash(query)).isEqualTo("84900");
    }

    /** As a read model of version 1 of the fold has them. */
    @Test
    void summariesWithoutLastTradesHaveCashToo() {
        cash(ActivityType.DEPOSIT, "1000", null, "2025-02-01T00:00:00Z");
        broker.buy("ACME", "10", "50", "2025-02-02T00:00:00Z");
        model.execute("UPDATE summaries SET last_price = NULL, last_traded_at = NULL WHERE ticker = 'ACME'");

        assertThat(cash("")).isEqualTo("500");
    }

    private void cash(ActivityType type, String total, @Nullable Conversion conversion, String executedAt) {
        broker.activity(null, ActivityTerms.ofTotal(type, new BigDecimal(total)), "0", conversion, executedAt);
    }

    private static Conversion conversion(String currency, String rate) {
        return new Conversion(new CurrencyCode(currency), FxRate.of(rate));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
    }

    private String cash(String query) {
        HttpAnswer answer = get("/api/v1/portfolio/1/cumulative-returns/?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("cash").stringValue();
    }
}
