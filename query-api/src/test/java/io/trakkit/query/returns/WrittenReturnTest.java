package io.trakkit.query.returns;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.valuation.Mark;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

        assertThat(written(second, A)).isSameAs(written(first, A));
        assertThat(json(second, B)).contains("\"price\":\"4\"").isNotEqualTo(json(first, B));
    }

    @Test
    void anotherCurrencyOfThePortfolioIsWritten() {
        WrittenReturn second = WrittenReturn.of(at("2", "3"), _ -> EUR, first);

        assertThat(json(first, A)).contains("\"currency\":\"USD\"");
        assertThat(json(second, A)).contains("\"currency\":\"EUR\"");
    }

    @Test
    void anotherPositionAtTheSamePriceIsWritten() {
        HeldPosition cheaper = held(new Position(BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ONE));

        WrittenReturn second = WrittenReturn.of(
                PortfolioReturn.of(new TreeMap<>(Map.of(A, cheaper, B, held())), (_, _) -> mark("2")),
                _ -> USD,
                WrittenReturn.of(at("2", "2"), _ -> USD, null));

        assertThat(json(second, A)).contains("\"cost\":\"1\"");
        assertThat(json(second, B)).contains("\"cost\":\"2\"");
    }

    @Test
    void anotherAgeRateOrTimeOfThePriceIsWritten() {
        Price price = new Price(BigDecimal.TWO);
        Mark.Foreign euro = new Mark.Foreign(EUR, new FxRate(BigDecimal.TWO));
        List<Mark> marks = List.of(
                mark("2"),
                new Mark(price, "test", TIME, true, false),
                new Mark(price, "test", TIME.plusSeconds(1), false, true),
                new Mark(price, Optional.of(euro), "test", TIME, false, true));
        Set<String> texts = new HashSet<>();
        WrittenReturn last = null;
        for (Mark mark : marks) {
            last = WrittenReturn.of(
                    PortfolioReturn.of(new TreeMap<>(Map.of(A, held())), (_, _) -> mark), _ -> USD, last);
            texts.add(json(last, A));
        }

        assertThat(texts).hasSameSizeAs(marks);
    }

    @Test
    void aPositionThatIsClosedIsGone() {
        HeldPosition closed = held(new Position(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ONE));
        PortfolioReturn onlyB = PortfolioReturn.of(new TreeMap<>(Map.of(A, closed, B, held())), (_, _) -> mark("3"));

        WrittenReturn second = WrittenReturn.of(onlyB, _ -> USD, first);

        assertThat(second.positions()).containsOnlyKeys(B);
        assertThat(written(second, B)).isSameAs(written(first, B));
    }

    @Test
    void itIsWrittenOnce() {
        assertThat(written(first, A).json()).isSameAs(written(first, A).json());
    }

    private static WrittenPosition written(WrittenReturn written, Ticker ticker) {
        return Objects.requireNonNull(written.positions().get(ticker));
    }

    private static String json(WrittenReturn written, Ticker ticker) {
        return Json.answers().writeValueAsString(written(written, ticker));
    }

    private static PortfolioReturn at(String priceOfA, String priceOfB) {
        return PortfolioReturn.of(
                new TreeMap<>(Map.of(A, held(), B, held())),
                (ticker, _) -> mark(ticker.equals(A) ? priceOfA : priceOfB));
    }

    private static HeldPosition held() {
        return held(new Position(BigDecimal.TEN, BigDecimal.TWO, BigDecimal.ONE));
    }

    private static HeldPosition held(Position position) {
        return new HeldPosition(position, new LastTrade(new Price(BigDecimal.TWO), TIME));
    }

    private static Mark mark(String price) {
        return new Mark(new Price(new BigDecimal(price)), "test", TIME, false, true);
    }
}
