package io.trakkit.domain.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Seed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "1E+2, 100",
        "100.00, 100",
        "0.00000000000000000000, 0",
        "23.10000000000000000000, 23.1",
        "-23.10000000000000000000, -23.1",
        "1234567890123.00000000051200000000, 1234567890123.000000000512",
        "1234567890123.00000000000000000512, 1234567890123.00000000000000000512",
        "512000000000000000000000000000.00000000000000000000, 512000000000000000000000000000",
    })
    void zerosAtTheEndAreNoPartOfANumber(String number, String normalised) {
        assertThat(Decimals.normalised(new BigDecimal(number))).isEqualTo(new BigDecimal(normalised));
    }

    @Test
    void randomNumbersLoseTheirZerosAndNothingElse() {
        Seed seed = Seed.ofThisRun();
        Random random = Random.from(seed.random());
        for (int i = 0; i < 20_000; i++) {
            BigDecimal number = new BigDecimal(new BigInteger(random.nextInt(1, 120), random), random.nextInt(-3, 25))
                    .scaleByPowerOfTen(-random.nextInt(20));
            BigDecimal padded = number.setScale(number.scale() + random.nextInt(40));
            BigDecimal stripped = padded.stripTrailingZeros();
            assertThat(Decimals.normalised(padded))
                    .as("%s (%s)", padded, seed)
                    .isEqualTo(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1015.10, 2, 507.55000",
        "300, 8, 37.500",
        "1, 3, 0.33333333333333333333",
        "2, 3, 0.66666666666666666667",
        "1, 65536, 0.00001525878906250000",
        "-10.00, 4, -2.50000",
    })
    void aQuotientThatIsExactWithFewDecimalsHasFew(String dividend, String divisor, String quotient) {
        assertThat(Decimals.shortQuotient(new BigDecimal(dividend), new BigDecimal(divisor), Decimals.MONEY_SCALE))
                .isEqualTo(new BigDecimal(quotient));
    }

    @Test
    void aShortQuotientIsTheRoundedOneOfAnyNumbers() {
        Seed seed = Seed.ofThisRun();
        Random random = Random.from(seed.random());
        for (int i = 0; i < 20_000; i++) {
            BigDecimal dividend = new BigDecimal(new BigInteger(random.nextInt(1, 120), random), random.nextInt(25));
            BigDecimal divisor = new BigDecimal(
                    new BigInteger(random.nextInt(1, 60), random).add(BigInteger.ONE), random.nextInt(19));
            assertThat(Decimals.shortQuotient(dividend, divisor, Decimals.MONEY_SCALE))
                    .as("%s by %s (%s)", dividend, divisor, seed)
                    .isEqualByComparingTo(Decimals.quotient(dividend, divisor, Decimals.MONEY_SCALE));
        }
    }
}
