package io.trakkit.domain.returns;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What became of one unit of money, whatever was put in and taken out. */
class TimeWeightedReturnTest {

    /**
     * Investopedia's example: 1,000,000 becomes 1,162,484; 100,000 more are put in; all is worth 1,192,328 at the end.
     * 1.162484 × 1,192,328 ÷ 1,262,484 = 1.097885.
     */
    @Test
    void aTextbooksExampleComesOut() {
        TimeWeightedReturn found = startingWith("1000000")
                .then(money("1000000"), Flows.NONE, money("1162484"))
                .then(money("1162484"), new Flows(money("100000"), BigDecimal.ZERO), money("1192328"));

        assertThat(found.percentage()).contains(money("9.7885"));
    }

    /** 100 → 110, half is sold, 55 → 66: 1.1 × 1.2 = 1.32, whatever was taken out. */
    @Test
    void whatIsTakenOutHasWorkedUpToThen() {
        TimeWeightedReturn found = startingWith("100")
                .then(money("100"), new Flows(BigDecimal.ZERO, money("55")), money("55"))
                .then(money("55"), Flows.NONE, money("66"));

        assertThat(found.percentage()).contains(money("32"));
    }

    /** 1,000 is put in and 1,100 taken out on the same day, with nothing before and after: 10 %. */
    @Test
    void whatComesAndGoesWithinASubPeriodCounts() {
        TimeWeightedReturn found =
                startingWith("0").then(BigDecimal.ZERO, new Flows(money("1000"), money("1100")), BigDecimal.ZERO);

        assertThat(found.percentage()).contains(money("10"));
    }

    @Test
    void whileNoMoneyIsAtWorkThereIsNoReturnAndAfterwardsItStays() {
        TimeWeightedReturn nothing = startingWith("0").then(BigDecimal.ZERO, Flows.NONE, BigDecimal.ZERO);
        TimeWeightedReturn after = startingWith("100")
                .then(money("100"), new Flows(BigDecimal.ZERO, money("150")), BigDecimal.ZERO)
                .then(BigDecimal.ZERO, Flows.NONE, BigDecimal.ZERO);

        assertThat(nothing.percentage()).isEqualTo(Optional.empty());
        assertThat(after.percentage()).contains(money("50"));
    }

    private static TimeWeightedReturn startingWith(String value) {
        return TimeWeightedReturn.startingWith(money(value));
    }

    private static BigDecimal money(String number) {
        return new BigDecimal(number);
    }
}
