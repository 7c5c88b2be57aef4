package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Returns at the prices that a real Redis holds, also while it is killed, hangs, is slow, full, or holds rubbish. */
class LiveReturnsTest {

    private static final LivePortfolio PORTFOLIO = new LivePortfolio();
    private static int tests;

    /** Of which the app remembers nothing from another test. */
    private final String acme = "ACME" + ++tests;

    private final String zeta = "ZETA" + tests;

    /** Ten units for 1,000, and one for 50. */
    @BeforeEach
    void hold() {
        PORTFOLIO.reset();
        PORTFOLIO.broker.buy(acme, "10", "100", "2026-01-02T10:00:00Z");
        PORTFOLIO.broker.buy(zeta, "1", "50", "2026-01-02T11:00:00Z");
    }

    @AfterAll
    static void stop() {
        PORTFOLIO.close();
    }

    /** 10 × 130 + 49.5 − 1,050 = 299.5. */
    @Test
    void thePriceInRedisIsTheOneThatCountsAndIsExplained() {
        String time = PORTFOLIO.desk(acme, "130");
        PORTFOLIO.desk(zeta, "49.5");
        awaitPrice(acme, "130", "desk", false);

        HttpAnswer answer = PORTFOLIO.returns();

        assertThat(answer.json().get("return_value").decimalValue()).isEqualByComparingTo("299.5");
        assertThat(answer.json().get("stale").booleanValue()).isFalse();
        assertThat(Instant.parse(position(acme).get("price_time").stringValue()))
                .isEqualTo(Instant.parse(time));
        assertThat(position(acme).get("contribution").stringValue()).isEqualTo("300");
        assertThat(PORTFOLIO
                        .app
                        .get("/api/v1/portfolio/1/cumulative-returns/?strict=true")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aPriceThatIsNotFollowedByAnotherGrowsStaleAndIsUsedAllTheSame() {
        PORTFOLIO.desk(
                acme,
                "130",
                Instant.now()
                        .truncatedTo(ChronoUnit.MICROS)
                        .minus(5, ChronoUnit.DAYS)
                        .toString());
        PORTFOLIO.desk(zeta, "49.5");

        awaitPrice(zeta, "49.5", "desk", false);
        awaitPrice(acme, "130", "desk", true);

        HttpAnswer strict = PORTFOLIO.app.get("/api/v1/portfolio/1/cumulative-returns/?strict=true");
        assertThat(strict.status()).isEqualTo(409);
        assertThat(strict.json().get("tickers").toString()).isEqualTo("[\"" + acme + "\"]");
    }

    @Test
    void aThousandPricesAreOneRoundTripToRedis() {
        PORTFOLIO.model.summaries(1, 1_000);
        PORTFOLIO.desk(acme, "130");
        awaitPrice(acme, "130", "desk", false);
        PORTFOLIO.redis.command("CONFIG", "RESETSTAT");

        assertThat(PORTFOLIO.returns().json().get("positions")).hasSize(1_002);

        assertThat(PORTFOLIO.redis.command("INFO", "commandstats"))
                .contains("cmdstat_mget:calls=1,")
                .doesNotContain("cmdstat_get");
    }

    @Test
    void whileRedisIsAwayTheLastKnownPricesStandInMarkedAndFastUntilItIsBack() {
        PORTFOLIO.desk(acme, "130");
        PORTFOLIO.model.quote(zeta, "48", "2026-01-03T10:00:00Z");
        awaitPrice(acme, "130", "desk", false);

        PORTFOLIO.redis.kill();
        try {
            awaitPrice(acme, "130", "desk", true);
            assertThat(position(zeta).get("price").stringValue()).isEqualTo("48");
            assertThat(PORTFOLIO
                            .app
                            .get("/api/v1/portfolio/1/cumulative-returns/?strict=true")
                            .status())
                    .isEqualTo(409);
            assertThat(timeOfAHundredReturns()).isLessThan(Duration.ofSeconds(15));

            // An instance that has never seen Redis has what was recorded, or traded.
            try (Instance other = PORTFOLIO.newInstance()) {
                JsonNode positions = other.get("/api/v1/portfolio/1/cumulative-returns/")
                        .json()
                        .get("positions");
                assertThat(positions.get(0).get("price_source").stringValue()).isEqualTo("last_trade");
                assertThat(positions.get(0).get("price").stringValue()).isEqualTo("100");
                assertThat(positions.get(0).get("stale").booleanValue()).isTrue();
                assertThat(positions.get(1).get("price").stringValue()).isEqualTo("48");
                assertThat(positions.get(1).get("stale").booleanValue()).isTrue();
            }
        } finally {
            PORTFOLIO.redis.restart();
        }
        // It is back, and empty.
        awaitPrice(acme, "130", "desk", true);
        PORTFOLIO.desk(acme, "131");
        awaitPrice(acme, "131", "desk", false);
    }

    @Test
    void aRedisThatHangsHoldsNoCallUp() {
        PORTFOLIO.desk(acme, "130");
        awaitPrice(acme, "130", "desk", false);

        PORTFOLIO.redis.pause();
        try {
            assertThat(timeOfAHundredReturns()).isLessThan(Duration.ofSeconds(15));
            awaitPrice(acme, "130", "desk", true);
        } finally {
            PORTFOLIO.redis.resume();
        }
        awaitPrice(acme, "130", "desk", false);
    }

    /** It says nothing for a while, and then everything. */
    @Test
    void aRedisThatIsSlowIsWaitedForAMomentAndThenHeardAgain() {
        PORTFOLIO.desk(acme, "130");
        awaitPrice(acme, "130", "desk", false);

        PORTFOLIO.redis.command("CLIENT", "PAUSE", "2000");

        awaitPrice(acme, "130", "desk", true);
        awaitPrice(acme, "130", "desk", false);
    }

    @Test
    void aFullRedisIsReadAllTheSame() {
        PORTFOLIO.desk(acme, "130");
        awaitPrice(acme, "130", "desk", false);

        PORTFOLIO.redis.command("CONFIG", "SET", "maxmemory", "1");

        assertThat(PORTFOLIO.redis.command("SET", "more", "1")).contains("OOM");
        awaitPrice(acme, "130", "desk", false);
    }

    @Test
    void whatIsNoPriceInRedisIsAnAbsentOneAndHarmsNoOther() {
        PORTFOLIO.desk(acme, "130");
        for (List<String> rubbish : List.of(
                List.of("LPUSH", "trakkit:price:" + zeta, "7"),
                List.of("HSET", "trakkit:price:" + zeta, "price", "7"),
                List.of("SET", "trakkit:price:" + zeta, "7"),
                List.of("SET", "trakkit:price:" + zeta, "<html>"),
                List.of("SET", "trakkit:price:" + zeta, priced("0", "2026-11-02T08:00:00Z")),
                List.of("SET", "trakkit:price:" + zeta, priced("-7", "2026-11-02T08:00:00Z")),
                List.of("SET", "trakkit:price:" + zeta, priced("1e999999999", "2026-11-02T08:00:00Z")),
                List.of("SET", "trakkit:price:" + zeta, priced("7", "2999-11-02T08:00:00Z")))) {
            PORTFOLIO.redis.command("DEL", "trakkit:price:" + zeta);
            PORTFOLIO.redis.command(rubbish.toArray(String[]::new));

            awaitPrice(acme, "130", "desk", false);
            assertThat(position(zeta).get("price").stringValue())
                    .as("with %s", rubbish)
                    .isEqualTo("50");
            assertThat(position(zeta).get("price_source").stringValue()).isEqualTo("last_trade");
        }
    }

    private static String priced(String price, String time) {
        return "{\"price\": \"%s\", \"currency\": \"USD\", \"time\": \"%s\", \"source\": \"desk\"}"
                .formatted(price, time);
    }

    private Duration timeOfAHundredReturns() {
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            HttpAnswer answer = PORTFOLIO.returns();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(position(answer, acme).get("price").stringValue()).isEqualTo("130");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void awaitPrice(String ticker, String price, String source, boolean stale) {
        patiently().untilAsserted(() -> {
            JsonNode position = position(ticker);
            assertThat(position.get("price").stringValue()).isEqualTo(price);
            assertThat(position.get("price_source").stringValue()).isEqualTo(source);
            assertThat(position.get("stale").booleanValue()).isEqualTo(stale);
        });
    }

    private static JsonNode position(String ticker) {
        return position(PORTFOLIO.returns(), ticker);
    }

    private static JsonNode position(HttpAnswer answer, String ticker) {
        return answer.json().get("positions").values().stream()
                .filter(position -> position.get("ticker").stringValue().equals(ticker))
                .findFirst()
                .orElseThrow();
    }
}
