package io.trakkit.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrencyCodeTest {

    @ParameterizedTest
    @ValueSource(strings = {"GBP", "gbp", "Gbp", " GBP "})
    void aPersonMayWriteSmallLettersAndSpaces(String text) {
        assertThat(CurrencyCode.parse(text)).isEqualTo(new CurrencyCode("GBP"));
    }

    /** 70 GBp are 0.70 GBP. */
    @ParameterizedTest
    @CsvSource({"GBp, GBP", "' GBp', GBP", "USd, USD", "EUr, EUR"})
    void aHundredthIsNotTakenForTheWhole(String text, String whole) {
        assertThatThrownBy(() -> CurrencyCode.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must be a currency of ISO 4217, such as USD, not \"" + text
                        + "\", which is a hundredth of " + whole + "; divide the amounts by 100 and send " + whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GBX", "ZAc", "XXX", "QQQ", "", "US", "EURO", "\u20ac"})
    void whatIsNoCurrencyIsRefused(String text) {
        assertThatThrownBy(() -> CurrencyCode.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must be a currency of ISO 4217, such as USD, not \"" + text + "\"");
    }

    @Test
    void currenciesWithoutOrWithThreeDecimalsAreOnesLikeOthers() {
        assertThat(CurrencyCode.parse("JPY")).hasToString("JPY");
        assertThat(CurrencyCode.parse("KWD")).hasToString("KWD");
    }
}
