package io.trakkit.domain.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.returns.MoneyWeightedReturn;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PresentValueFormulaTest {

    @Test
    void aFlowAfterAYearIsDividedByTheGrowthOfAYear() {
        BigDecimal discount = discount("1210", "2027-01-01");

        assertThat(PresentValueFormula.of(new BigDecimal("-1000.00"), 0, discount))
                .isEqualTo("−1,000 ÷ 1.1^(0 ÷ 365) = −1,000");
        assertThat(PresentValueFormula.of(new BigDecimal("1100"), 365, discount))
                .isEqualTo("1,100 ÷ 1.1^(365 ÷ 365) ≈ 1,000");
        assertThat(PresentValueFormula.of(new BigDecimal("605"), 730, discount))
                .isEqualTo("605 ÷ 1.1^(730 ÷ 365) ≈ 500");
        // 1.1^0.5 = 1.0488088…
        assertThat(PresentValueFormula.of(new BigDecimal("1048.8088"), 182, discount))
                .startsWith("1,048.8088 ÷ 1.1^(182 ÷ 365) ≈ 1,000.1");
    }

    @Test
    void aRateBeyondAllMeasureIsToldByTheDay() {
        BigDecimal doubled = discount("2000", "2025-01-02");
        BigDecimal lost = discount("1", "2025-01-02");

        assertThat(PresentValueFormula.annualGrowth(doubled)).isEmpty();
        assertThat(PresentValueFormula.of(new BigDecimal("2000"), 1, doubled)).isEqualTo("2,000 ÷ 2^1 ≈ 1,000");
        assertThat(PresentValueFormula.annualGrowth(lost)).isEmpty();
        assertThat(PresentValueFormula.of(new BigDecimal("1"), 1, lost)).isEqualTo("1 ÷ 0.001^1 ≈ 1,000");
    }

    /** By which 1,000, put in on 1 January 2025, become an amount on a day. */
    private static BigDecimal discount(String amount, String day) {
        return MoneyWeightedReturn.of(new TreeMap<>(Map.of(
                        LocalDate.parse("2025-01-01"), new BigDecimal("-1000"),
                        LocalDate.parse(day), new BigDecimal(amount))))
                .rates()
                .getFirst()
                .discount();
    }
}
