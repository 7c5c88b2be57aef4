package io.trakkit.domain.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.value.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "Z", "0", "...", "a.b", "_", "order:7=x+y@z~1-2", "0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c7d"})
    void takesLettersDigitsAndSigns(String text) {
        assertThat(new RefId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "a b", " a", "a\n", "a\r\n", "a\u0000", "a/b", "a%2Fb", "ä", "a,b", "a*", "😀", "a\\b", "\"a\""
            })
    void refusesAnythingElse(String text) {
        refused(text);
    }

    @Test
    void refusesWhatAUrlTakesForAFolder() {
        refused(".");
        refused("..");
    }

    @Test
    void hasAtMost64Characters() {
        assertThat(new RefId("r".repeat(64)).value()).hasSize(64);
        refused("r".repeat(65));
    }

    @Test
    void keepsItsCase() {
        assertThat(new RefId("Fill-1")).isNotEqualTo(new RefId("fill-1"));
        assertThat(new RefId("Fill-1")).isLessThan(new RefId("fill-1"));
    }

    private static void refused(String text) {
        assertThatThrownBy(() -> new RefId(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "must have 1 to 64 of these characters: A-Z a-z 0-9 . _ : = + @ ~ -; \".\" and \"..\" are not"
                                + " allowed");
    }
}
