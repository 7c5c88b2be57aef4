package io.trakkit.domain.position;

import static io.trakkit.domain.position.Samples.RULES;
import static io.trakkit.domain.position.Samples.at;
import static io.trakkit.domain.position.Samples.place;
import static io.trakkit.domain.position.Samples.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Times;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldTest {

    private final RecordedOutcomes recordedOutcomes = new RecordedOutcomes();

    private static FoldedTrade applied(TradeOrder tradeOrder, String volume, String price) {
        return new FoldedTrade(
                tradeOrder, Volume.of(volume), Price.of(price), TradeStatus.SUCCESS, FoldOutcome.APPLIED);
    }

    private static FoldedTrade buy(String refId, int minute, String volume, String price) {
        return applied(place(minute, Side.BUY, refId), volume, price);
    }

    private static FoldedTrade sell(String refId, int minute, String volume, String price) {
        return applied(place(minute, Side.SELL, refId), volume, price);
    }

    private static FoldedTrade before(FoldedTrade foldedTrade, TradeStatus status, FoldOutcome foldOutcome) {
        return new FoldedTrade(
                foldedTrade.tradeOrder(), foldedTrade.volume(), foldedTrade.price(), status, foldOutcome);
    }

    private static LastTrade traded(String price, int minute) {
        return new LastTrade(Price.of(price), at(minute));
    }

    private Position fold(FoldedTrade... entries) {
        return Fold.run(FoldedPosition.NONE, List.of(entries).iterator(), RULES, recordedOutcomes)
                .position();
    }

    @Test
    void nothingFoldsToNothing() {
        assertThat(Fold.run(FoldedPosition.NONE, List.<FoldedTrade>of().iterator(), RULES, recordedOutcomes))
                .isEqualTo(new FoldedPosition(Position.EMPTY, null, TradeOrder.START, 0));
    }

    @Test
    void buysAndSellsChangeThePositionInTheirOrder() {
        Position position = fold(buy("b1", 1, "10", "100"), buy("b2", 2, "10", "200"), sell("s1", 3, "5", "180"));

        assertThat(position).isEqualTo(position("15", "2250", "150"));
        assertThat(recordedOutcomes.changes).isEmpty();
    }

    @Test
    void aSellOfMoreThanIsHeldIsRejectedAndCountsForNothing() {
        Position position =
                fold(buy("b1", 1, "5", "100"), sell("s1", 2, "5.0000000001", "180"), sell("s2", 3, "5", "110"));

        assertThat(position).isEqualTo(position("0", "0", "50"));
        assertThat(recordedOutcomes.changes).containsExactly(entry("s1", FoldOutcome.rejected(new BigDecimal("5"))));
    }

    @Test
    void aSellBeforeTheBuyThatWouldCoverItIsRejected() {
        Position position = fold(sell("s1", 1, "5", "180"), buy("b1", 2, "5", "100"));

        assertThat(position).isEqualTo(position("5", "500", "0"));
        assertThat(recordedOutcomes.changes).containsExactly(entry("s1", FoldOutcome.rejected(BigDecimal.ZERO)));
    }

    @Test
    void aRejectedSellThatIsCoveredNowIsAppliedAgain() {
        FoldedTrade rejected =
                before(sell("s1", 2, "5", "180"), TradeStatus.SUCCESS, FoldOutcome.rejected(BigDecimal.ZERO));

        Position position = fold(buy("late", 1, "5", "100"), rejected);

        assertThat(position).isEqualTo(position("0", "0", "400"));
        assertThat(recordedOutcomes.changes).containsExactly(entry("s1", FoldOutcome.APPLIED));
    }

    @Test
    void aFailedTradeCountsForNothing() {
        FoldedTrade failedBuy = before(buy("b2", 2, "10", "1"), TradeStatus.FAILED, FoldOutcome.APPLIED);
        FoldedTrade failedSell = before(sell("s1", 3, "99", "1"), TradeStatus.FAILED, FoldOutcome.FAILED);

        Position position = fold(buy("b1", 1, "5", "100"), failedBuy, failedSell);

        assertThat(position).isEqualTo(position("5", "500", "0"));
        assertThat(recordedOutcomes.changes).containsExactly(entry("b2", FoldOutcome.FAILED));
    }

    @Test
    void atOneTimeBuysComeBeforeSellsAndThoseByTheirNamesInByteOrder() {
        assertThat(List.of(
                        TradeOrder.START,
                        new TradeOrder(Times.EARLIEST, Rank.BUY, new RefId("+")),
                        place(1, Side.SELL, "Z"),
                        place(2, Side.BUY, "A-10"),
                        place(2, Side.BUY, "A-9"),
                        place(2, Side.BUY, "Z"),
                        place(2, Side.BUY, "a"),
                        place(2, Side.SELL, "A"),
                        place(3, Side.BUY, "A")))
                .isSorted();
    }

    @Test
    void whatWasHeldAtARejectionIsSaidAgainWhenItChanges() {
        FoldedTrade rejected =
                before(sell("s1", 2, "5", "180"), TradeStatus.SUCCESS, FoldOutcome.rejected(BigDecimal.ONE));
        FoldedTrade asBefore =
                before(sell("s2", 3, "9", "180"), TradeStatus.SUCCESS, FoldOutcome.rejected(BigDecimal.TWO));

        fold(buy("b1", 1, "2.0", "100"), rejected, asBefore);

        assertThat(recordedOutcomes.changes).containsExactly(entry("s1", FoldOutcome.rejected(new BigDecimal("2"))));
        Trade sellOfFive = Samples.sell("s1", "5", "180", 2).trade();
        assertThat(FoldOutcome.rejected(new BigDecimal("2.0")).detail(sellOfFive))
                .contains("5 to sell, 2 held at that time");
        assertThat(FoldOutcome.APPLIED.detail(sellOfFive)).isEmpty();
    }

    @Test
    void theLastTradeIsTheLastAppliedOneThatHasAPrice() {
        FoldedTrade failed = before(buy("b4", 7, "1", "9"), TradeStatus.FAILED, FoldOutcome.FAILED);

        assertThat(lastTrade(buy("b1", 1, "1", "0"))).isEqualTo(traded("0", 1));
        assertThat(lastTrade(buy("b1", 1, "1", "0"), buy("b2", 2, "1", "0"))).isEqualTo(traded("0", 2));
        assertThat(lastTrade(buy("b1", 1, "1", "0"), buy("b2", 2, "1", "5"))).isEqualTo(traded("5", 2));
        assertThat(lastTrade(buy("b2", 2, "1", "5"), buy("b3", 3, "1", "0"), sell("s1", 4, "1", "0")))
                .isEqualTo(traded("5", 2));
        assertThat(lastTrade(buy("b2", 2, "1", "5"), sell("s1", 4, "1", "6"), sell("s2", 5, "1", "7"), failed))
                .isEqualTo(traded("6", 4));
    }

    private @Nullable LastTrade lastTrade(FoldedTrade... entries) {
        return Fold.run(FoldedPosition.NONE, List.of(entries).iterator(), RULES, recordedOutcomes)
                .lastTrade();
    }

    @Test
    void entriesOutOfOrderAreADefectOfTheCaller() {
        assertThatThrownBy(() -> fold(buy("b2", 2, "1", "1"), buy("b1", 1, "1", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Out of order");
        assertThatThrownBy(() -> fold(buy("b1", 1, "1", "1"), buy("b1", 1, "1", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Out of order");
    }

    @Test
    void everyTwoHundredAndFiftySixthTradeIsACheckpoint() {
        FoldedPosition progress =
                Fold.run(FoldedPosition.NONE, oneUnitAMinute(1, 600).iterator(), RULES, recordedOutcomes);

        assertThat(recordedOutcomes.checkpoints)
                .containsExactly(
                        new Checkpoint(place(256, Side.BUY, "b256"), position("256", "512", "0"), traded("2", 256)),
                        new Checkpoint(place(512, Side.BUY, "b512"), position("512", "1024", "0"), traded("2", 512)));
        assertThat(progress)
                .isEqualTo(new FoldedPosition(
                        position("600", "1200", "0"), traded("2", 600), place(600, Side.BUY, "b600"), 88));
    }

    @Test
    void theDistanceToTheNextCheckpointIsCountedOnFromFoldToFold() {
        FoldedPosition after200 =
                Fold.run(FoldedPosition.NONE, oneUnitAMinute(1, 200).iterator(), RULES, recordedOutcomes);
        FoldedPosition after300 = Fold.run(after200, oneUnitAMinute(201, 300).iterator(), RULES, recordedOutcomes);

        assertThat(recordedOutcomes.checkpoints)
                .containsExactly(
                        new Checkpoint(place(256, Side.BUY, "b256"), position("256", "512", "0"), traded("2", 256)));
        assertThat(after300.sinceCheckpoint()).isEqualTo(44);
    }

    @Test
    void rejectedAndFailedTradesCountForTheDistanceToo() {
        List<FoldedTrade> entries = new ArrayList<>();
        entries.add(applied(place(1, Side.SELL, "s1"), "1", "1"));
        entries.addAll(oneUnitAMinute(2, 256));

        Fold.run(FoldedPosition.NONE, entries.iterator(), RULES, recordedOutcomes);

        assertThat(recordedOutcomes.checkpoints)
                .containsExactly(
                        new Checkpoint(place(256, Side.BUY, "b256"), position("255", "510", "0"), traded("2", 256)));
    }

    @Test
    void aFoldThatSetsInAtACheckpointGivesWhatAWholeOneGives() {
        List<FoldedTrade> all = new ArrayList<>(oneUnitAMinute(1, 600));
        all.set(9, applied(place(10, Side.SELL, "s10"), "4", "7"));
        all.set(399, applied(place(400, Side.SELL, "s400"), "100", "3"));

        FoldedPosition whole = Fold.run(FoldedPosition.NONE, all.iterator(), RULES, recordedOutcomes);
        RecordedOutcomes later = new RecordedOutcomes();
        FoldedPosition part = Fold.run(
                FoldedPosition.at(recordedOutcomes.checkpoints.getFirst()),
                all.subList(256, 600).iterator(),
                RULES,
                later);

        assertThat(part).isEqualTo(whole);
        assertThat(later.checkpoints).containsExactly(recordedOutcomes.checkpoints.getLast());
    }

    private static List<FoldedTrade> oneUnitAMinute(int from, int to) {
        List<FoldedTrade> entries = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            entries.add(buy("b" + i, i, "1", "2"));
        }
        return entries;
    }
}
