package io.trakkit.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.testing.Seed;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The account that others are compared with is right itself, and the books that they are compared on are not dull. */
class PlainBookTest {

    private static final PositionKey KEY = new PositionKey(ClientId.DEFAULT, new PortfolioId(1), new Ticker("AAPL"));

    private final Seed seed = Seed.ofThisRun();

    private static TradeEvent trade(String refId, Side side, String volume, String price, String time) {
        Instant at = Instant.parse("2024-03-01T" + time + ":00Z");
        Trade trade = new Trade(
                new RefId(refId),
                new UserId("u-1"),
                KEY.portfolio(),
                side,
                SecurityType.STOCK,
                KEY.ticker(),
                Volume.of(volume),
                Price.of(price),
                TradeStatus.SUCCESS,
                at);
        return new TradeEvent.Created(
                UUID.nameUUIDFromBytes(refId.getBytes(StandardCharsets.UTF_8)), ClientId.DEFAULT, at, trade, false);
    }

    @Test
    void itComesToWhatAPersonComesTo() {
        PlainBook book = PlainBook.of(List.of(
                trade("b2", Side.BUY, "10", "200", "11:00"),
                trade("b1", Side.BUY, "10", "100", "10:00"),
                trade("s1", Side.SELL, "5", "180", "12:00"),
                trade("s2", Side.SELL, "16", "180", "13:00"),
                trade("s1", Side.SELL, "5", "180", "12:00")));

        // 1000 + 2000, of which 5 ÷ 20 are sold for 900 that cost 750.
        assertThat(book.summaries())
                .containsOnlyKeys(KEY)
                .containsEntry(
                        KEY,
                        new PlainBook.Line(
                                new BigDecimal("15"),
                                new BigDecimal("2250"),
                                new BigDecimal("150"),
                                4,
                                Instant.parse("2024-03-01T13:00:00Z")));
        assertThat(book.trades().values().stream().map(PlainBook.TradeLine::state))
                .containsExactly(TradeState.APPLIED, TradeState.APPLIED, TradeState.APPLIED, TradeState.REJECTED);
        assertThat(book.verdicts()).containsExactly("accepted", "accepted", "accepted", "accepted", "repeated");
    }

    @Test
    void itRoundsWhatIsHalfwayToTheEvenNumber() {
        PlainBook book = PlainBook.of(List.of(
                trade("b1", Side.BUY, "0.0000000001", "0.0000000001", "10:00"),
                trade("b2", Side.BUY, "0.0000000001", "0.0000000004", "11:00"),
                trade("s1", Side.SELL, "0.0000000001", "1", "12:00")));

        // 1e-20 + 4e-20, of which half is sold: 2.5e-20, rounded to 2e-20.
        assertThat(book.summaries().get(KEY))
                .extracting(PlainBook.Line::cost)
                .isEqualTo(new BigDecimal("0.00000000000000000003"));
    }

    @Test
    void randomBooksHoldAllThatBrokersDo() {
        List<PlainBook> books = IntStream.range(0, 100)
                .mapToObj(i -> PlainBook.of(RandomBooks.book(seed.plus(i))))
                .toList();

        Set<String> verdicts = books.stream()
                .map(PlainBook::verdicts)
                .flatMap(Collection::stream)
                .collect(Collectors.toSet());
        Set<TradeState> states = books.stream()
                .flatMap(book -> book.trades().values().stream())
                .map(PlainBook.TradeLine::state)
                .collect(Collectors.toSet());
        assertThat(verdicts)
                .as("%s", seed)
                .containsExactlyInAnyOrder(
                        "accepted",
                        "repeated",
                        "event_id_conflict",
                        "ref_id_conflict",
                        "unknown_trade",
                        "version_conflict");
        assertThat(states)
                .as("%s", seed)
                .containsExactlyInAnyOrder(TradeState.APPLIED, TradeState.REJECTED, TradeState.FAILED);
    }

    @Test
    void theSameSeedGivesTheSameBook() {
        assertThat(RandomBooks.book(seed)).isEqualTo(RandomBooks.book(new Seed(seed.value())));
    }

    @Test
    void aLegalOrderHoldsTheSameEventsAndKeepsThoseOfATradeInTheirOrder() {
        for (int i = 0; i < 20; i++) {
            List<TradeEvent> book = RandomBooks.book(seed.plus(i));
            List<TradeEvent> shuffled = LegalOrders.shuffled(book, seed.plus(i).random());

            assertThat(shuffled).as("%s", seed.plus(i)).containsExactlyInAnyOrderElementsOf(book);
            assertThat(byTrade(shuffled)).as("%s", seed.plus(i)).isEqualTo(byTrade(book));
        }
    }

    private static Object byTrade(List<TradeEvent> log) {
        return log.stream()
                .filter(event -> event.subject().isPresent())
                .collect(Collectors.groupingBy(TradeEvent::subject));
    }

    @Test
    void tradesOfTheSameTimeComeInAnyOrder() {
        List<TradeEvent> log = List.of(
                trade("b1", Side.BUY, "1", "1", "10:00"),
                trade("b2", Side.BUY, "1", "1", "10:00"),
                trade("s1", Side.SELL, "1", "1", "10:00"));

        Set<List<String>> orders = IntStream.range(0, 100)
                .mapToObj(i -> LegalOrders.shuffled(log, seed.plus(i).random()).stream()
                        .map(event -> event.subject().orElseThrow().value())
                        .toList())
                .collect(Collectors.toSet());
        assertThat(orders).as("%s", seed).hasSize(6);
    }

    @Test
    void atOneTimeItTakesBuysBeforeSellsAndThoseByTheirNames() {
        PlainBook book = PlainBook.of(List.of(
                trade("s2", Side.SELL, "1", "9", "10:00"),
                trade("s1", Side.SELL, "2", "7", "10:00"),
                trade("b1", Side.BUY, "2", "5", "10:00")));

        // s1 sells both at 7, so that nothing is left for s2.
        assertThat(book.summaries().get(KEY))
                .extracting(PlainBook.Line::realised)
                .isEqualTo(new BigDecimal("4"));
        assertThat(book.heldAtRejections()).containsExactly(entry(new RefId("s2"), BigDecimal.ZERO));
    }

    @Test
    void itRoundsWhatATradeComesToAndTakesNoPriceFromAFreeUnit() {
        PlainBook book = PlainBook.of(List.of(
                trade("b1", Side.BUY, "0.5", "0.000000000000000001", "10:00"),
                trade("b2", Side.BUY, "0.005", "0.000000000000000003", "11:00"),
                trade("free", Side.BUY, "1", "0", "12:00")));

        // 50 and 1.5 of 1e-20, the latter rounded to the even 2.
        assertThat(book.summaries().get(KEY))
                .extracting(PlainBook.Line::cost)
                .isEqualTo(new BigDecimal("0.00000000000000000052"));
        assertThat(book.lastTrades().get(KEY))
                .contains(new LastTrade(Price.of("0.000000000000000003"), Instant.parse("2024-03-01T11:00:00Z")));
    }
}
