package io.trakkit.domain.position;

import static io.trakkit.domain.position.Records.assertNumbers;
import static io.trakkit.domain.position.Records.bonus;
import static io.trakkit.domain.position.Records.buy;
import static io.trakkit.domain.position.Records.cashInLieu;
import static io.trakkit.domain.position.Records.fee;
import static io.trakkit.domain.position.Records.folded;
import static io.trakkit.domain.position.Records.in;
import static io.trakkit.domain.position.Records.perUnit;
import static io.trakkit.domain.position.Records.sell;
import static io.trakkit.domain.position.Records.split;
import static io.trakkit.domain.position.Records.taxed;
import static io.trakkit.domain.position.Records.total;
import static io.trakkit.domain.position.Records.transferIn;
import static io.trakkit.domain.position.Records.transferOut;
import static io.trakkit.domain.position.Records.wholeBonus;
import static io.trakkit.domain.position.Samples.RULES;
import static io.trakkit.domain.position.Samples.SHORT_ALLOWED;
import static io.trakkit.domain.trade.ActivityType.CHARGE;
import static io.trakkit.domain.trade.ActivityType.COST_ADJUSTMENT;
import static io.trakkit.domain.trade.ActivityType.DEPOSIT;
import static io.trakkit.domain.trade.ActivityType.DIVIDEND;
import static io.trakkit.domain.trade.ActivityType.INTEREST;
import static io.trakkit.domain.trade.ActivityType.RETURN_OF_CAPITAL;
import static io.trakkit.domain.trade.ActivityType.WITHDRAWAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What each activity does to a position, in numbers that a person can check. */
class ActivityRulesTest {

    // Dividends

    @Test
    void aDividendIsIncomeOfTheUnitsHeld() {
        assertNumbers(folded(RULES, buy("3", "10"), perUnit(DIVIDEND, "0.25")), "3", "30", "0", "0", "0.75");
        assertNumbers(folded(RULES, buy("3", "10"), taxed("0.20", total(DIVIDEND, "1"))), "3", "30", "0", "0", "0.8");
        // (2 − 0.5) × 1.1
        assertNumbers(
                folded(RULES, buy("3", "10"), in("EUR", "1.1", taxed("0.5", total(DIVIDEND, "2")))),
                "3",
                "30",
                "0",
                "0",
                "1.65");
    }

    @Test
    void aShortPositionPaysTheDividend() {
        assertNumbers(
                folded(SHORT_ALLOWED, sell("3", "10"), perUnit(DIVIDEND, "0.25")), "-3", "-30", "0", "0", "-0.75");
        assertNumbers(
                folded(SHORT_ALLOWED, sell("3", "10"), taxed("0.1", total(DIVIDEND, "1"))),
                "-3",
                "-30",
                "0",
                "0",
                "-1.1");
    }

    // Cost

    @Test
    void aReturnOfCapitalLowersTheCostAndWhatIsBeyondIsAGain() {
        assertNumbers(folded(RULES, buy("2", "10"), perUnit(RETURN_OF_CAPITAL, "1")), "2", "18", "0", "0", "0");
        assertNumbers(folded(RULES, buy("2", "10"), total(RETURN_OF_CAPITAL, "20")), "2", "0", "0", "0", "0");
        assertNumbers(folded(RULES, buy("2", "10"), total(RETURN_OF_CAPITAL, "21")), "2", "0", "0", "1", "0");
        assertNumbers(folded(RULES, bonus("2"), total(RETURN_OF_CAPITAL, "21")), "2", "0", "0", "21", "0");
        assertNumbers(
                folded(RULES, buy("2", "10"), taxed("1", total(RETURN_OF_CAPITAL, "5"))), "2", "16", "0", "0", "0");
    }

    @Test
    void aShortPositionPaysAReturnOfCapital() {
        assertNumbers(
                folded(SHORT_ALLOWED, sell("10", "90"), perUnit(RETURN_OF_CAPITAL, "10")),
                "-10",
                "-800",
                "0",
                "0",
                "0");
        assertNumbers(
                folded(SHORT_ALLOWED, sell("10", "90"), total(RETURN_OF_CAPITAL, "1000")),
                "-10",
                "0",
                "0",
                "-100",
                "0");
        // Sold at 1 with a fee of 3: the cost of 2 is no proceeds that could be paid back.
        assertNumbers(
                folded(SHORT_ALLOWED, fee("3", sell("1", "1")), total(RETURN_OF_CAPITAL, "5")),
                "-1",
                "2",
                "3",
                "-5",
                "0");
    }

    @Test
    void anAdjustmentChangesTheCostButNotBelowZeroAndRealisesNothing() {
        assertNumbers(folded(RULES, buy("2", "10"), total(COST_ADJUSTMENT, "4")), "2", "24", "0", "0", "0");
        assertNumbers(folded(RULES, buy("2", "10"), perUnit(COST_ADJUSTMENT, "-4")), "2", "12", "0", "0", "0");
        assertNumbers(folded(RULES, buy("2", "10"), total(COST_ADJUSTMENT, "-21")), "2", "0", "0", "0", "0");
        assertNumbers(folded(RULES, bonus("2"), total(COST_ADJUSTMENT, "-1")), "2", "0", "0", "0", "0");
        assertNumbers(folded(RULES, bonus("2"), total(COST_ADJUSTMENT, "1")), "2", "1", "0", "0", "0");
    }

    @Test
    void anAdjustmentOfAShortPositionChangesItsProceedsButNotBelowZero() {
        FoldedTrade sold = sell("2", "10");
        assertNumbers(folded(SHORT_ALLOWED, sold, perUnit(COST_ADJUSTMENT, "1")), "-2", "-22", "0", "0", "0");
        assertNumbers(folded(SHORT_ALLOWED, sold, total(COST_ADJUSTMENT, "-5")), "-2", "-15", "0", "0", "0");
        assertNumbers(folded(SHORT_ALLOWED, sold, total(COST_ADJUSTMENT, "-25")), "-2", "0", "0", "0", "0");
        assertNumbers(
                folded(SHORT_ALLOWED, fee("30", sold), total(COST_ADJUSTMENT, "-25")), "-2", "10", "30", "0", "0");
        assertNumbers(
                folded(SHORT_ALLOWED, fee("30", sold), total(COST_ADJUSTMENT, "25")), "-2", "-15", "30", "0", "0");
    }

    // Units

    @Test
    void aSplitMultipliesTheUnitsAndKeepsTheCost() {
        assertNumbers(folded(RULES, fee("1", buy("10", "1")), split("3", "2")), "15", "11", "1", "0", "0");
        assertNumbers(folded(RULES, buy("119", "1"), split("3", "1"), split("1", "3")), "119", "119", "0", "0", "0");
        assertNumbers(folded(SHORT_ALLOWED, sell("10", "90"), split("2", "1")), "-20", "-900", "0", "0", "0");
    }

    @Test
    void unitsAreRoundedToEighteenDecimalsOnlyWhereTheyMustBe() {
        assertNumbers(folded(RULES, buy("170", "1"), split("0.7926", "1")), "134.742", "170", "0", "0", "0");
        assertNumbers(folded(RULES, buy("2", "1"), split("1", "3")), "0.666666666666666667", "2", "0", "0", "0");
    }

    @Test
    void theCostOfUnitsThatASplitRoundsToNothingIsLost() {
        FoldedTrade tiny = fee("3", buy("0.000000000000000001", "1"));
        assertNumbers(folded(RULES, tiny, split("1", "2")), "0", "0", "0", "-3.000000000000000001", "0");
        assertNumbers(
                folded(SHORT_ALLOWED, sell("0.000000000000000002", "1000"), split("1", "4")),
                "0",
                "0",
                "0",
                "0.000000000000002",
                "0");
    }

    @Test
    void aLongRowOfAbsurdSplitsEndsAtANumberThatATableHolds() {
        FoldedRecord[] records = new FoldedRecord[20];
        Arrays.fill(records, split("999999999999", "0.000000000000000001"));
        records[0] = buy("1", "1");

        Position position = folded(RULES, records);

        assertThat(position.held()).isEqualByComparingTo(BigDecimal.TEN.pow(100));
        assertThat(position.cost()).isEqualByComparingTo("1");
    }

    @Test
    void aBonusGivesUnitsForNothing() {
        assertNumbers(folded(RULES, buy("10", "10"), bonus("5")), "15", "100", "0", "0", "0");
        assertNumbers(folded(RULES, buy("10", "10"), bonus("1", "4")), "12.5", "100", "0", "0", "0");
        assertNumbers(folded(RULES, buy("10", "10"), wholeBonus("1", "4")), "12", "100", "0", "0", "0");
        assertNumbers(folded(RULES, buy("2", "10"), wholeBonus("1", "3")), "2", "20", "0", "0", "0");
        // A third is less than 1; rounded to 18 decimals it would be 1.
        assertNumbers(
                folded(RULES, buy("2.999999999999999999", "0"), wholeBonus("1", "3")),
                "2.999999999999999999",
                "0",
                "0",
                "0",
                "0");
        assertNumbers(folded(RULES, bonus("0.000000329")), "0.000000329", "0", "0", "0", "0");
        assertNumbers(folded(SHORT_ALLOWED, sell("10", "10"), bonus("5")), "-15", "-100", "0", "0", "0");
        assertNumbers(folded(SHORT_ALLOWED, sell("10", "10"), wholeBonus("1", "4")), "-12", "-100", "0", "0", "0");
    }

    @Test
    void cashInLieuIsASaleAtAverageCost() {
        // 0.4 of 50.4 that cost 66000.
        assertNumbers(
                folded(RULES, transferIn("50.4", "66000"), cashInLieu("0.4", "600")),
                "50",
                "65476.19047619047619047619",
                "0",
                "76.19047619047619047619",
                "0");
        assertNumbers(folded(RULES, buy("1", "10"), taxed("2", cashInLieu("1", "15"))), "0", "0", "0", "3", "0");
        assertNumbers(folded(SHORT_ALLOWED, sell("1", "10"), cashInLieu("1", "4")), "0", "0", "0", "6", "0");
    }

    @Test
    void aTransferBringsItsCostAndTakesTheAverage() {
        assertNumbers(folded(RULES, transferIn("10", "1505"), transferOut("4")), "6", "903", "0", "0", "0");
        assertNumbers(folded(RULES, fee("5", buy("10", "150")), transferOut("10")), "0", "0", "0", "0", "0");
        assertNumbers(folded(RULES, in("EUR", "2", transferIn("1", "5"))), "1", "10", "0", "0", "0");
        assertNumbers(folded(SHORT_ALLOWED, sell("2", "10"), transferIn("3", "24")), "1", "8", "0", "4", "0");
    }

    @Test
    void movementsOfCashChangeNoPosition() {
        Position cash = folded(
                RULES,
                total(DEPOSIT, "100"),
                total(WITHDRAWAL, "1"),
                taxed("1", total(INTEREST, "-2")),
                total(CHARGE, "-3"));

        assertNumbers(cash, "0", "0", "0", "0", "0");
    }
}
