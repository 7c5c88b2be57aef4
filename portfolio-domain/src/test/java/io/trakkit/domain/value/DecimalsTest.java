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
}
