package io.trakkit.domain.explain;

import static io.trakkit.domain.position.Records.bonus;
import static io.trakkit.domain.position.Records.buy;
import static io.trakkit.domain.position.Records.cashInLieu;
import static io.trakkit.domain.position.Records.charges;
import static io.trakkit.domain.position.Records.corporateAction;
import static io.trakkit.domain.position.Records.fee;
import static io.trakkit.domain.position.Records.in;
import static io.trakkit.domain.position.Records.minutely;
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
import static io.trakkit.domain.trade.ActivityType.COST_ADJUSTMENT;
import static io.trakkit.domain.trade.ActivityType.DIVIDEND;
import static io.trakkit.domain.trade.ActivityType.RETURN_OF_CAPITAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.trade.FoldOutcome;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What single records did, in figures that a person can check. */
class ExplainerTest {

    /** The last of these records. */
    private static ExplainedRecord last(CostMethod method, BookRules rules, FoldedRecord... records) {
        Explainer explainer = new Explainer(method, rules);
        return minutely(records).stream().map(explainer::next).toList().getLast();
    }

    /** What the last of these records did by average cost, as "number formula". */
    private static List<String> effects(BookRules rules, FoldedRecord... records) {
        return lines(last(CostMethod.AVERAGE, rules, records));
    }

    private static List<String> effects(FoldedRecord... records) {
        return effects(RULES, records);
    }

    private static List<String> lines(ExplainedRecord explained) {
        return explained.effects().stream()
                .map(effect -> effect.number().wireName() + " " + effect.formula())
                .toList();
    }

    @Test
    void aPurchaseAddsItsMoneyAndCharges() {
        assertThat(effects(buy("10", "100"), charges("5", "1", buy("10", "120.5"))))
                .containsExactly(
                        "held 10 + 10 = 20",
                        "cost 1,000 + 10 × 120.5 + 5 + 1 = 2,211",
                        "fees 0 + 5 + 1 = 6",
                        "average 2,211 ÷ 20 = 110.55");
    }

    @Test
    void aPurchaseInAnotherCurrencyIsConverted() {
        assertThat(effects(buy("10", "100"), in("EUR", "0.9", buy("10", "100"))))
                .startsWith("held 10 + 10 = 20", "cost 1,000 + 10 × 100 × 0.9 = 1,900");
        assertThat(effects(in("EUR", "0.9", charges("5", "1", buy("10", "100")))))
                .containsExactly(
                        "held 0 + 10 = 10",
                        "cost 0 + 10 × 100 × 0.9 + (5 + 1) × 0.9 = 905.4",
                        "fees 0 + (5 + 1) × 0.9 = 5.4",
                        "local_cost 0 + 10 × 100 + 5 + 1 = 1,006",
                        "average 905.4 ÷ 10 = 90.54");
    }

    @Test
    void aSaleTakesItsShareOfTheCost() {
        assertThat(effects(fee("4", buy("20", "95")), fee("10", sell("5", "120"))))
                .containsExactly(
                        "held 20 − 5 = 15",
                        "cost 1,904 − 1,904 × 5 ÷ 20 = 1,428",
                        "fees 4 − 4 × 5 ÷ 20 = 3",
                        "realised 0 + 5 × 120 − 10 − 1,904 × 5 ÷ 20 = 114");
        assertThat(effects(buy("3", "100"), sell("3", "120")))
                .containsExactly(
                        "held 3 − 3 = 0", "cost 300 − 300 = 0", "realised 0 + 3 × 120 − 300 = 60", "average null");
    }

    @Test
    void aRoundedResultSaysSo() {
        assertThat(effects(buy("3", "33.34"), buy("3", "0.01"), sell("1", "50")))
                .contains("cost 100.05 − 100.05 × 1 ÷ 6 = 83.375", "realised 0 + 1 × 50 − 100.05 × 1 ÷ 6 = 33.325");
        assertThat(effects(buy("3", "100"), buy("4", "25"), sell("1", "50")))
                .contains("cost 400 − 400 × 1 ÷ 7 ≈ 342.85714285714285714286");
    }

    @Test
    void aSaleOfMoreThanIsHeldClosesAndOpens() {
        FoldedRecord flip = fee("3", sell("15", "120"));

        assertThat(effects(SHORT_ALLOWED, buy("10", "100"), flip))
                .containsExactly(
                        "held 10 − 10 = 0",
                        "cost 1,000 − 1,000 = 0",
                        "realised 0 + 15 × 120 × 10 ÷ 15 − 3 × 10 ÷ 15 − 1,000 = 198",
                        "held 0 − 5 = −5",
                        "cost 0 − 15 × 120 + 15 × 120 × 10 ÷ 15 + 3 − 3 × 10 ÷ 15 = −599",
                        "fees 0 + 3 − 3 × 10 ÷ 15 = 1",
                        "average 599 ÷ 5 = 119.80");
        assertThat(last(CostMethod.AVERAGE, SHORT_ALLOWED, buy("10", "100"), flip)
                        .effects())
                .extracting(Effect::step)
                .containsExactly(1, 1, 1, 2, 2, 2, 2);
    }

    @Test
    void aShortPositionIsBoughtBackAndTurns() {
        assertThat(effects(SHORT_ALLOWED, sell("10", "100"), fee("5", buy("4", "90"))))
                .containsExactly(
                        "held −10 + 4 = −6",
                        "cost −1,000 + 1,000 × 4 ÷ 10 = −600",
                        "realised 0 − 4 × 90 − 5 + 1,000 × 4 ÷ 10 = 35");
        assertThat(effects(SHORT_ALLOWED, sell("10", "100"), buy("15", "90")))
                .containsExactly(
                        "held −10 + 10 = 0",
                        "cost −1,000 + 1,000 = 0",
                        "realised 0 − 15 × 90 × 10 ÷ 15 + 1,000 = 100",
                        "held 0 + 5 = 5",
                        "cost 0 + 15 × 90 − 15 × 90 × 10 ÷ 15 = 450",
                        "average 450 ÷ 5 = 90.00");
    }

    @Test
    void splitsAndBonusIssuesChangeUnitsAlone() {
        assertThat(effects(buy("10", "100"), split("3", "2")))
                .containsExactly("held 10 × 3 ÷ 2 = 15", "average 1,000 ÷ 15 ≈ 66.67");
        assertThat(effects(buy("10", "100"), bonus("1", "4"))).startsWith("held 10 + 10 × 1 ÷ 4 = 12.5");
        assertThat(effects(buy("10", "100"), wholeBonus("1", "4"))).startsWith("held 10 + whole(10 × 1 ÷ 4) = 12");
        assertThat(effects(buy("10", "100"), bonus("5"))).startsWith("held 10 + 5 = 15");
    }

    @Test
    void aDividendIsIncomeWithoutItsTax() {
        assertThat(effects(buy("10", "100"), taxed("2.25", perUnit(DIVIDEND, "1.5"))))
                .containsExactly("income 0 + 10 × 1.5 − 2.25 = 12.75");
        assertThat(effects(buy("10", "100"), in("EUR", "0.9", taxed("3", total(DIVIDEND, "20")))))
                .contains("income 0 + (20 − 3) × 0.9 = 15.3");
        assertThat(effects(SHORT_ALLOWED, sell("10", "100"), perUnit(DIVIDEND, "1.5")))
                .containsExactly("income 0 − 10 × 1.5 = −15");
    }

    @Test
    void capitalReturnedBeyondTheCostIsRealised() {
        assertThat(effects(buy("10", "10"), perUnit(RETURN_OF_CAPITAL, "4")))
                .containsExactly("cost 100 − 10 × 4 = 60", "average 60 ÷ 10 = 6.00");
        assertThat(effects(buy("10", "10"), perUnit(RETURN_OF_CAPITAL, "12")))
                .containsExactly(
                        "cost 100 − 10 × 12 = −20, limited to 0",
                        "realised 0 + 10 × 12 − 100 = 20",
                        "average 0 ÷ 10 = 0.00");
    }

    @Test
    void anAdjustmentOfTheCostStopsAtZero() {
        assertThat(effects(buy("10", "10"), total(COST_ADJUSTMENT, "-30"))).startsWith("cost 100 − 30 = 70");
        assertThat(effects(buy("10", "10"), total(COST_ADJUSTMENT, "-130")))
                .startsWith("cost 100 − 130 = −30, limited to 0");
    }

    @Test
    void transfersBringAndTakeUnitsWithTheirCost() {
        assertThat(effects(transferIn("8", "80")))
                .containsExactly("held 0 + 8 = 8", "cost 0 + 80 = 80", "average 80 ÷ 8 = 10.00");
        assertThat(effects(transferIn("8", "80"), transferOut("2")))
                .containsExactly("held 8 − 2 = 6", "cost 80 − 80 × 2 ÷ 8 = 60");
        assertThat(effects(buy("8", "10"), cashInLieu("1", "12")))
                .containsExactly("held 8 − 1 = 7", "cost 80 − 80 × 1 ÷ 8 = 70", "realised 0 + 12 − 80 × 1 ÷ 8 = 2");
    }

    @Test
    void unitsThatASplitRoundsToNothingAreLost() {
        assertThat(effects(buy("0.000000000000000001", "100"), split("1", "3")))
                .contains("held 0.000000000000000001 × 1 ÷ 3 ≈ 0", "cost 0.0000000000000001 − 0.0000000000000001 = 0");
    }

    @Test
    void aSecondCurrencyEndsTheNumbersInTheFirstOne() {
        List<Effect> effects = last(
                        CostMethod.AVERAGE,
                        RULES,
                        in("EUR", "0.9", buy("10", "100")),
                        in("INR", "0.01", buy("1", "100")))
                .effects();

        assertThat(effects)
                .contains(
                        new Effect(1, Figure.LOCAL_COST, new BigDecimal("1000"), null, null),
                        new Effect(1, Figure.LOCAL_REALISED, BigDecimal.ZERO, null, null));
    }

    @Test
    void aRejectedSaleSaysWhatWasMissingAndChangesNothing() {
        FoldedTrade sale = sell("5", "120");
        ExplainedRecord rejected = last(
                CostMethod.AVERAGE,
                RULES,
                buy("1", "100"),
                new FoldedTrade(
                        sale.tradeOrder(),
                        sale.volume(),
                        sale.price(),
                        sale.status(),
                        FoldOutcome.rejected(BigDecimal.ONE)));

        assertThat(rejected.effects()).isEmpty();
        assertThat(rejected.reason()).contains("insufficient_volume");
        assertThat(rejected.detail()).contains("5 to sell, 1 held at that time");
        assertThat(rejected.after().held()).isEqualByComparingTo("1");
    }

    @Test
    void anActionWhereNothingIsHeldSaysSo() {
        ExplainedRecord split = last(CostMethod.AVERAGE, RULES, corporateAction(split("2", "1")));

        assertThat(split.effects()).isEmpty();
        assertThat(split.detail()).contains("Nothing was held at that time");
    }

    @Test
    void byLotsASaleNamesWhatTheLotsCost() {
        ExplainedRecord sale = last(
                CostMethod.FIFO, RULES, buy("10", "100"), fee("10", buy("10", "200")), fee("5", sell("15", "300")));

        assertThat(lines(sale))
                .containsExactly(
                        "held 20 − 15 = 5",
                        "cost 3,010 − 1,000 − 1,005 = 1,005",
                        "fees 10 − 5 = 5",
                        "realised 0 + 15 × 300 − 5 − 1,000 − 1,005 = 2,490",
                        "average 1,005 ÷ 5 = 201.00");
        assertThat(sale.taken()).extracting(lot -> lot.refId().value()).containsExactly("r1", "r2");
        assertThat(last(CostMethod.LIFO, RULES, buy("10", "100"), buy("10", "200"), transferOut("4"))
                        .taken())
                .extracting(lot -> lot.refId().value())
                .containsExactly("r2");
    }
}
