package io.trakkit.domain;

import static io.trakkit.domain.Sample.at;
import static io.trakkit.domain.Sample.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldTest {

    private final Findings findings = new Findings();

    private static Entry applied(String refId, Place place, Side side, String volume, String price) {
        return new Entry(
                new RefId(refId),
                place,
                side,
                Volume.of(volume),
                Price.of(price),
                TradeStatus.SUCCESS,
                TradeState.APPLIED);
    }

    private static Entry buy(String refId, int minute, String volume, String price) {
        return applied(refId, new Place(at(minute), 1), Side.BUY, volume, price);
    }

    private static Entry sell(String refId, int minute, String volume, String price) {
        return applied(refId, new Place(at(minute), 1), Side.SELL, volume, price);
    }

    private static Entry before(Entry entry, TradeStatus status, TradeState state) {
        return new Entry(entry.refId(), entry.place(), entry.side(), entry.volume(), entry.price(), status, state);
    }

    private Position fold(Entry... entries) {
        return Fold.run(Fold.Progress.NONE, List.of(entries).iterator(), findings)
                .position();
    }

    @Test
    void nothingFoldsToNothing() {
        assertThat(Fold.run(Fold.Progress.NONE, List.<Entry>of().iterator(), findings))
                .isEqualTo(new Fold.Progress(Position.EMPTY, Place.START, 0));
    }

    @Test
    void buysAndSellsChangeThePositionInTheirOrder() {
        Position position = fold(buy("b1", 1, "10", "100"), buy("b2", 2, "10", "200"), sell("s1", 3, "5", "180"));

        assertThat(position).isEqualTo(position("15", "2250", "150"));
        assertThat(findings.flips).isEmpty();
    }

    @Test
    void aSellOfMoreThanIsHeldIsRejectedAndCountsForNothing() {
        Position position =
                fold(buy("b1", 1, "5", "100"), sell("s1", 2, "5.0000000001", "180"), sell("s2", 3, "5", "110"));

        assertThat(position).isEqualTo(position("0", "0", "50"));
        assertThat(findings.flips).containsExactly(entry("s1", TradeState.REJECTED));
    }

    @Test
    void aSellBeforeTheBuyThatWouldCoverItIsRejected() {
        Position position = fold(sell("s1", 1, "5", "180"), buy("b1", 2, "5", "100"));

        assertThat(position).isEqualTo(position("5", "500", "0"));
        assertThat(findings.flips).containsExactly(entry("s1", TradeState.REJECTED));
    }

    @Test
    void aRejectedSellThatIsCoveredNowIsAppliedAgain() {
        Entry rejected = before(sell("s1", 2, "5", "180"), TradeStatus.SUCCESS, TradeState.REJECTED);

        Position position = fold(buy("late", 1, "5", "100"), rejected);

        assertThat(position).isEqualTo(position("0", "0", "400"));
        assertThat(findings.flips).containsExactly(entry("s1", TradeState.APPLIED));
    }

    @Test
    void aFailedTradeCountsForNothing() {
        Entry failedBuy = before(buy("b2", 2, "10", "1"), TradeStatus.FAILED, TradeState.APPLIED);
        Entry failedSell = before(sell("s1", 3, "99", "1"), TradeStatus.FAILED, TradeState.FAILED);

        Position position = fold(buy("b1", 1, "5", "100"), failedBuy, failedSell);

        assertThat(position).isEqualTo(position("5", "500", "0"));
        assertThat(findings.flips).containsExactly(entry("b2", TradeState.FAILED));
    }

    @Test
    void amongTradesOfTheSameTimeTheEarlierSequenceComesFirst() {
        Place first = new Place(at(1), 1);
        Place second = new Place(at(1), 2);

        assertThat(fold(applied("b1", first, Side.BUY, "5", "100"), applied("s1", second, Side.SELL, "5", "110")))
                .isEqualTo(position("0", "0", "50"));
        assertThat(fold(applied("s1", first, Side.SELL, "5", "110"), applied("b1", second, Side.BUY, "5", "100")))
                .isEqualTo(position("5", "500", "0"));
    }

    @Test
    void aLaterTimeComesAfterwardsWhateverTheSequence() {
        assertThat(new Place(at(2), 1)).isGreaterThan(new Place(at(1), 9));
        assertThat(new Place(at(1), 10)).isGreaterThan(new Place(at(1), 9));
        assertThat(new Place(Times.EARLIEST, 1)).isGreaterThan(Place.START);
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
                        new Checkpoint(new Place(at(256), 256), position("256", "512", "0")),
                        new Checkpoint(new Place(at(512), 512), position("512", "1024", "0")));
        assertThat(progress).isEqualTo(new Fold.Progress(position("600", "1200", "0"), new Place(at(600), 600), 88));
    }

    @Test
    void theDistanceToTheNextCheckpointIsCountedOnFromFoldToFold() {
        Fold.Progress after200 =
                Fold.run(Fold.Progress.NONE, oneUnitAMinute(1, 200).iterator(), findings);
        Fold.Progress after300 = Fold.run(after200, oneUnitAMinute(201, 300).iterator(), findings);

        assertThat(findings.checkpoints)
                .containsExactly(new Checkpoint(new Place(at(256), 256), position("256", "512", "0")));
        assertThat(after300.sinceCheckpoint()).isEqualTo(44);
    }

    @Test
    void rejectedAndFailedTradesCountForTheDistanceToo() {
        List<Entry> entries = new ArrayList<>();
        entries.add(applied("s1", new Place(at(1), 1), Side.SELL, "1", "1"));
        entries.addAll(oneUnitAMinute(2, 256));

        Fold.run(Fold.Progress.NONE, entries.iterator(), findings);

        assertThat(findings.checkpoints)
                .containsExactly(new Checkpoint(new Place(at(256), 256), position("255", "510", "0")));
    }

    @Test
    void aFoldThatSetsInAtACheckpointGivesWhatAWholeOneGives() {
        List<Entry> all = new ArrayList<>(oneUnitAMinute(1, 600));
        all.set(9, applied("s10", new Place(at(10), 10), Side.SELL, "4", "7"));
        all.set(399, applied("s400", new Place(at(400), 400), Side.SELL, "100", "3"));

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
            entries.add(applied("b" + i, new Place(at(i), i), Side.BUY, "1", "2"));
        }
        return entries;
    }
}
