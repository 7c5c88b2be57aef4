package io.trakkit.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.files.preset.DecimalSign;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as programs and languages write them. */
class NumbersTest {

    /** These show by themselves which sign stands before the decimals. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            -4.534,00|-4534.00
            -4,534.00|-4534.00
            1.234.567|1234567
            1,234,567|1234567
            12,34,567.50|1234567.50
            0,085|0.085
            0.085|0.085
            1234,567|1234.567
            1\u202f234,50|1234.50
            1\u00a0234.50|1234.50
            1'234.50|1234.50
            1\u2019234,50|1234.50
            (1,234.50)|-1234.50
            \u2212504,00|-504.00
            7,50-|-7.50
            EUR 1.085,50|1085.50
            $-5.00|-5.00
            12,50 kr|12.50
            """)
    void aNumberIsTheSameWhateverIsUsual(String text, BigDecimal number) {
        assertThat(DecimalSign.POINT.parse(text)).isEqualByComparingTo(number);
        assertThat(DecimalSign.COMMA.parse(text)).isEqualByComparingTo(number);
    }

    @Test
    void threeDigitsAfterASignAreWhatIsUsual() {
        assertThat(DecimalSign.POINT.parse("1,085")).isEqualByComparingTo("1085");
        assertThat(DecimalSign.COMMA.parse("1,085")).isEqualByComparingTo("1.085");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.2.3
            1,2,3
            1.23,456.7
            4 pcs
            12-30
            --5
            .
            """)
    void whatIsNoNumberIsRefused(String text) {
        assertThatThrownBy(() -> DecimalSign.POINT.parse(text)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> DecimalSign.COMMA.parse(text)).isInstanceOf(NumberFormatException.class);
    }
}
