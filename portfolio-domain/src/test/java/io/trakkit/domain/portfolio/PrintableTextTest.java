package io.trakkit.domain.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.value.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {

    private static final String LENGTH = "must have 1 to 255 characters";
    private static final String BLANK = "must not be blank";

    @ParameterizedTest
    @ValueSource(strings = {"some-user-uuid", "a", "Anna Müller", "用户", "मेरा", "😀", "a/b?c#d", "x\u00a0y"})
    void aUserAndAPortfolioAreNamedInAnyLanguage(String text) {
        assertThat(new UserId(text)).hasToString(text);
        assertThat(new PortfolioName(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "   ", "\u00a0", "\u2003\u3000"})
    void aNameThatNobodyCanSeeIsNone(String text) {
        refused(text, BLANK);
    }

    @Test
    void hasAtMost255Characters() {
        assertThat(new UserId("u".repeat(255)).value()).hasSize(255);
        assertThat(new PortfolioName("u".repeat(255)).value()).hasSize(255);
        refused("", LENGTH);
        refused("u".repeat(256), LENGTH);
    }

    @Test
    void aCharacterBeyondTheBasicPlaneCountsAsOne() {
        assertThat(new UserId("😀".repeat(255)).value()).hasSize(510);
        refused("😀".repeat(256), LENGTH);
    }

    @ParameterizedTest
    @CsvSource({
        "'a\u0000b', U+0000",
        "'a\tb', U+0009",
        "'a\nb', U+000A",
        "'a\r\nb', U+000D",
        "a\u001fb, U+001F",
        "a\u007f, U+007F",
        "a\u0085, U+0085",
        "a\u200bb, U+200B",
        "a\u202eb, U+202E",
        "a\u2028b, U+2028",
        "a\ue000, U+E000",
        "a\ufeff, U+FEFF",
    })
    void whatCannotBePrintedIsRefusedByItsCodePoint(String text, String codePoint) {
        refused(text, "must have printable characters only; it has " + codePoint);
    }

    @Test
    void halfOfASurrogatePairIsRefused() {
        refused("a" + Character.toString(0xD83D), "must have printable characters only; it has U+D83D");
    }

    private static void refused(String text, String because) {
        assertThatThrownBy(() -> new UserId(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(because);
        assertThatThrownBy(() -> new PortfolioName(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(because);
    }
}
