package io.trakkit.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeAndPriceTest {

    private static final String TOO_LARGE = "must have at most 12 digits before the point";
    private static final String TOO_FINE = "must have at most 18 digits after the point";

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "100.00, 100",
        "1E+2, 100",
        "0.50, 0.5",
        "5e-1, 0.5",
        "438.57, 438.57",
        "0.000000000000000001, 0.000000000000000001",
        "1e-18, 0.000000000000000001",
        "999999999999, 999999999999",
        "1e11, 100000000000",
        "999999999999.999999999999999999, 999999999999.999999999999999999",
    })
    void isWrittenWithoutTrailingZerosAndWithoutAnExponent(String literal, String normalised) {
        assertThat(Volume.of(literal)).hasToString(normalised);
        assertThat(Price.of(literal)).hasToString(normalised);
        assertThat(Volume.of(literal).value()).isEqualTo(new BigDecimal(normalised));
        assertThat(Price.of(literal).value()).isEqualTo(new BigDecimal(normalised));
    }

    @Test
    void aHundredEqualsAHundredPointZeroZero() {
        assertThat(Volume.of("100")).isEqualTo(Volume.of("100.00")).hasSameHashCodeAs(Volume.of("100.00"));
        assertThat(Price.of("100")).isEqualTo(Price.of("1E+2")).hasSameHashCodeAs(Price.of("1E+2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.00", "-0", "0e5", "-1", "-0.0000000001", "-1e2000000000", "0e2000000000"})
    void aVolumeAndAQuotedPriceAreMoreThanZero(String literal) {
        assertThatThrownBy(() -> Volume.of(literal))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("must be greater than zero");
        assertThatThrownBy(() -> Price.quoted(new BigDecimal(literal)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("must be greater than zero");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.00", "-0", "0e5", "0e2000000000", "0e-2000000000"})
    void aPriceIsZeroForWhatIsFreeOrWorthless(String literal) {
        assertThat(Price.of(literal).value()).isEqualTo(BigDecimal.ZERO);
        assertThat(Price.of(literal).isZero()).isTrue();
        assertThat(Price.of("0.000000000000000001").isZero()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.0000000001", "-1e2000000000"})
    void aPriceIsNotNegative(String literal) {
        assertThatThrownBy(() -> Price.of(literal))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must not be negative, but is " + new BigDecimal(literal));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 100.5, 1005",
        // 50, 1.5 and 2.5 of 1e-20, of which half goes to the even number.
        "0.5, 0.000000000000000001, 0.0000000000000000005",
        "0.005, 0.000000000000000003, 0.00000000000000000002",
        "0.005, 0.000000000000000005, 0.00000000000000000002",
        "0.000000000000000001, 0.000000000000000001, 0",
        "999999999999.999999999999999999, 999999999999.999999999999999999, 999999999999999999999999.999998",
    })
    void whatATradeComesToIsRoundedToTwentyDecimals(String volume, String price, BigDecimal total) {
        BigDecimal exact = Price.of(price).value().multiply(Volume.of(volume).value());
        assertThat(Decimals.money(exact)).isEqualByComparingTo(total);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000000", "1e12", "1000000000000.0000000001", "9999999999999"})
    void hasAtMostTwelveDigitsBeforeThePoint(String literal) {
        refused(literal, TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0000000000000000001", "1e-19", "1.0000000000000000001", "999999999999.9999999999999999999"})
    void hasAtMostEighteenDigitsAfterThePointAndIsNotRounded(String literal) {
        refused(literal, TOO_FINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1000000000000000000", "5.0000000000000000000000000000000000000000"})
    void trailingZerosDoNotCountAsDigits(String literal) {
        assertThat(Volume.of(literal).value().scale()).isLessThanOrEqualTo(1);
        assertThat(Price.of(literal).value().scale()).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e2000000000", "1e2147483647", "100e2147483647", "123456789e2147483640"})
    @Timeout(value = 2, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aNumberOfTwoBillionDigitsIsRefusedAtOnce(String literal) {
        refused(literal, TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-2000000000", "1e-2147483647"})
    @Timeout(value = 2, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aNumberOfTwoBillionDecimalsIsRefusedAtOnce(String literal) {
        refused(literal, TOO_FINE);
    }

    @Test
    void theLargestExponentThatJavaKnowsIsRefusedInTheSameWords() {
        BigDecimal largest = new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE);
        assertThatThrownBy(() -> new Volume(largest))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(TOO_LARGE);
    }

    private static void refused(String literal, String because) {
        assertThatThrownBy(() -> Volume.of(literal))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(because);
        assertThatThrownBy(() -> Price.of(literal))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(because);
    }
}
