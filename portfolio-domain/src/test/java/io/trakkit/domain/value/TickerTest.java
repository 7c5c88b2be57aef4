package io.trakkit.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TickerTest {

    @ParameterizedTest
    @ValueSource(strings = {"A", "7203.T", "^GSPC", "BRK.B", "M&M", "ES=F", "BTC-USD", "NSE:INFY", "A_B", "0"})
    void takesTheSymbolsOfManyExchanges(String text) {
        assertThat(new Ticker(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ".A", "&A", "=F", ":X", "_X", "-X", "A B", "/A", "A\n", "a", "É", "\u212A", "😀", "A$"})
    void refusesAnythingElse(String text) {
        refused(text);
    }

    @Test
    void theTickerOfCashIsNoTextOfACaller() {
        assertThat(Ticker.CASH).hasToString("$CASH");
        assertThatThrownBy(() -> Ticker.parse("$CASH")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Ticker.parse("$cash")).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void hasAtMost32Characters() {
        assertThat(new Ticker("T".repeat(32)).value()).hasSize(32);
        refused("T".repeat(33));
    }

    @ParameterizedTest
    @CsvSource({"aapl, AAPL", "' goog ', GOOG", "'\t7203.t\r\n', 7203.T", "brk.b, BRK.B", "'\u2003m&m', M&M"})
    void isTrimmedAndUpperCased(String text, String ticker) {
        assertThat(Ticker.parse(text)).isEqualTo(new Ticker(ticker));
    }

    @Test
    void anITurnsIntoAPlainIInTurkishToo() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr", "TR"));
        try {
            assertThat(Ticker.parse("infi")).isEqualTo(new Ticker("INFI"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0131nfy", "ﬁ", "ß", "é", "\u017F"})
    void onlyAsciiLettersAreUpperCasedSoThatOthersStayRefused(String text) {
        assertThatThrownBy(() -> Ticker.parse(text)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a b", "a\u0000", "\u0000a"})
    void whatRemainsAfterTrimmingMustBeATicker(String text) {
        assertThatThrownBy(() -> Ticker.parse(text)).isInstanceOf(InvalidValueException.class);
    }

    private static void refused(String text) {
        assertThatThrownBy(() -> new Ticker(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith(
                        "must have 1 to 32 of these characters: A-Z 0-9 . & ^ = : _ - / (first a letter, a digit or ^), not ");
    }
}
