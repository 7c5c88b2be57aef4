package io.trakkit.domain.position;

import static io.trakkit.domain.position.Records.after;
import static io.trakkit.domain.position.Records.assertNumbers;
import static io.trakkit.domain.position.Records.bonus;
import static io.trakkit.domain.position.Records.buy;
import static io.trakkit.domain.position.Records.cashInLieu;
import static io.trakkit.domain.position.Records.charges;
import static io.trakkit.domain.position.Records.corporateAction;
import static io.trakkit.domain.position.Records.fee;
import static io.trakkit.domain.position.Records.folded;
import static io.trakkit.domain.position.Records.in;
import static io.trakkit.domain.position.Records.perUnit;
import static io.trakkit.domain.position.Records.sell;
import static io.trakkit.domain.position.Records.split;
import static io.trakkit.domain.position.Records.total;
import static io.trakkit.domain.position.Records.transferIn;
import static io.trakkit.domain.position.Records.transferOut;
import static io.trakkit.domain.position.Records.wholeBonus;
import static io.trakkit.domain.position.Samples.RULES;
import static io.trakkit.domain.position.Samples.SHORT_ALLOWED;
import static io.trakkit.domain.position.Samples.at;
import static io.trakkit.domain.trade.ActivityType.COST_ADJUSTMENT;
import static io.trakkit.domain.trade.ActivityType.DIVIDEND;
import static io.trakkit.domain.trade.ActivityType.RETURN_OF_CAPITAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What trades and corporate actions do to a position, and which records do nothing, in numbers that a person can check. */
class RecordRulesTest {

    private static @Nullable LastTrade lastTrade(BookRules rules, FoldedRecord... records) {
        return after(HeldPosition.EMPTY, rules, records).lastTrade();
    }

    // Charges

    @Test
    void chargesOfABuyArePartOfItsCost() {
        Position position = folded(RULES, charges("4.90", "1.10", buy("10", "100")));

        assertNumbers(position, "10", "1006", "6", "0", "0");
        assertThat(position.averageCost()).hasToString("100.60");
        assertThat(position.averageExcludingFees()).hasToString("100.00");
    }

    @Test
    void chargesOfASellLowerItsProceeds() {
        // 10 for 1010; 4 leave with 404 of the cost and 4 of the charges, and bring 4 × 120 − 8 = 472.
        Position position = folded(RULES, fee("10", buy("10", "100")), charges("5", "3", sell("4", "120")));

        assertNumbers(position, "6", "606", "6", "68", "0");
    }

    @Test
    void theChargesInTheCostLeaveByTheirShareAndAllWithTheLastUnit() {
        // 1 ÷ 3 of the charges of 1 leaves, then the rest.
        FoldedTrade bought = fee("1", buy("3", "1"));
        assertNumbers(
                folded(RULES, bought, sell("1", "2")),
                "2",
                "2.66666666666666666667",
                "0.66666666666666666667",
                "0.66666666666666666667",
                "0");
        assertNumbers(folded(RULES, bought, sell("1", "2"), sell("2", "2")), "0", "0", "0", "2", "0");
    }

    // Currencies

    @Test
    void moneyIsConvertedAtTheRateOfItsRecord() {
        // (3 × 12 + 1) × 2 = 74 beside 2 × 10 + 1 = 21.
        Position position = folded(RULES, fee("1", buy("2", "10")), in("EUR", "2", fee("1", buy("3", "12"))));

        assertNumbers(position, "5", "95", "3", "0", "0");
        assertThat(position.local()).isEqualTo(LocalAmounts.MIXED);
    }

    @Test
    void grossAndChargesAreEachRoundedToTwentyDecimalsOnceConverted() {
        // 1 × 0.000000000000000001 × 0.005 = 5e-21, halfway, goes to the even number: 0; so do the charges.
        FoldedTrade tiny = fee("0.000000000000000001", buy("1", "0.000000000000000001"));
        assertNumbers(folded(RULES, in("EUR", "0.005", tiny)), "1", "0", "0", "0", "0");
        // 1.5e-20 each becomes 2e-20, together 4e-20; the sum of both, 3e-20, is not what is rounded.
        assertNumbers(
                folded(RULES, in("EUR", "0.015", tiny)),
                "1",
                "0.00000000000000000004",
                "0.00000000000000000002",
                "0",
                "0");
    }

    @Test
    void aRateOneOfThePortfoliosOwnCurrencyIsAsNone() {
        assertThat(folded(RULES, in("USD", "1", fee("1", buy("2", "10")))))
                .isEqualTo(folded(RULES, fee("1", buy("2", "10"))));
    }

    @Test
    void theOwnCurrencyOfAllRecordsHasItsOwnCostAndGain() {
        Position position = folded(
                RULES,
                in("EUR", "1.10", fee("10", buy("100", "50"))),
                in("EUR", "1.20", buy("50", "60")),
                in("EUR", "1.15", fee("5", sell("50", "70"))));

        // Dollars: 5010 × 1.1 + 3000 × 1.2 = 9111, of which a third, 3037, leaves for 3495 × 1.15 = 4019.25.
        // 4019.25.
        assertNumbers(position, "100", "6074", "7.33333333333333333333", "982.25", "0");
        // Euros: 5010 + 3000 = 8010, of which 2670 leave for 3495.
        assertThat(position.local())
                .isEqualTo(new LocalAmounts.Foreign(
                        new CurrencyCode("EUR"), new BigDecimal("5340"), new BigDecimal("825")));
    }

    @Test
    void theLocalAmountsFollowTheCurrenciesOfTheRecordsThatStateMoney() {
        FoldedTrade dollars = buy("1", "1");
        FoldedTrade euros = in("EUR", "2", buy("1", "1"));
        assertThat(folded(RULES, bonus("5")).local()).isEqualTo(LocalAmounts.NONE);
        assertThat(folded(RULES, bonus("5"), split("2", "1"), dollars).local()).isEqualTo(LocalAmounts.PORTFOLIO);
        assertThat(folded(RULES, bonus("5"), euros).local())
                .isEqualTo(new LocalAmounts.Foreign(new CurrencyCode("EUR"), BigDecimal.ONE, BigDecimal.ZERO));
        assertThat(folded(RULES, euros, transferOut("1"), bonus("1")).local())
                .isEqualTo(new LocalAmounts.Foreign(new CurrencyCode("EUR"), BigDecimal.ZERO, BigDecimal.ZERO));
        assertThat(folded(RULES, euros, in("CHF", "2", buy("1", "1"))).local()).isEqualTo(LocalAmounts.MIXED);
        assertThat(folded(RULES, dollars, euros).local()).isEqualTo(LocalAmounts.MIXED);
        assertThat(folded(RULES, euros, total(DIVIDEND, "1")).local()).isEqualTo(LocalAmounts.MIXED);
        assertThat(folded(RULES, euros, dollars, euros, sell("3", "1")).local()).isEqualTo(LocalAmounts.MIXED);
    }

    // Shorts

    @Test
    void moreSoldThanHeldIsRejectedWithoutShortPositions() {
        RecordedOutcomes outcomes = new RecordedOutcomes();
        Position position = Fold.run(
                        FoldedPosition.NONE,
                        Records.minutely(buy("1", "10"), sell("5", "10")).iterator(),
                        RULES,
                        outcomes)
                .position();

        assertNumbers(position, "1", "10", "0", "0", "0");
        assertThat(outcomes.changes).containsEntry("r2", FoldOutcome.rejected(BigDecimal.ONE));
    }

    @Test
    void aShortSaleCostsMinusItsNetProceeds() {
        Position opened = folded(SHORT_ALLOWED, fee("100", sell("10", "100")));
        assertNumbers(opened, "-10", "-900", "100", "0", "0");
        assertThat(opened.averageCost()).hasToString("90.00");
        assertThat(opened.averageExcludingFees()).hasToString("100.00");

        Position added = folded(SHORT_ALLOWED, fee("100", sell("10", "100")), fee("120", sell("5", "120")));
        assertNumbers(added, "-15", "-1380", "220", "0", "0");
        assertThat(added.averageCost()).hasToString("92.00");
    }

    @Test
    void aBuyCoversAShortPosition() {
        // 900 ÷ 10 × 4 = 360 net came in; 4 × 80 + 8 = 328 go out.
        assertNumbers(
                folded(SHORT_ALLOWED, fee("100", sell("10", "100")), fee("8", buy("4", "80"))),
                "-6",
                "-540",
                "60",
                "32",
                "0");
        assertNumbers(
                folded(SHORT_ALLOWED, fee("100", sell("10", "100")), fee("8", buy("10", "95"))),
                "0",
                "0",
                "0",
                "-58",
                "0");
    }

    @Test
    void aSellBeyondWhatIsHeldClosesItAndOpensAShortPositionWithTheRest() {
        // Of 3 × 30 − 3, one third closes: 30 − 1 for what cost 20. Two thirds open: 60 − 2.
        assertNumbers(
                folded(SHORT_ALLOWED, buy("1", "20"), charges("2", "1", sell("3", "30"))), "-2", "-58", "2", "9", "0");
    }

    @Test
    void aBuyBeyondWhatIsOwedClosesItAndOpensALongPositionWithTheRest() {
        // Of 3 × 10 + 1, one third closes, 10 and 0.333, for 20 that came in; the rest opens.
        assertNumbers(
                folded(SHORT_ALLOWED, sell("1", "20"), fee("1", buy("3", "10"))),
                "2",
                "20.66666666666666666667",
                "0.66666666666666666667",
                "9.66666666666666666667",
                "0");
    }

    // Rejections

    private static @Nullable FoldOutcome outcome(BookRules rules, FoldedRecord... records) {
        RecordedOutcomes outcomes = new RecordedOutcomes();
        Fold.run(FoldedPosition.NONE, Records.minutely(records).iterator(), rules, outcomes);
        return outcomes.changes.get("r" + records.length);
    }

    @Test
    void whatNeedsUnitsIsRejectedWhereNoneAreHeld() {
        FoldOutcome nothingHeld = FoldOutcome.rejected(BigDecimal.ZERO);
        for (FoldedRecord needsUnits : List.of(
                perUnit(DIVIDEND, "1"),
                total(DIVIDEND, "1"),
                total(RETURN_OF_CAPITAL, "1"),
                total(COST_ADJUSTMENT, "1"),
                split("2", "1"),
                bonus("1", "2"),
                wholeBonus("1", "2"),
                cashInLieu("1", "1"),
                transferOut("1"))) {
            assertThat(outcome(RULES, needsUnits)).as("%s", needsUnits).isEqualTo(nothingHeld);
            assertThat(outcome(SHORT_ALLOWED, needsUnits)).as("%s", needsUnits).isEqualTo(nothingHeld);
        }
    }

    @Test
    void whatTakesOutMoreThanIsHeldIsRejected() {
        assertThat(outcome(RULES, buy("2", "1"), transferOut("2.5"))).isEqualTo(FoldOutcome.rejected(BigDecimal.TWO));
        assertThat(outcome(RULES, buy("2", "1"), cashInLieu("2.5", "1")))
                .isEqualTo(FoldOutcome.rejected(BigDecimal.TWO));
        assertThat(outcome(SHORT_ALLOWED, sell("2", "1"), transferOut("1")))
                .isEqualTo(FoldOutcome.rejected(new BigDecimal("-2")));
        assertThat(outcome(SHORT_ALLOWED, sell("2", "1"), cashInLieu("3", "1")))
                .isEqualTo(FoldOutcome.rejected(new BigDecimal("-2")));
    }

    // Corporate actions

    @Test
    void aCorporateActionComesFirstOfItsTime() {
        List<FoldedRecord> sameTime = List.of(
                Records.at(at(5), "z", corporateAction(split("2", "1"))),
                Records.at(at(5), "a", perUnit(DIVIDEND, "1")),
                Records.at(at(5), "b", buy("1", "1")),
                Records.at(at(5), "a", sell("1", "1")));
        List<FoldedRecord> records = new ArrayList<>(sameTime);
        records.addFirst(Records.at(at(1), "r1", buy("10", "10")));

        FoldedPosition position = Fold.run(FoldedPosition.NONE, records.iterator(), RULES, new RecordedOutcomes());

        assertThat(position.position().income()).isEqualByComparingTo("20");
        assertThat(sameTime.stream().map(FoldedRecord::tradeOrder).toList()).isSorted();
    }

    @Test
    void aCorporateActionHasNoEffectWhereNothingIsHeld() {
        for (FoldedActivity action : List.of(
                split("2", "1"), bonus("1", "2"), bonus("7"), perUnit(DIVIDEND, "1"), total(RETURN_OF_CAPITAL, "1"))) {
            assertThat(after(HeldPosition.EMPTY, RULES, corporateAction(action)))
                    .as("%s", action)
                    .isEqualTo(HeldPosition.EMPTY);
        }
    }

    // The last trade

    @Test
    void splitsAndBonusIssuesChangeThePriceOfTheLastTrade() {
        assertThat(lastTrade(RULES, buy("1", "30"), split("3", "1"))).isEqualTo(new LastTrade(Price.of("10"), at(1)));
        assertThat(lastTrade(RULES, buy("1", "30"), bonus("1", "2"))).isEqualTo(new LastTrade(Price.of("20"), at(1)));
        assertThat(lastTrade(RULES, buy("1", "30"), bonus("5"))).isEqualTo(new LastTrade(Price.of("30"), at(1)));
        assertThat(lastTrade(RULES, buy("1", "10"), split("3", "1")))
                .isEqualTo(new LastTrade(Price.of("3.333333333333333333"), at(1)));
        assertThat(lastTrade(RULES, buy("1", "30"), sell("1", "30"), corporateAction(split("3", "1"))))
                .isEqualTo(new LastTrade(Price.of("10"), at(2)));
    }

    @Test
    void noPriceIsLargerThanTheLargestThatCanBeStated() {
        assertThat(lastTrade(RULES, buy("1", "999999999999.5"), split("1", "999999")))
                .isEqualTo(new LastTrade(Price.of("999999999999.999999999999999999"), at(1)));
        assertThat(lastTrade(RULES, buy("1", "999999999999.5"), split("2", "2")))
                .isEqualTo(new LastTrade(Price.of("999999999999.5"), at(1)));
    }

    @Test
    void theFirstTransferStandsForALastTrade() {
        assertThat(lastTrade(RULES, transferIn("3", "10"), transferIn("1", "99")))
                .isEqualTo(new LastTrade(Price.of("3.333333333333333333"), at(1)));
        assertThat(lastTrade(RULES, transferIn("3", "10"), buy("1", "4")))
                .isEqualTo(new LastTrade(Price.of("4"), at(2)));
        assertThat(lastTrade(RULES, in("EUR", "2", transferIn("4", "10"))))
                .isEqualTo(new LastTrade(
                        Price.of("2.5"), at(1), Optional.of(new Conversion(new CurrencyCode("EUR"), FxRate.of("2")))));
        assertThat(lastTrade(RULES, bonus("3"))).isEqualTo(new LastTrade(Price.of("0"), at(1)));
    }

    /** Free units say nothing about the price; the 10 that cost 1,000 do. */
    @Test
    void aTransferIsAnObservationWhereAllBeforeItWasFree() {
        LastTrade atCost = new LastTrade(Price.of("100"), at(2));
        assertThat(lastTrade(RULES, bonus("5"), transferIn("10", "1000"))).isEqualTo(atCost);
        assertThat(lastTrade(RULES, buy("5", "0"), transferIn("10", "1000"))).isEqualTo(atCost);
        assertThat(lastTrade(RULES, transferIn("5", "0"), transferIn("10", "1000")))
                .isEqualTo(atCost);
        assertThat(lastTrade(RULES, bonus("5"), transferIn("10", "1000"), buy("1", "0")))
                .isEqualTo(atCost);
        assertThat(lastTrade(RULES, buy("1", "7"), transferIn("10", "1000")))
                .isEqualTo(new LastTrade(Price.of("7"), at(1)));
    }

    @Test
    void everyOpenPositionHasALastTrade() {
        assertThat(lastTrade(RULES, bonus("3"))).isNotNull();
        assertThat(lastTrade(RULES, transferIn("3", "0"))).isNotNull();
    }
}
