package io.trakkit.domain.update;

import static io.trakkit.domain.position.Samples.AAPL;
import static io.trakkit.domain.position.Samples.activity;
import static io.trakkit.domain.position.Samples.amended;
import static io.trakkit.domain.position.Samples.at;
import static io.trakkit.domain.position.Samples.buy;
import static io.trakkit.domain.position.Samples.sell;
import static io.trakkit.domain.position.Samples.toMinute;
import static io.trakkit.domain.position.Samples.toMoney;
import static io.trakkit.domain.position.Samples.toPrice;
import static io.trakkit.domain.trade.ActivityTerms.ofRatio;
import static io.trakkit.domain.trade.ActivityTerms.ofTotal;
import static io.trakkit.domain.trade.ActivityTerms.ofVolume;
import static io.trakkit.domain.trade.ActivityTerms.perUnit;
import static io.trakkit.domain.trade.ActivityType.BONUS;
import static io.trakkit.domain.trade.ActivityType.CASH_IN_LIEU;
import static io.trakkit.domain.trade.ActivityType.DIVIDEND;
import static io.trakkit.domain.trade.ActivityType.SPLIT;
import static io.trakkit.domain.trade.ActivityType.TRANSFER_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.position.Records;
import io.trakkit.domain.position.Samples;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What amendments of every field do to a position. */
class AmendmentTest {

    private final InMemoryProjection model = new InMemoryProjection();

    private Position position() {
        return model.summary(AAPL).folded().position();
    }

    private void assertPosition(String held, String cost, String realised) {
        assertThat(position()).isEqualTo(Samples.position(held, cost, realised));
    }

    private static Ratio ratio(String numerator, String denominator) {
        return new Ratio(new BigDecimal(numerator), new BigDecimal(denominator));
    }

    // Trades

    @Test
    void feeTaxAndCurrencyOfATradeCanBeAmended() {
        model.deliver(buy("b1", "10", "100", 1));
        model.deliver(amended("b1", toMoney("3", "2", "EUR", "1.1"), 2));

        assertThat(position().cost()).isEqualByComparingTo("1105.5");
        assertThat(position().fees()).isEqualByComparingTo("5.5");
        assertThat(position().local())
                .isEqualTo(new LocalAmounts.Foreign(new CurrencyCode("EUR"), new BigDecimal("1005"), BigDecimal.ZERO));

        model.deliver(amended("b1", toMoney("0", "0", "USD", "1"), 3));
        assertPosition("10", "1000", "0");
    }

    @Test
    void aTradeThatIsMovedBehindAnotherCountsThere() {
        model.deliver(buy("b1", "1", "10", 1), buy("b2", "1", "30", 3), sell("s1", "1", "40", 4));
        assertPosition("1", "20", "20");

        model.deliver(amended("b2", toMinute(5), 5));
        assertPosition("1", "30", "30");
        assertThat(model.summary(AAPL).folded().last().refId()).isEqualTo(new RefId("b2"));
        assertThat(model.trade("b2").tradeOrder().executedAt()).isEqualTo(at(5));
    }

    @Test
    void aTradeThatIsMovedBeforeTheFirstOneCountsThere() {
        model.deliver(sell("s1", "1", "40", 2), buy("b1", "1", "10", 3));
        assertThat(model.trade("s1").state()).isEqualTo(TradeState.REJECTED);

        model.deliver(amended("b1", toMinute(1), 4));
        assertPosition("0", "0", "30");
        assertThat(model.trade("s1").state()).isEqualTo(TradeState.APPLIED);
        assertThat(model.summary(AAPL).folded().last().refId()).isEqualTo(new RefId("s1"));
    }

    @Test
    void aTradeCanBeMovedInTheBatchThatCreatesIt() {
        model.deliver(buy("b1", "1", "10", 1));
        model.deliver(buy("b2", "1", "30", 5), amended("b2", toMinute(0), 6), sell("s1", "1", "40", 7));
        assertPosition("1", "20", "20");
        assertThat(model.read).containsExactly("b1");

        model.deliver(buy("b3", "1", "99", 8), amended("b3", toMinute(9), 9), amended("b3", toMinute(10), 10));
        assertPosition("2", "119", "20");
        assertThat(model.read).isEmpty();
    }

    @Test
    void ofTwoMovesInABatchTheLastOneCounts() {
        model.deliver(buy("b1", "1", "10", 1), buy("b2", "1", "30", 3), sell("s1", "1", "40", 4));
        model.deliver(amended("b2", toMinute(0), 5), amended("b2", toMinute(3), 6));

        assertPosition("1", "20", "20");
        assertThat(model.trade("b2").version()).isEqualTo(3);
    }

    @Test
    void twoTradesCanChangePlaces() {
        model.deliver(buy("b1", "1", "10", 1), buy("b2", "3", "30", 3), sell("s1", "2", "40", 2));
        assertThat(model.trade("s1").state()).isEqualTo(TradeState.REJECTED);

        model.deliver(amended("b1", toMinute(3), 5), amended("b2", toMinute(1), 5));
        assertPosition("2", "40", "20");
        assertThat(model.trade("s1").state()).isEqualTo(TradeState.APPLIED);
    }

    @Test
    void aTradeCanBeMovedAcrossCheckpoints() {
        for (int minute = 1; minute <= 600; minute++) {
            model.deliver(buy("b" + minute, "1", "2", minute));
        }
        assertThat(model.checkpointsAndExpected(AAPL).getFirst()).hasSize(2);

        model.deliver(amended("b300", toMinute(1), 601));
        assertPosition("600", "1200", "0");
        assertSameCheckpoints();

        model.deliver(amended("b1", toMinute(599), 602), amended("b600", toPrice("3"), 602));
        assertPosition("600", "1201", "0");
        assertSameCheckpoints();

        model.deliver(amended("b2", toMinute(700), 700));
        assertPosition("600", "1201", "0");
        assertSameCheckpoints();
    }

    private void assertSameCheckpoints() {
        List<List<Checkpoint>> checkpoints = model.checkpointsAndExpected(AAPL);
        assertThat(checkpoints.getFirst()).isEqualTo(checkpoints.getLast()).hasSize(2);
    }

    // Activities

    private static ActivityAmendment amendment(
            Optional<Volume> volume,
            Optional<BigDecimal> total,
            Optional<BigDecimal> perUnit,
            Optional<Ratio> ratio,
            Optional<Boolean> whole) {
        return new ActivityAmendment(
                volume,
                total,
                perUnit,
                ratio,
                whole,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ActivityAmendment ofRecord(
            Optional<Money> tax,
            Optional<Conversion> conversion,
            Optional<TradeStatus> status,
            Optional<Instant> time) {
        return new ActivityAmendment(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                tax,
                conversion,
                status,
                time);
    }

    private static ActivityAmendment toTotal(String total) {
        return amendment(
                Optional.empty(),
                Optional.of(new BigDecimal(total)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ActivityAmendment toVolume(String volume) {
        return amendment(
                Optional.of(Volume.of(volume)), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ActivityAmendment toRatio(String numerator, String denominator, Optional<Boolean> whole) {
        return amendment(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ratio(numerator, denominator)),
                whole);
    }

    private void assertIncome(String income) {
        assertThat(position().income()).isEqualByComparingTo(income);
    }

    @Test
    void everyFieldOfADividendCanBeAmended() {
        model.deliver(buy("b1", "10", "100", 1), activity("d1", perUnit(DIVIDEND, new BigDecimal("0.5")), 2));
        assertIncome("5");

        model.deliver(amended("d1", toTotal("7"), 3));
        assertIncome("7");

        model.deliver(amended(
                "d1", ofRecord(Optional.of(Money.of("2")), Optional.empty(), Optional.empty(), Optional.empty()), 4));
        assertIncome("5");

        Conversion euros = new Conversion(new CurrencyCode("EUR"), FxRate.of("1.2"));
        model.deliver(
                amended("d1", ofRecord(Optional.empty(), Optional.of(euros), Optional.empty(), Optional.empty()), 5));
        assertIncome("6");

        model.deliver(amended(
                "d1",
                ofRecord(Optional.empty(), Optional.empty(), Optional.of(TradeStatus.FAILED), Optional.empty()),
                6));
        assertIncome("0");
        assertThat(model.accepted("d1").state()).isEqualTo(TradeState.FAILED);

        model.deliver(amended(
                "d1",
                ofRecord(Optional.empty(), Optional.empty(), Optional.of(TradeStatus.SUCCESS), Optional.of(at(0))),
                7));
        assertIncome("0");
        assertThat(model.accepted("d1").state()).isEqualTo(TradeState.REJECTED);
        assertThat(model.accepted("d1").reason()).contains("nothing_held");
        assertThat(model.accepted("d1").detail()).contains("nothing held at that time");
        assertThat(model.accepted("d1").version()).isEqualTo(6);
    }

    @Test
    void aSplitAndABonusCanBeAmended() {
        model.deliver(
                buy("b1", "10", "100", 1),
                activity("split", ofRatio(SPLIT, ratio("2", "1")), 2),
                activity("bonus", ofRatio(BONUS, ratio("1", "3")), 3));
        assertThat(position().held()).hasToString("26.666666666666666667");

        model.deliver(amended("bonus", toRatio("1", "3", Optional.of(true)), 4));
        assertPosition("26", "1000", "0");

        model.deliver(amended("split", toRatio("3", "1", Optional.empty()), 5));
        assertPosition("40", "1000", "0");

        model.deliver(amended("bonus", toVolume("5"), 6));
        assertPosition("35", "1000", "0");
    }

    @Test
    void anAmendmentDecidesWhetherEnoughIsHeld() {
        model.deliver(
                buy("b1", "10", "100", 1),
                activity("out", ofVolume(TRANSFER_OUT, Volume.of("11")), 2),
                activity("cash", ofVolume(CASH_IN_LIEU, Volume.of("1"), new BigDecimal("120")), 3));
        assertPosition("9", "900", "20");
        assertThat(model.accepted("out").reason()).contains("insufficient_volume");
        assertThat(model.accepted("out").detail()).contains("11 to transfer, 10 held at that time");

        model.deliver(amended("out", toVolume("10"), 4));
        assertPosition("0", "0", "0");
        assertThat(model.accepted("cash").detail()).contains("1 to exchange for cash, 0 held at that time");
    }

    @Test
    void anAmendmentThatDoesNotFitTheTypeIsRefused() {
        PositionUpdate update = new PositionUpdate(Summary.empty(AAPL), Samples.RULES, List.of(), List.of());
        update.accept(activity("out", ofVolume(TRANSFER_OUT, Volume.of("11")), 2));
        update.accept(activity("d1", ofTotal(DIVIDEND, BigDecimal.ONE), 2));

        assertThat(update.accept(amended("out", toTotal("1"), 3)))
                .isEqualTo(new PositionUpdate.Acceptance.Refused(
                        DeadLetterReason.INVALID,
                        "The amendment does not fit the activity out: a transfer_out has no total"));
        assertThat(update.accept(amended("d1", toTotal("-1"), 3)))
                .isEqualTo(new PositionUpdate.Acceptance.Refused(
                        DeadLetterReason.INVALID,
                        "The amendment does not fit the activity d1: total must not be negative, but is -1"));
    }

    @Test
    void anAmendmentOfTheOtherKindOfRecordIsRefused() {
        TradeEvent ofTrade = amended("d1", toPrice("1"), 3);
        TradeEvent ofActivity = amended("b1", toTotal("1"), 3);
        model.deliver(
                buy("b1", "10", "100", 1), activity("d1", ofTotal(DIVIDEND, BigDecimal.ONE), 2), ofTrade, ofActivity);

        assertThat(model.verdicts()).containsExactly("accepted", "accepted", "unknown_trade", "unknown_trade");
    }

    @Test
    void corporateActionsAreRefoldedWhenTheyAreRecordedCorrectedAndWithdrawn() {
        model.deliver(buy("b1", "10", "100", 1), sell("s1", "15", "90", 5));
        assertThat(model.trade("s1").state()).isEqualTo(TradeState.REJECTED);

        model.record(action("2", "1", 3));
        assertPosition("5", "250", "600");
        assertThat(model.trade("s1").state()).isEqualTo(TradeState.APPLIED);

        model.record(action("3", "2", 3));
        assertPosition("0", "0", "350");

        model.record(action("3", "1", 6));
        assertThat(position()).isEqualTo(Samples.position("30", "1000", "0"));

        model.withdraw(new RefId("action"));
        assertPosition("10", "1000", "0");
    }

    private static FoldedActivity action(String numerator, String denominator, int minute) {
        return (FoldedActivity)
                Records.at(at(minute), "action", Records.corporateAction(Records.split(numerator, denominator)));
    }
}
