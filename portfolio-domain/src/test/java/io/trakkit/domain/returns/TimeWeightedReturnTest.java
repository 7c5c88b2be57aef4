package io.trakkit.domain.returns;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** What became of one unit of money, whatever was put in and taken out. */
class TimeWeightedReturnTest {

    /**
     * Investopedia's example: 1,000,000 becomes 1,162,484; 100,000 more are put in; all is worth 1,192,328 at the end.
     * 1.162484 × 1,192,328 ÷ 1,262,484 = 1.097885.
     */
    @Test
    void aReturnOfThirtyDigitsIsExactToItsDecimals() {
        // A third of the money is left, which then grows by 3 × 10³⁰.
        TimeWeightedReturn found = startingWith("3").flow(money("1"), money("1"));

        assertThat(found.percentage(money("3000000000000000000000000000000")))
                .hasValueSatisfying(
                        percentage -> assertThat(percentage).isEqualByComparingTo("99999999999999999999999999999900"));
    }

    @Test
    void aTextbooksExampleComesOut() {
        TimeWeightedReturn found = startingWith("1000000").flow(money("1162484"), money("1262484"));

        assertThat(found.percentage(money("1192328"))).contains(money("9.7885"));
    }

    /** 100 → 110, half is sold, 55 → 66: 1.1 × 1.2 = 1.32, whatever was taken out. */
    @Test
    void whatIsTakenOutHasGrownUpToThen() {
        TimeWeightedReturn found = startingWith("100").flow(money("110"), money("55"));

        assertThat(found.percentage(money("66"))).contains(money("32"));
    }

    /** 1,000 is put in, taken out as 1,100, and nothing is there before or after: 10 %. */
    @Test
    void whatComesAndGoesCounts() {
        TimeWeightedReturn found =
                startingWith("0").flow(money("0"), money("1000")).flow(money("1100"), money("0"));

        assertThat(found.percentage(money("0"))).contains(money("10"));
    }

    @Test
    void whileThereIsNoValueThereIsNoReturnAndAfterwardsItStays() {
        TimeWeightedReturn nothing = startingWith("0");
        TimeWeightedReturn after = startingWith("100").flow(money("150"), money("0"));

        assertThat(nothing.percentage(money("0"))).isEmpty();
        assertThat(after.percentage(money("0"))).contains(money("50"));
        assertThat(after.flow(money("0"), money("10")).percentage(money("20"))).contains(money("200"));
    }

    /** What came free has no beginning to be measured by. */
    @Test
    void aSubPeriodThatBeginsWithNothingIsLeftOut() {
        assertThat(startingWith("0").percentage(money("70"))).contains(money("0"));
        assertThat(startingWith("0").flow(money("70"), money("100")).percentage(money("120")))
                .contains(money("20"));
    }

    private static TimeWeightedReturn startingWith(String value) {
        return TimeWeightedReturn.startingWith(money(value));
    }

    private static BigDecimal money(String number) {
        return new BigDecimal(number);
    }
}
