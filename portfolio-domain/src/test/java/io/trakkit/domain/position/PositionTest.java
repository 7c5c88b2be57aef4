package io.trakkit.domain.position;

import static io.trakkit.domain.position.Samples.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import org.junit.jupiter.api.Test;

class PositionTest {

    @Test
    void aBuyAddsItsVolumeAndWhatItCost() {
        Position position =
                Position.EMPTY.bought(Volume.of("3"), Price.of("400")).bought(Volume.of("4"), Price.of("467.5"));

        // 3 × 400 + 4 × 467.50 = 1200 + 1870
        assertThat(position).isEqualTo(position("7", "3070", "0"));
        assertThat(position.averageCost()).hasToString("438.57");
    }

    @Test
    void aPartialSellTakesItsShareOfTheCostAndRealisesTheRest() {
        Position position = position("20", "3000", "0").sold(Volume.of("5"), Price.of("180"));

        // The 5 cost 3000 × 5 ÷ 20 = 750 and fetched 900.
        assertThat(position).isEqualTo(position("15", "2250", "150"));
        assertThat(position.averageCost()).hasToString("150.00");
    }

    @Test
    void aSellBelowAverageCostRealisesALoss() {
        Position position = position("20", "3000", "150").sold(Volume.of("10"), Price.of("100"));

        assertThat(position).isEqualTo(position("10", "1500", "-350"));
    }

    @Test
    void aSellOfEverythingLeavesNoDust() {
        Position third = position("3", "1", "0");

        Position afterOne = third.sold(Volume.of("1"), Price.of("1"));
        assertThat(afterOne).isEqualTo(position("2", "0.66666666666666666667", "0.66666666666666666667"));

        Position afterAll = afterOne.sold(Volume.of("2"), Price.of("1"));
        // Proceeds of 3 for what cost 1.
        assertThat(afterAll).isEqualTo(position("0", "0", "2"));
        assertThat(afterAll.isOpen()).isFalse();
    }

    @Test
    void aSellOfEverythingTakesTheWholeCostHoweverFineThatIs() {
        assertThat(position("3", "0.000000000000000000000001", "0").sold(Volume.of("3"), Price.of("1")))
                .isEqualTo(position("0", "0", "2.999999999999999999999999"));
    }

    @Test
    void theSoldCostIsRoundedToTwentyDecimals() {
        assertThat(position("3", "2", "0").sold(Volume.of("1"), Price.of("1")).cost())
                .hasToString("1.33333333333333333333");
        assertThat(position("7", "1", "0").sold(Volume.of("2"), Price.of("1")).realised())
                .hasToString("1.71428571428571428571");
    }

    @Test
    void aSoldCostHalfwayBetweenTwoNumbersBecomesTheEvenOne() {
        // Half of 1e-20 becomes 0, half of 3e-20 becomes 2e-20.
        assertThat(position("2", "0.00000000000000000001", "0").sold(Volume.of("1"), Price.of("1")))
                .isEqualTo(position("1", "0.00000000000000000001", "1"));
        assertThat(position("2", "0.00000000000000000003", "0").sold(Volume.of("1"), Price.of("1")))
                .isEqualTo(position("1", "0.00000000000000000001", "0.99999999999999999998"));
    }

    @Test
    void aPositionOpenedAgainStartsItsCostAnewAndKeepsWhatIsRealised() {
        Position position = Position.EMPTY
                .bought(Volume.of("10"), Price.of("100"))
                .sold(Volume.of("10"), Price.of("130"))
                .bought(Volume.of("2"), Price.of("50"));

        assertThat(position).isEqualTo(position("2", "100", "300"));
        assertThat(position.averageCost()).hasToString("50.00");
    }

    @Test
    void itCoversASellOfAtMostWhatIsHeld() {
        assertThat(position("5", "1", "0").covers(Volume.of("5.00"))).isTrue();
        assertThat(position("5", "1", "0").covers(Volume.of("5.0000000001"))).isFalse();
        assertThat(Position.EMPTY.covers(Volume.of("0.0000000001"))).isFalse();
    }

    @Test
    void moreThanIsHeldCannotBeSold() {
        assertThatThrownBy(() -> position("5", "1", "0").sold(Volume.of("6"), Price.of("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot sell 6 of 5");
    }

    @Test
    void theLargestTradesAreExact() {
        Position position =
                Position.EMPTY.bought(Volume.of("999999999999.9999999999"), Price.of("999999999999.9999999999"));

        // (10¹² − 10⁻¹⁰)² = 10²⁴ − 200 + 10⁻²⁰
        assertThat(position.cost()).hasToString("999999999999999999999800.00000000000000000001");
        assertThat(position.averageCost()).hasToString("1000000000000.00");
    }

    @Test
    void theSmallestTradesAreExact() {
        Position position = Position.EMPTY.bought(Volume.of("0.0000000001"), Price.of("0.0000000001"));

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
        assertThat(position("0.00", "0e5", "0")).isEqualTo(Position.EMPTY);
    }

    @Test
    void aPositionHoldsAndCostsNeverLessThanNothing() {
        assertThatThrownBy(() -> position("-1", "0", "0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> position("1", "-0.01", "0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatHoldsNothingCostsNothing() {
        assertThatThrownBy(() -> position("0", "0.01", "5")).isInstanceOf(IllegalArgumentException.class);
    }
}
