package io.trakkit.query.returns;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.valuation.Mark;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The JSON of a position is taken over where it says the same, and only there. */
class WrittenReturnTest {

    private static final Ticker A = new Ticker("A");
    private static final Ticker B = new Ticker("B");
    private static final CurrencyCode USD = new CurrencyCode("USD");
    private static final CurrencyCode EUR = new CurrencyCode("EUR");
    private static final Instant TIME = Instant.parse("2026-01-02T10:00:00Z");

    private final WrittenReturn first = WrittenReturn.of(at("2", "3"), _ -> USD, null);

    @Test
    void whatHasNotChangedIsNotWrittenAgain() {
        WrittenReturn second = WrittenReturn.of(at("2", "4"), _ -> USD, first);

        assertThat(second.positions().get(A)).isSameAs(first.positions().get(A));
        assertThat(json(second, B)).contains("\"price\":\"4\"").isNotEqualTo(json(first, B));
    }

    @Test
    void anotherCurrencyOfThePortfolioIsWritten() {
        WrittenReturn second = WrittenReturn.of(at("2", "3"), _ -> EUR, first);

        assertThat(json(first, A)).contains("\"currency\":\"USD\"");
        assertThat(json(second, A)).contains("\"currency\":\"EUR\"");
    }

    @Test
    void aPositionThatIsClosedIsGone() {
        PortfolioReturn onlyB = PortfolioReturn.of(new TreeMap<>(Map.of(B, held())), (_, _) -> mark("3"));

        WrittenReturn second = WrittenReturn.of(onlyB, _ -> USD, first);

        assertThat(second.positions()).containsOnlyKeys(B);
        assertThat(second.positions().get(B)).isSameAs(first.positions().get(B));
    }

    private static String json(WrittenReturn written, Ticker ticker) {
        return Json.answers().writeValueAsString(written.positions().get(ticker));
    }

    private static PortfolioReturn at(String priceOfA, String priceOfB) {
        return PortfolioReturn.of(
                new TreeMap<>(Map.of(A, held(), B, held())),
                (ticker, _) -> mark(ticker.equals(A) ? priceOfA : priceOfB));
    }

    private static HeldPosition held() {
        return new HeldPosition(
                new Position(BigDecimal.TEN, BigDecimal.TWO, BigDecimal.ONE),
                new LastTrade(new Price(BigDecimal.TWO), TIME));
    }

    private static Mark mark(String price) {
        return new Mark(new Price(new BigDecimal(price)), "test", TIME, false, true);
    }
}
