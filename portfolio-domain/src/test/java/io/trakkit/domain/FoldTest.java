package io.trakkit.domain;

import static io.trakkit.domain.Sample.at;
import static io.trakkit.domain.Sample.place;
import static io.trakkit.domain.Sample.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldTest {

    private final Findings findings = new Findings();

    private static Entry applied(Place place, String volume, String price) {
        return new Entry(place, Volume.of(volume), Price.of(price), TradeStatus.SUCCESS, Outcome.APPLIED);
    }

    private static Entry buy(String refId, int minute, String volume, String price) {
        return applied(place(minute, Side.BUY, refId), volume, price);
    }

    private static Entry sell(String refId, int minute, String volume, String price) {
        return applied(place(minute, Side.SELL, refId), volume, price);
    }

    private static Entry before(Entry entry, TradeStatus status, Outcome outcome) {
        return new Entry(entry.place(), entry.volume(), entry.price(), status, outcome);
    }

    private static LastTrade traded(String price, int minute) {
        return new LastTrade(Price.of(price), at(minute));
    }

    private Position fold(Entry... entries) {
        return Fold.run(Fold.Progress.NONE, List.of(entries).iterator(), findings)
                .position();
    }

    @Test
    void nothingFoldsToNothing() {
        assertThat(Fold.run(Fold.Progress.NONE, List.<Entry>of().iterator(), findings))
                .isEqualTo(new Fold.Progress(Position.EMPTY, null, Place.START, 0));
    }

    @Test
    void buysAndSellsChangeThePositionInTheirOrder() {
        Position position = fold(buy("b1", 1, "10", "100"), buy("b2", 2, "10", "200"), sell("s1", 3, "5", "180"));

        assertThat(position).isEqualTo(position("15", "2250", "150"));
        assertThat(findings.changes).isEmpty();
    }

    @Test
    void aSellOfMoreThanIsHeldIsRejectedAndCountsForNothing() {
        Position position =
                fold(buy("b1", 1, "5", "100"), sell("s1", 2, "5.0000000001", "180"), sell("s2", 3, "5", "110"));

        assertThat(position).isEqualTo(position("0", "0", "50"));
        assertThat(findings.changes).containsExactly(entry("s1", Outcome.rejected(new BigDecimal("5"))));
    }

    @Test
    void aSellBeforeTheBuyThatWouldCoverItIsRejected() {
        Position position = fold(sell("s1", 1, "5", "180"), buy("b1", 2, "5", "100"));

        assertThat(position).isEqualTo(position("5", "500", "0"));
        assertThat(findings.changes).containsExactly(entry("s1", Outcome.rejected(BigDecimal.ZERO)));
    }

    @Test
    void aRejectedSellThatIsCoveredNowIsAppliedAgain() {
        Entry rejected = before(sell("s1", 2, "5", "180"), TradeStatus.SUCCESS, Outcome.rejected(BigDecimal.ZERO));

        Position position = fold(buy("late", 1, "5", "100"), rejected);

        assertThat(position).isEqualTo(position("0", "0", "400"));
        assertThat(findings.changes).containsExactly(entry("s1", Outcome.APPLIED));
    }

    @Test
    void aFailedTradeCountsForNothing() {
        Entry failedBuy = before(buy("b2", 2, "10", "1"), TradeStatus.FAILED, Outcome.APPLIED);
        Entry failedSell = before(sell("s1", 3, "99", "1"), TradeStatus.FAILED, Outcome.FAILED);

        Position position = fold(buy("b1", 1, "5", "100"), failedBuy, failedSell);

        assertThat(position).isEqualTo(position("5", "500", "0"));
        assertThat(findings.changes).containsExactly(entry("b2", Outcome.FAILED));
    }

    @Test
    void atOneTimeBuysComeBeforeSellsAndThoseByTheirNamesInByteOrder() {
        assertThat(List.of(
                        Place.START,
                        new Place(Times.EARLIEST, Side.BUY, new RefId("+")),
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
        Entry rejected = before(sell("s1", 2, "5", "180"), TradeStatus.SUCCESS, Outcome.rejected(BigDecimal.ONE));
        Entry asBefore = before(sell("s2", 3, "9", "180"), TradeStatus.SUCCESS, Outcome.rejected(BigDecimal.TWO));

        fold(buy("b1", 1, "2.0", "100"), rejected, asBefore);

        assertThat(findings.changes).containsExactly(entry("s1", Outcome.rejected(new BigDecimal("2"))));
        assertThat(Outcome.rejected(new BigDecimal("2.0")).detail(Volume.of("5")))
                .contains("5 to sell, 2 held at that time");
        assertThat(Outcome.APPLIED.detail(Volume.of("5"))).isEmpty();
    }

    @Test
    void theLastTradeIsTheLastAppliedOneThatHasAPrice() {
        Entry failed = before(buy("b4", 7, "1", "9"), TradeStatus.FAILED, Outcome.FAILED);

        assertThat(lastTrade(buy("b1", 1, "1", "0"))).isEqualTo(traded("0", 1));
        assertThat(lastTrade(buy("b1", 1, "1", "0"), buy("b2", 2, "1", "0"))).isEqualTo(traded("0", 2));
        assertThat(lastTrade(buy("b1", 1, "1", "0"), buy("b2", 2, "1", "5"))).isEqualTo(traded("5", 2));
        assertThat(lastTrade(buy("b2", 2, "1", "5"), buy("b3", 3, "1", "0"), sell("s1", 4, "1", "0")))
                .isEqualTo(traded("5", 2));
        assertThat(lastTrade(buy("b2", 2, "1", "5"), sell("s1", 4, "1", "6"), sell("s2", 5, "1", "7"), failed))
                .isEqualTo(traded("6", 4));
    }

    private @Nullable LastTrade lastTrade(Entry... entries) {
        return Fold.run(Fold.Progress.NONE, List.of(entries).iterator(), findings)
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
        Fold.Progress progress =
                Fold.run(Fold.Progress.NONE, oneUnitAMinute(1, 600).iterator(), findings);

        assertThat(findings.checkpoints)
                .containsExactly(
                        new Checkpoint(place(256, Side.BUY, "b256"), position("256", "512", "0"), traded("2", 256)),
                        new Checkpoint(place(512, Side.BUY, "b512"), position("512", "1024", "0"), traded("2", 512)));
        assertThat(progress)
                .isEqualTo(new Fold.Progress(
                        position("600", "1200", "0"), traded("2", 600), place(600, Side.BUY, "b600"), 88));
    }

    @Test
    void theDistanceToTheNextCheckpointIsCountedOnFromFoldToFold() {
        Fold.Progress after200 =
                Fold.run(Fold.Progress.NONE, oneUnitAMinute(1, 200).iterator(), findings);
        Fold.Progress after300 = Fold.run(after200, oneUnitAMinute(201, 300).iterator(), findings);

        assertThat(findings.checkpoints)
                .containsExactly(
                        new Checkpoint(place(256, Side.BUY, "b256"), position("256", "512", "0"), traded("2", 256)));
        assertThat(after300.sinceCheckpoint()).isEqualTo(44);
    }

    @Test
    void rejectedAndFailedTradesCountForTheDistanceToo() {
        List<Entry> entries = new ArrayList<>();
        entries.add(applied(place(1, Side.SELL, "s1"), "1", "1"));
        entries.addAll(oneUnitAMinute(2, 256));

        Fold.run(Fold.Progress.NONE, entries.iterator(), findings);

        assertThat(findings.checkpoints)
                .containsExactly(
                        new Checkpoint(place(256, Side.BUY, "b256"), position("255", "510", "0"), traded("2", 256)));
    }

    @Test
    void aFoldThatSetsInAtACheckpointGivesWhatAWholeOneGives() {
        List<Entry> all = new ArrayList<>(oneUnitAMinute(1, 600));
        all.set(9, applied(place(10, Side.SELL, "s10"), "4", "7"));
        all.set(399, applied(place(400, Side.SELL, "s400"), "100", "3"));

        Fold.Progress whole = Fold.run(Fold.Progress.NONE, all.iterator(), findings);
        Findings later = new Findings();
        Fold.Progress part = Fold.run(
                Fold.Progress.at(findings.checkpoints.getFirst()),
                all.subList(256, 600).iterator(),
                later);

        assertThat(part).isEqualTo(whole);
        assertThat(later.checkpoints).containsExactly(findings.checkpoints.getLast());
    }

    private static List<Entry> oneUnitAMinute(int from, int to) {
        List<Entry> entries = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            entries.add(buy("b" + i, i, "1", "2"));
        }
        return entries;
    }
}
