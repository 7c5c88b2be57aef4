package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A return is remembered while nothing in it moves: whatever moves is seen by the next answer. */
class RememberedReturnsTest {

    private static final LivePortfolio PORTFOLIO = new LivePortfolio();
    private static final int STEPS = 150;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Map<String, Quoted> quotes = new HashMap<>();
    private final Map<String, Integer> held = new HashMap<>();
    private int minute;

    private record Quoted(BigDecimal price, boolean old) {}

    @AfterAll
    static void stop() {
        PORTFOLIO.close();
    }

    @Test
    void whateverMovesIsInTheNextAnswer() {
        PORTFOLIO.reset();
        quote("A", false);
        quote("B", false);
        for (int step = 1; step <= STEPS; step++) {
            String moved = move();
            // The second answer is the remembered one.
            check("seed %d, step %d: %s".formatted(seed, step, moved));
            check("seed %d, step %d: %s, again".formatted(seed, step, moved));
        }
    }

    /** As a rebuild of a key may, which leaves all else as it was. */
    @Test
    void anotherPriceOrTimeOfTheLastTradeIsInTheNextAnswer() {
        PORTFOLIO.reset();
        PORTFOLIO.broker.buy("C", "2", "100", "2026-01-02T10:00:00Z");
        assertThat(PORTFOLIO.returns().json().get("market_value").stringValue()).isEqualTo("200");

        PORTFOLIO.model.execute("UPDATE summaries SET last_price = 101");
        assertThat(PORTFOLIO.returns().json().get("market_value").stringValue()).isEqualTo("202");

        PORTFOLIO.model.execute("UPDATE summaries SET last_traded_at = last_traded_at + interval '1 microsecond'");
        assertThat(PORTFOLIO.returns().json().at("/positions/0/price_time").stringValue())
                .isEqualTo("2026-01-02T10:00:00.000001Z");
    }

    /** A read model of version 1 of the fold has no last trades in its summaries. */
    @Test
    void whereASummaryLacksItsLastTradeItIsLookedUp() {
        PORTFOLIO.reset();
        PORTFOLIO.broker.buy("D", "2", "100", "2026-01-02T10:00:00Z");
        PORTFOLIO.broker.buy("D", "2", "130", "2026-01-03T10:00:00Z");
        PORTFOLIO.model.execute("UPDATE summaries SET last_price = NULL, last_traded_at = NULL");

        assertThat(PORTFOLIO.returns().json().get("market_value").stringValue()).isEqualTo("520");
        PORTFOLIO.desk("D", "90", "2026-01-03T09:59:59Z");
        assertThat(PORTFOLIO.returns().json().at("/positions/0/price_source").stringValue())
                .as("an older quote")
                .isEqualTo("last_trade");
        PORTFOLIO.desk("D", "90", "2026-01-03T10:00:00Z");
        assertThat(PORTFOLIO.returns().json().at("/positions/0/price_source").stringValue())
                .isEqualTo("desk");
    }

    private String move() {
        String ticker = random.nextBoolean() ? "A" : "B";
        return switch (random.nextInt(6)) {
            case 0 -> {
                int volume = 1 + random.nextInt(9);
                PORTFOLIO.broker.buy(ticker, "" + volume, "" + (1 + random.nextInt(300)), time());
                held.merge(ticker, volume, Integer::sum);
                yield "buy " + ticker;
            }
            case 1 -> {
                int volume = Math.min(held.getOrDefault(ticker, 0), 1 + random.nextInt(12));
                if (volume > 0) {
                    PORTFOLIO.broker.sell(ticker, "" + volume, "77", time());
                    held.merge(ticker, -volume, Integer::sum);
                }
                yield "sell " + volume + " of " + ticker;
            }
            case 2 -> {
                quote(ticker, false);
                yield "price of " + ticker;
            }
            case 3 -> {
                quote(ticker, true);
                yield "old price of " + ticker;
            }
            case 4 -> {
                // As a rebuild of a key may: other amounts at the same version.
                PORTFOLIO.model.execute(
                        "UPDATE summaries SET cost = cost + 0.01 WHERE held > 0 AND ticker = '" + ticker + "'");
                yield "cost of " + ticker;
            }
            default -> {
                PORTFOLIO.model.execute("UPDATE summaries SET realised = -realised");
                yield "realised";
            }
        };
    }

    private void quote(String ticker, boolean old) {
        BigDecimal price = BigDecimal.valueOf(1 + random.nextInt(50_000), 2);
        Instant time = Instant.now().truncatedTo(ChronoUnit.MICROS).minus(old ? 5 : 0, ChronoUnit.DAYS);
        PORTFOLIO.desk(ticker, price.toPlainString(), time.toString());
        quotes.put(ticker, new Quoted(price, old));
    }

    private String time() {
        return Instant.parse("2026-01-02T10:00:00Z")
                .plus(minute++, ChronoUnit.MINUTES)
                .toString();
    }

    private void check(String what) {
        JsonNode answer = PORTFOLIO.returns().json();
        BigDecimal expected = BigDecimal.ZERO;
        BigDecimal realised = BigDecimal.ZERO;
        Map<String, BigDecimal> costs = new HashMap<>();
        boolean anyStale = false;
        for (ReadModel.Amounts amounts : PORTFOLIO.model.amounts()) {
            realised = realised.add(amounts.realised());
            if (amounts.held().signum() > 0) {
                Quoted quoted = quoted(amounts.ticker());
                costs.put(amounts.ticker(), amounts.cost());
                anyStale |= quoted.old();
                expected = expected.add(quoted.price().multiply(amounts.held())).subtract(amounts.cost());
            }
        }
        assertThat(new BigDecimal(answer.get("unrealised").stringValue()))
                .as(what)
                .isEqualByComparingTo(expected);
        assertThat(new BigDecimal(answer.get("realised").stringValue()))
                .as(what)
                .isEqualByComparingTo(realised);
        assertThat(answer.get("stale").booleanValue()).as(what).isEqualTo(anyStale);
        assertThat(answer.get("positions")).as(what).hasSize(costs.size());
        for (JsonNode position : answer.get("positions")) {
            String ticker = position.get("ticker").stringValue();
            Quoted quoted = quoted(ticker);
            assertThat(new BigDecimal(position.get("cost").stringValue()))
                    .as(what)
                    .isEqualByComparingTo(costs.get(ticker));
            assertThat(new BigDecimal(position.get("price").stringValue()))
                    .as(what)
                    .isEqualByComparingTo(quoted.price());
            assertThat(position.get("stale").booleanValue()).as(what).isEqualTo(quoted.old());
        }
    }

    private Quoted quoted(String ticker) {
        return Objects.requireNonNull(quotes.get(ticker));
    }
}
