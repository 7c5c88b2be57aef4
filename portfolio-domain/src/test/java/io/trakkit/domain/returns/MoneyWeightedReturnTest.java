package io.trakkit.domain.returns;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.returns.rate.Solution;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The rate at which what went in and out balances, in examples of textbooks and in those that have no such rate. */
class MoneyWeightedReturnTest {

    /** The example of the reference of Excel's XIRR, which says 0.373362535. */
    @Test
    void theExampleOfTheSpreadsheetsReferenceComesOut() {
        MoneyWeightedReturn found = of(
                "2008-01-01", "-10000",
                "2008-03-01", "2750",
                "2008-10-30", "4250",
                "2009-02-15", "3250",
                "2009-04-01", "2750");

        assertThat(found.solution()).isEqualTo(Solution.UNIQUE);
        assertThat(annual(found)).containsExactly("37.3363");
    }

    /** 100 becomes 121 in two years of 365 days: 10 % a year, 21 % over the span. */
    @Test
    void oneBuyAndOneSellGiveTheRateOfCompoundInterest() {
        MoneyWeightedReturn found = of("2025-01-01", "-100", "2027-01-01", "121");

        assertThat(percentages(found)).containsExactly("10 over 21");
    }

    /** 2024 has 366 days, and the rate is of 365: 110^(365/366) is a little less than 10 %. */
    @Test
    void aLeapDayIsADayMore() {
        assertThat(annual(of("2024-01-01", "-100", "2025-01-01", "110"))).containsExactly("9.9714");
        assertThat(annual(of("2024-02-29", "-100", "2025-02-28", "110"))).containsExactly("10");
    }

    /** −100 + 230 ÷ 1.1 − 132 ÷ 1.21 = 0, and the same with 1.2 and 1.44. */
    @Test
    void wherePartsAreBorrowedInBetweenSeveralRatesBalanceAndAllAreTold() {
        MoneyWeightedReturn found = of("2025-01-01", "-100", "2026-01-01", "230", "2027-01-01", "-132");

        assertThat(found.solution()).isEqualTo(Solution.SEVERAL);
        assertThat(annual(found)).containsExactly("10", "20");
    }

    /** 1 − x + x² has no real root: whatever the rate, more goes in than comes out. */
    @Test
    void whereNoRateBalancesNoneIsTold() {
        MoneyWeightedReturn found = of("2025-01-01", "-100", "2026-01-01", "100", "2027-01-01", "-100");

        assertThat(found).isEqualTo(new MoneyWeightedReturn(Solution.NONE, List.of()));
    }

    /** (x − 1.1) × (x − 1.101) = x² − 2.201 x + 1.2111. */
    @Test
    void ratesThatAreCloseToEachOtherAreAllTold() {
        MoneyWeightedReturn found = of("2025-01-01", "-10000", "2026-01-01", "22010", "2027-01-01", "-12111");

        assertThat(found.solution()).isEqualTo(Solution.SEVERAL);
        assertThat(annual(found)).containsExactly("10", "10.1");
    }

    /** (x − 1.1) × (x − 1.100001) = x² − 2.200001 x + 1.2100011, between two years and after a long time without any flow. */
    @Test
    void soAreThoseThatDifferInTheLastDecimalShown() {
        MoneyWeightedReturn found = of("2025-01-01", "-1000000", "2026-01-01", "2200001", "2027-01-01", "-1210001.1");

        assertThat(found.solution()).isEqualTo(Solution.SEVERAL);
        assertThat(annual(found)).containsExactly("10", "10.0001");
    }

    /** (x − 1.1) × (x − 1.2) × (x − 1.3) = x³ − 3.6 x² + 4.31 x − 1.716. */
    @Test
    void threeRatesAreThree() {
        MoneyWeightedReturn found = of(
                "2025-01-01", "-1000",
                "2026-01-01", "3600",
                "2027-01-01", "-4310",
                "2028-01-01", "1716");

        assertThat(found.solution()).isEqualTo(Solution.SEVERAL);
        assertThat(annual(found)).containsExactly("10", "20", "30");
    }

    /** (x − 1.1)² = x² − 2.2 x + 1.21: the value touches zero and turns. A hair more, and it never gets there. */
    @Test
    void aRateThatTheFlowsOnlyTouchIsFoundAndNotProven() {
        MoneyWeightedReturn touching = of("2025-01-01", "-100", "2026-01-01", "220", "2027-01-01", "-121");
        assertThat(touching.solution()).isEqualTo(Solution.FOUND);
        assertThat(annual(touching)).containsExactly("10");

        assertThat(of("2025-01-01", "-100", "2026-01-01", "220", "2027-01-01", "-121.0000001"))
                .isEqualTo(new MoneyWeightedReturn(Solution.NONE, List.of()));
    }

    /**
     * Of −1 + 4·10⁹ v − 2.8·10¹⁰ v¹¹ + 4·10¹⁰ v²¹ the first two flows balance at nearly 4·10⁹ a day. What is invested then is so
     * little that 40 digits cannot tell its sign: it proves nothing, and there are two more rates.
     */
    @Test
    void anInvestedBalanceThatIsOnlyRoundingProvesNothing() {
        MoneyWeightedReturn found = of(
                "2025-01-01", "-1",
                "2025-01-02", "4000000000",
                "2025-01-12", "-28000000000",
                "2025-01-22", "40000000000");

        assertThat(found.solution()).isEqualTo(Solution.SEVERAL);
        assertThat(found.rates()).hasSize(3);
    }

    /**
     * Everything sold with a gain, then some bought again and sold with a loss: the owner is ahead in between, and there is
     * one rate all the same. −100 + 150 ÷ 1.5 = 0 of the first year; the second turn is of the same kind: −100 + 150 ÷ 1.5.
     */
    @Test
    void whoSellsAllAndBeginsAgainHasOneRateThatIsProven() {
        MoneyWeightedReturn found = of(
                "2023-01-01", "-100",
                "2024-01-01", "150",
                "2025-01-01", "-100",
                "2026-01-01", "150");

        assertThat(found.solution()).isEqualTo(Solution.UNIQUE);
        assertThat(found.rates().getFirst().annual().orElseThrow())
                .isBetween(new BigDecimal("49.9"), new BigDecimal("50.1"));
    }

    /** Days in turn of a gain and a loss, four years long: the hardest there is, and an answer all the same. */
    @Test
    void aThousandTurnsAreLookedThrough() {
        SortedMap<LocalDate, BigDecimal> flows = new TreeMap<>();
        LocalDate first = LocalDate.parse("2021-01-01");
        for (int day = 0; day < 1_000; day++) {
            flows.put(first.plusDays(day), new BigDecimal(day % 2 == 0 ? "-1000" : "1001"));
        }

        MoneyWeightedReturn found = MoneyWeightedReturn.of(flows);

        // −1000 + 1001 ÷ (1 + rate of a day) = 0, in each of them: 0.1 % a day.
        assertThat(found.solution()).isEqualTo(Solution.UNIQUE);
        assertThat(annual(found)).containsExactly("44.0251");
    }

    /** A tenth of a cent is left of all that was put in. */
    @Test
    void aTotalLossIsARateOfNearlyMinusHundred() {
        MoneyWeightedReturn found =
                of("2025-01-01", "-1000", "2025-03-01", "-1000", "2025-05-01", "-1000", "2026-01-01", "0.001");

        assertThat(found.solution()).isEqualTo(Solution.UNIQUE);
        assertThat(annual(found)).containsExactly("-100");
        assertThat(of("2025-01-01", "-1000", "2025-03-01", "-1000").solution()).isEqualTo(Solution.NONE);
    }

    @Test
    void nothingInvestedNothingTakenOutOrNoTimeInBetweenHasNoRate() {
        assertThat(of().solution()).isEqualTo(Solution.NONE);
        assertThat(of("2025-01-01", "-100").solution()).isEqualTo(Solution.NONE);
        assertThat(of("2025-01-01", "-100", "2026-01-01", "-5").solution()).isEqualTo(Solution.NONE);
        assertThat(of("2025-01-01", "0", "2026-01-01", "0").solution()).isEqualTo(Solution.NONE);
    }

    /** Buys and sells in turn: many changes of sign, and one rate all the same, since something is held throughout. */
    @Test
    void whoIsInvestedThroughoutHasOneRateHoweverOftenTheyTrade() {
        MoneyWeightedReturn found = of(
                "2025-01-01", "-1000",
                "2025-03-01", "100",
                "2025-05-01", "-50",
                "2025-07-01", "100",
                "2025-09-01", "-50",
                "2026-01-01", "1000");

        assertThat(found.solution()).isEqualTo(Solution.UNIQUE);
        assertThat(annual(found)).containsExactly("10.9065");
    }

    @Test
    void aLossOfNearlyAllIsARateJustAboveMinusHundred() {
        MoneyWeightedReturn found = of("2025-01-01", "-1000000", "2026-01-01", "0.0000000001");

        assertThat(percentages(found)).containsExactly("-100 over -100");
        assertThat(found.solution()).isEqualTo(Solution.UNIQUE);
    }

    /** Twice as much in a day is 2^365 times as much in a year, which is no figure for anybody. */
    @Test
    void aRateBeyondAllMeasureIsToldOverTheSpanOnly() {
        MoneyWeightedReturn found = of("2025-01-01", "-100", "2025-01-02", "200");

        assertThat(percentages(found)).containsExactly("none over 100");
    }

    @Test
    void aCenturyOfDailyFlowsIsSolvedInTheEnd() {
        TreeMap<LocalDate, BigDecimal> flows = new TreeMap<>();
        LocalDate first = LocalDate.parse("2000-01-01");
        for (int day = 0; day < 3_000; day++) {
            flows.put(first.plusDays(day), day % 2 == 0 ? new BigDecimal("-3") : new BigDecimal("1"));
        }
        flows.put(first.plusDays(3_000), new BigDecimal("3000"));

        MoneyWeightedReturn found = MoneyWeightedReturn.of(flows);

        // 1,500 × (3 − 1) was put in, net, and exactly that comes out.
        assertThat(percentages(found)).containsExactly("0 over 0");
        assertThat(found.solution()).isEqualTo(Solution.UNIQUE);
    }

    private static List<String> percentages(MoneyWeightedReturn found) {
        return found.rates().stream()
                .map(rate -> rate.annual().map(BigDecimal::toPlainString).orElse("none") + " over "
                        + rate.overSpan().toPlainString())
                .toList();
    }

    private static List<String> annual(MoneyWeightedReturn found) {
        return found.rates().stream()
                .map(rate -> rate.annual().orElseThrow().toPlainString())
                .toList();
    }

    private static MoneyWeightedReturn of(String... datesAndAmounts) {
        SortedMap<LocalDate, BigDecimal> flows = new TreeMap<>();
        for (int i = 0; i < datesAndAmounts.length; i += 2) {
            flows.put(LocalDate.parse(datesAndAmounts[i]), new BigDecimal(datesAndAmounts[i + 1]));
        }
        return MoneyWeightedReturn.of(flows);
    }
}
