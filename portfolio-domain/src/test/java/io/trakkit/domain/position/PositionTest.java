package io.trakkit.domain.position;

import static io.trakkit.domain.position.Records.buy;
import static io.trakkit.domain.position.Records.sell;
import static io.trakkit.domain.position.Samples.RULES;
import static io.trakkit.domain.position.Samples.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PositionTest {

    private static Position after(Position before, FoldedTrade... trades) {
        HeldPosition held = new HeldPosition(before, null);
        for (FoldedTrade trade : trades) {
            held = held.after(trade, RULES);
        }
        return held.position();
    }

    @Test
    void aBuyAddsItsVolumeAndWhatItCost() {
        Position position = after(Position.EMPTY, buy("3", "400"), buy("4", "467.5"));

        // 3 × 400 + 4 × 467.50 = 1200 + 1870
        assertThat(position).isEqualTo(position("7", "3070", "0"));
        assertThat(position.averageCost()).hasToString("438.57");
    }

    @Test
    void aPartialSellTakesItsShareOfTheCostAndRealisesTheRest() {
        Position position = after(position("20", "3000", "0"), sell("5", "180"));

        // The 5 cost 3000 × 5 ÷ 20 = 750 and fetched 900.
        assertThat(position).isEqualTo(position("15", "2250", "150"));
        assertThat(position.averageCost()).hasToString("150.00");
    }

    @Test
    void aSellBelowAverageCostRealisesALoss() {
        Position position = after(position("20", "3000", "150"), sell("10", "100"));

        assertThat(position).isEqualTo(position("10", "1500", "-350"));
    }

    @Test
    void aSellOfEverythingLeavesNoDust() {
        Position third = position("3", "1", "0");

        Position afterOne = after(third, sell("1", "1"));
        assertThat(afterOne).isEqualTo(position("2", "0.66666666666666666667", "0.66666666666666666667"));

        Position afterAll = after(afterOne, sell("2", "1"));
        // Proceeds of 3 for what cost 1.
        assertThat(afterAll).isEqualTo(position("0", "0", "2"));
        assertThat(afterAll.isOpen()).isFalse();
    }

    @Test
    void aSellOfEverythingTakesTheWholeCostHoweverFineThatIs() {
        assertThat(after(position("3", "0.000000000000000000000001", "0"), sell("3", "1")))
                .isEqualTo(position("0", "0", "2.999999999999999999999999"));
    }

    @Test
    void theSoldCostIsRoundedToTwentyDecimals() {
        assertThat(after(position("3", "2", "0"), sell("1", "1")).cost()).hasToString("1.33333333333333333333");
        assertThat(after(position("7", "1", "0"), sell("2", "1")).realised()).hasToString("1.71428571428571428571");
    }

    @Test
    void aSoldCostHalfwayBetweenTwoNumbersBecomesTheEvenOne() {
        // Half of 1e-20 becomes 0, half of 3e-20 becomes 2e-20.
        assertThat(after(position("2", "0.00000000000000000001", "0"), sell("1", "1")))
                .isEqualTo(position("1", "0.00000000000000000001", "1"));
        assertThat(after(position("2", "0.00000000000000000003", "0"), sell("1", "1")))
                .isEqualTo(position("1", "0.00000000000000000001", "0.99999999999999999998"));
    }

    @Test
    void aPositionOpenedAgainStartsItsCostAnewAndKeepsWhatIsRealised() {
        Position position = after(Position.EMPTY, buy("10", "100"), sell("10", "130"), buy("2", "50"));

        assertThat(position).isEqualTo(position("2", "100", "300"));
        assertThat(position.averageCost()).hasToString("50.00");
    }

    @Test
    void moreThanIsHeldCannotBeSold() {
        assertThatThrownBy(() -> after(position("5", "1", "0"), sell("6", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot sell 6 of 5");
    }

    @Test
    void theLargestTradesAreExact() {
        Position position = after(Position.EMPTY, buy("999999999999.9999999999", "999999999999.9999999999"));

        // (10¹² − 10⁻¹⁰)² = 10²⁴ − 200 + 10⁻²⁰
        assertThat(position.cost()).hasToString("999999999999999999999800.00000000000000000001");
        assertThat(position.averageCost()).hasToString("1000000000000.00");
    }

    @Test
    void theSmallestTradesAreExact() {
        Position position = after(Position.EMPTY, buy("0.0000000001", "0.0000000001"));

        assertThat(position.cost().toPlainString()).isEqualTo("0.00000000000000000001");
        assertThat(position.averageCost()).hasToString("0.00");
    }

    @Test
    void theAverageIsRoundedToTwoDecimalsHalfEven() {
        assertThat(position("2", "0.25", "0").averageCost()).hasToString("0.12");
        assertThat(position("2", "0.27", "0").averageCost()).hasToString("0.14");
        assertThat(position("3", "2", "0").averageCost()).hasToString("0.67");
        assertThat(position("1", "1000", "0").averageCost()).hasToString("1000.00");
    }

    @Test
    void theAverageOfNothingIsZero() {
        assertThat(Position.EMPTY.averageCost()).hasToString("0.00");
    }

    @Test
    void equalNumbersAreEqualPositions() {
        assertThat(position("10.00", "1E+3", "-0.50")).isEqualTo(position("10", "1000", "-0.5"));
        assertThat(position("0.00", "0e5", "0")).isEqualTo(position("0", "0", "0"));
    }

    @Test
    void unitsHeldNeverCostLessThanNothingAndUnitsOwedMay() {
        assertThatThrownBy(() -> position("1", "-0.01", "0")).isInstanceOf(IllegalArgumentException.class);
        assertThat(position("-2", "-5", "0").averageCost()).hasToString("2.50");
    }

    @Test
    void whatHoldsNothingCostsNothing() {
        assertThatThrownBy(() -> position("0", "0.01", "5")).isInstanceOf(IllegalArgumentException.class);
    }
}
