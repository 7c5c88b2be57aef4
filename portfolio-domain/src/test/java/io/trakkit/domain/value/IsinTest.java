package io.trakkit.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsinTest {

    /** Microsoft, Apple, Godrej Industries, BHP, Nestlé, the World Bank's XS code of the standard's examples. */
    @ParameterizedTest
    @ValueSource(
            strings = {"US5949181045", "US0378331005", "INE233A01035", "AU000000BHP4", "CH0038863350", "US38259P5089"})
    void aRightCheckDigitIsAccepted(String text) {
        assertThat(new Isin(text)).hasToString(text);
    }

    @Test
    void oneCheckDigitIsRight() {
        for (int digit = 0; digit < 10; digit++) {
            String text = "US594918104" + digit;
            if (digit == 5) {
                assertThat(new Isin(text).value()).isEqualTo(text);
            } else {
                assertThatThrownBy(() -> new Isin(text))
                        .isInstanceOf(InvalidValueException.class)
                        .hasMessage("has the check digit %s, but 5 is right for \"%s\""
                                .formatted(text.substring(11), text));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "US594918104",
                "US59491810455",
                "us5949181045",
                "U15949181045",
                "US59491810-5",
                "US594918104X",
                "US594918104\u0665",
                "ÜS5949181045"
            })
    void anotherFormIsRefused(String text) {
        assertThatThrownBy(() -> new Isin(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("must have two letters, nine letters or digits, and a check digit");
    }

    @Test
    void aPersonMayWriteSmallLettersAndSpaces() {
        assertThat(Isin.parse(" us5949181045\t")).isEqualTo(new Isin("US5949181045"));
    }

    /** The dotless i is an I in capitals, but no letter of an ISIN. */
    @Test
    void lettersOfOtherAlphabetsAreNotConverted() {
        assertThatThrownBy(() -> Isin.parse("\u0131ne233a01035")).isInstanceOf(InvalidValueException.class);
    }
}
