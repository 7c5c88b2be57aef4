package io.trakkit.domain.update;

import static io.trakkit.domain.position.Samples.AAPL;
import static io.trakkit.domain.position.Samples.amended;
import static io.trakkit.domain.position.Samples.amendedFrom;
import static io.trakkit.domain.position.Samples.at;
import static io.trakkit.domain.position.Samples.buy;
import static io.trakkit.domain.position.Samples.failedBuy;
import static io.trakkit.domain.position.Samples.place;
import static io.trakkit.domain.position.Samples.position;
import static io.trakkit.domain.position.Samples.recalculation;
import static io.trakkit.domain.position.Samples.sell;
import static io.trakkit.domain.position.Samples.toPrice;
import static io.trakkit.domain.position.Samples.toStatus;
import static io.trakkit.domain.position.Samples.toVolume;
import static io.trakkit.domain.trade.TradeState.APPLIED;
import static io.trakkit.domain.trade.TradeState.FAILED;
import static io.trakkit.domain.trade.TradeState.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.testing.TradeCopies;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Times;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of a key's position and trades when a batch of events has gone through its book. */
class PositionUpdateTest {

    private final InMemoryProjection model = new InMemoryProjection();

    private void assertPosition(String held, String cost, String realised) {
        assertThat(model.summary(AAPL).folded().position()).isEqualTo(position(held, cost, realised));
    }

    private void assertStates(TradeState state, String... refIds) {
        for (String refId : refIds) {
            assertThat(model.trade(refId).state()).as(refId).isEqualTo(state);
        }
    }

    @Test
    void tradesInOrderAreFoldedOnWithoutReadingTheOthers() {
        model.deliver(buy("b1", "10", "100", 1), buy("b2", "10", "200", 2));
        model.deliver(sell("s1", "5", "180", 3));

        assertPosition("15", "2250", "150");
        assertStates(APPLIED, "b1", "b2", "s1");
        assertThat(model.read).isEmpty();
        assertThat(model.changed).isEmpty();
        assertThat(model.summary(AAPL).version()).isEqualTo(3);
        assertThat(model.summary(AAPL).trades()).isEqualTo(3);
        assertThat(model.summary(AAPL).updatedAt()).isEqualTo(at(3));
    }

    @Test
    void tradesOfOneBatchAreFoldedByTimeNotByArrival() {
        model.deliver(sell("s1", "5", "180", 3), buy("b1", "5", "100", 1));

        assertPosition("0", "0", "400");
        assertStates(APPLIED, "b1", "s1");
    }

    @Test
    void aRejectedSellIsKeptAndCountsForNothing() {
        model.deliver(buy("b1", "5", "100", 1), sell("s1", "6", "180", 2));

        assertPosition("5", "500", "0");
        assertStates(REJECTED, "s1");
        assertThat(model.summary(AAPL).version()).isEqualTo(2);
    }

    @Test
    void aBackDatedBuyTurnsARejectedSellIntoAnAppliedOne() {
        model.deliver(buy("b1", "5", "100", 1), sell("s1", "6", "180", 3));
        model.deliver(buy("late", "1", "100", 2));

        assertPosition("0", "0", "480");
        assertStates(APPLIED, "b1", "late", "s1");
        assertThat(model.changed).containsExactly(entry(new RefId("s1"), FoldOutcome.APPLIED));
    }

    @Test
    void ofSellsAtOneTimeTheFirstByNameFindsWhatWasBoughtThen() {
        model.deliver(sell("s2", "5", "110", 1), buy("b2", "5", "200", 9));
        model.deliver(sell("s1", "5", "110", 1), buy("b1", "5", "100", 1));

        // s1 finds what b1 bought at the same time; s2 finds nothing, for b2 comes later.
        assertPosition("5", "1000", "50");
        assertStates(APPLIED, "b1", "s1", "b2");
        assertStates(REJECTED, "s2");
    }

    @Test
    void tradesOfOneTimeComeToTheSameNumbersInEveryOrderOfArrival() {
        List<TradeEvent> trades = List.of(
                buy("start", "5", "8", 1),
                sell("sold", "3", "9", 2),
                buy("b", "10", "10", 9),
                sell("s", "10", "11", 9));

        for (List<TradeEvent> order : orders(trades)) {
            InMemoryProjection arrived = new InMemoryProjection();
            order.forEach(arrived::deliver);

            // 5 at 8, of which 3 for 24 are sold for 27; then 12 for 116, of which 10 for 116 × 10 ÷ 12 are sold for
            // 110.
            assertThat(arrived.summary(AAPL).folded().position())
                    .as("%s", order)
                    .isEqualTo(position("2", "19.33333333333333333333", "16.33333333333333333333"));
            assertThat(arrived.trade("s").state()).as("%s", order).isEqualTo(APPLIED);
        }
    }

    private static List<List<TradeEvent>> orders(List<TradeEvent> events) {
        if (events.isEmpty()) {
            return List.of(List.of());
        }
        return events.stream()
                .flatMap(first -> orders(events.stream()
                                .filter(event -> !event.equals(first))
                                .toList())
                        .stream()
                        .map(rest ->
                                Stream.concat(Stream.of(first), rest.stream()).toList()))
                .toList();
    }

    @Test
    void bonusSharesLowerTheAverageAndAWorthlessSaleRealisesTheWholeCost() {
        model.deliver(buy("b1", "10", "100", 1), buy("bonus", "10", "0", 2));
        assertPosition("20", "1000", "0");
        assertThat(model.summary(AAPL).folded().position().averageCost()).isEqualTo("50.00");

        model.deliver(sell("worthless", "20", "0", 3));
        assertPosition("0", "0", "-1000");
        assertThat(model.summary(AAPL).folded().lastTrade()).isEqualTo(new LastTrade(Price.of("100"), at(1)));
    }

    @Test
    void aBackDatedTradeChangesWhatARejectedSellFoundThatStaysRejected() {
        model.deliver(buy("b1", "1", "100", 1), sell("s1", "5", "180", 3));
        assertThat(model.trade("s1").detail()).contains("5 to sell, 1 held at that time");

        model.deliver(buy("late", "2.50", "100", 2));
        assertThat(model.trade("s1").state()).isEqualTo(REJECTED);
        assertThat(model.trade("s1").detail()).contains("5 to sell, 3.5 held at that time");

        model.deliver(amended("s1", toVolume("3.5"), 4));
        assertThat(model.trade("s1").state()).isEqualTo(APPLIED);
        assertThat(model.trade("s1").detail()).isEmpty();
    }

    @Test
    void aBackDatedSellTurnsALaterOneIntoARejectedOne() {
        model.deliver(buy("b1", "5", "100", 1), sell("s1", "5", "180", 3));
        model.deliver(sell("late", "1", "110", 2));

        // 1 sold at a gain of 10; the sell of 5 finds only 4.
        assertPosition("4", "400", "10");
        assertStates(APPLIED, "b1", "late");
        assertStates(REJECTED, "s1");
    }

    @Test
    void anAmendmentTurnsAnAppliedSellIntoARejectedOne() {
        model.deliver(buy("b1", "5", "100", 1), sell("s1", "5", "180", 2));
        model.deliver(amended("b1", toVolume("4"), 3));

        assertPosition("4", "400", "0");
        assertStates(REJECTED, "s1");
        assertThat(model.trade("s1").version()).isEqualTo(1);
        assertThat(model.trade("b1").version()).isEqualTo(2);
    }

    @Test
    void onlyWhatBecameAnotherIsWritten() {
        model.deliver(buy("b1", "5", "100", 1), sell("s1", "2", "180", 2), sell("s2", "3", "180", 3));
        model.deliver(amended("b1", toVolume("4"), 4));

        assertThat(model.read).containsExactly("b1", "s1", "s2");
        assertThat(model.changed).containsExactly(entry(new RefId("s2"), FoldOutcome.rejected(new BigDecimal("2"))));
    }

    @Test
    void theFirstOfManyCanBeAmended() {
        model.deliver(buy("b1", "10", "100", 1), buy("b2", "10", "200", 2), sell("s1", "5", "180", 3));
        model.deliver(amended("b1", toPrice("120"), 4));

        // 1200 + 2000, of which 5 ÷ 20 are sold: 800.
        assertPosition("15", "2400", "100");
        assertThat(model.summary(AAPL).version()).isEqualTo(4);
    }

    @Test
    void theLastOfTwoAmendmentsInABatchWins() {
        model.deliver(buy("b1", "10", "100", 1));
        model.deliver(amended("b1", toVolume("7"), 2), amended("b1", toVolume("3"), 3), amended("b1", toPrice("5"), 4));

        assertPosition("3", "15", "0");
        assertThat(model.trade("b1").version()).isEqualTo(4);
        assertThat(model.summary(AAPL).version()).isEqualTo(4);
    }

    @Test
    void aTradeCreatedAndAmendedInOneBatchCountsAsAmended() {
        model.deliver(buy("b1", "10", "100", 1), amended("b1", toVolume("3"), 2), sell("s1", "4", "1", 3));

        assertPosition("3", "300", "0");
        assertStates(REJECTED, "s1");
        assertThat(model.trade("b1").version()).isEqualTo(2);
        assertThat(model.summary(AAPL).version()).isEqualTo(3);
    }

    @Test
    void aTradeCreatedAndFailedInOneBatchCountsForNothing() {
        model.deliver(buy("b1", "10", "100", 1), amended("b1", toStatus(TradeStatus.FAILED), 2));

        assertThat(model.summary(AAPL).folded().position()).isEqualTo(Position.EMPTY);
        assertStates(FAILED, "b1");
    }

    @Test
    void aTradeThatFailsLaterNoLongerCounts() {
        model.deliver(buy("b1", "10", "100", 1), buy("b2", "10", "200", 2), sell("s1", "15", "300", 3));
        model.deliver(amended("b1", toStatus(TradeStatus.FAILED), 4));

        assertPosition("10", "2000", "0");
        assertStates(FAILED, "b1");
        assertStates(REJECTED, "s1");
    }

    @Test
    void aFailedTradeThatSucceedsLaterCountsAtItsPlace() {
        model.deliver(failedBuy("b1", "10", "100", 1), sell("s1", "4", "150", 2));
        assertStates(FAILED, "b1");
        assertStates(REJECTED, "s1");

        model.deliver(amended("b1", toStatus(TradeStatus.SUCCESS), 3));

        assertPosition("6", "600", "200");
        assertStates(APPLIED, "b1", "s1");
    }

    @Test
    void failedAndSuccessInOneBatchComeToTheStateBefore() {
        model.deliver(buy("b1", "10", "100", 1), sell("s1", "4", "150", 2));
        model.deliver(amended("b1", toStatus(TradeStatus.FAILED), 3), amended("b1", toStatus(TradeStatus.SUCCESS), 4));

        assertPosition("6", "600", "200");
        assertStates(APPLIED, "b1", "s1");
        assertThat(model.changed).isEmpty();
        assertThat(model.trade("b1").version()).isEqualTo(3);
    }

    @Test
    void anAmendedTradeGetsTheStateOfItsOwnRefold() {
        model.deliver(buy("b1", "5", "100", 1), sell("s1", "9", "150", 2));
        model.deliver(amended("s1", toVolume("5"), 3));

        assertPosition("0", "0", "250");
        assertStates(APPLIED, "s1");
        assertThat(model.changed).isEmpty();
    }

    @Test
    void aTradeAmendedToNothingNewKeepsTheStateThatItHas() {
        model.deliver(buy("b1", "5", "100", 1), sell("s1", "9", "150", 2));
        model.deliver(amended("s1", toVolume("9.00"), 3), buy("b2", "1", "100", 4));

        assertStates(REJECTED, "s1");
        assertThat(model.read).isEmpty();
        assertPosition("6", "600", "0");
    }

    @Test
    void anAmendmentThatTheFoldDoesNotReadRefoldsNothing() {
        model.deliver(buy("b1", "10", "100", 1), sell("s1", "4", "150", 2));
        Isin isin = new Isin("US5949181045");
        model.deliver(amended(
                "b1", new Amendment(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(isin)), 3));

        assertPosition("6", "600", "200");
        assertThat(model.trade("b1").trade().isin()).contains(isin);
        assertThat(model.trade("b1").version()).isEqualTo(2);
        assertThat(model.read).isEmpty();
        assertThat(model.changed).isEmpty();
    }

    @Test
    void aRefusedAmendmentChangesNothing() {
        model.deliver(buy("b1", "10", "100", 1));
        Summary before = model.summary(AAPL);
        model.deliver(amendedFrom(3, "b1", toVolume("1"), 9), amended("b9", toVolume("1"), 9));

        assertThat(model.verdicts()).containsExactly("accepted", "version_conflict", "unknown_trade");
        assertThat(model.summary(AAPL)).isEqualTo(before);
        assertThat(model.trade("b1").version()).isEqualTo(1);
    }

    @Test
    void aRecalculationReadsEverythingAndChangesNoNumber() {
        model.deliver(buy("b1", "10", "100", 1), sell("s1", "4", "150", 2), sell("s2", "40", "150", 3));
        model.deliver(recalculation(9));

        assertPosition("6", "600", "200");
        assertThat(model.read).containsExactly("b1", "s1", "s2");
        assertThat(model.changed).isEmpty();
        assertThat(model.summary(AAPL).version()).isEqualTo(4);
        assertThat(model.summary(AAPL).trades()).isEqualTo(3);
        assertThat(model.summary(AAPL).updatedAt()).isEqualTo(at(9));
    }

    @Test
    void aRecalculationOfAnEmptyKeyLeavesItEmpty() {
        model.deliver(recalculation(9));

        assertThat(model.summary(AAPL)).isEqualTo(new Summary(AAPL, FoldedPosition.NONE, 0, 1, at(9)));
    }

    @Test
    void updatedAtIsTheLatestReceiptWhateverTheOrderOfArrival() {
        model.deliver(buy("b2", "1", "100", 5));
        model.deliver(buy("b1", "1", "100", 3));

        assertThat(model.summary(AAPL).updatedAt()).isEqualTo(at(5));
        assertThat(model.summary(AAPL).folded().last()).isEqualTo(place(5, Side.BUY, "b2"));
    }

    @Test
    void aTradeAtTheEarliestTimeOfAllIsFoldedLikeAnyOther() {
        TradeEvent.Created template = buy("b1", "1", "100", 1);
        Trade in1900 = TradeCopies.executedAt(template.trade(), Times.EARLIEST);
        model.deliver(buy("b2", "1", "100", 1));
        model.deliver(
                new TradeEvent.Created(template.eventId(), template.client(), template.occurredAt(), in1900, false));
        model.deliver(recalculation(2));

        assertPosition("2", "200", "0");
        assertThat(model.read).containsExactly("b1", "b2");
    }
}
