package io.trakkit.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ReadersTest {

    private static JsonNode json(String text) {
        return Json.strict().readTree(text);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "100.00, 100",
        "1e2, 100",
        "1E-10, 0.0000000001",
        "\"0.5\", 0.5",
        "\"1e2\", 100",
        "\"007.50\", 7.5",
        "999999999999.999999999999999999, 999999999999.999999999999999999"
    })
    void aDecimalIsANumberOrATextThatHoldsOne(String text, String volume) {
        assertThat(DomainReaders.VOLUME.read(json(text))).isEqualTo(Volume.of(volume));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 'must be greater than zero, not 0'",
        "-1, is -1; a sell has trade_type 2 and a positive volume",
        "\"-0.0\", 'must be greater than zero, not 0'",
        "1000000000000, must have at most 12 digits before the point",
        "1e12, must have at most 12 digits before the point",
        "0.0000000000000000001, must have at most 18 digits after the point",
        "1e2000000000, is out of range: its exponent is too large",
        "\"1e2000000000\", is out of range: its exponent is too large",
        "1e-2000000000, is out of range: its exponent is too large",
        "100e2147483647, is out of range: its exponent is too large",
        "\"100e2147483647\", is out of range: its exponent is too large",
        "\"1e99999999999\", is out of range: its exponent is too large",
        "0e2000000000, is out of range: its exponent is too large",
        "\"NaN\", 'must be a decimal number, not \"NaN\"'",
        "\"Infinity\", 'must be a decimal number, not \"Infinity\"'",
        "\"+1\", 'is \"+1\": remove the plus sign'",
        "\"0x10\", 'must be a decimal number, not \"0x10\"'",
        "\" 1\", 'is \" 1\": remove the spaces around the number'",
        "\"1.\", 'is \"1.\": remove the point or write a digit after it'",
        "\"+10\", 'is \"+10\": remove the plus sign'",
        "\"\u221210\", 'is \"\u221210\": write the minus as - (U+002D)'",
        "'\"''10\"', 'is \"''10\": remove the apostrophe before the number'",
        "'\"12,34,567.89\"', 'is \"12,34,567.89\": remove the thousands separators'",
        "\"1.234.567\", 'is \"1.234.567\": remove the thousands separators'",
        "\"Rs. 100\", 'is \"Rs. 100\": remove the currency'",
        "\"US$100\", 'is \"US$100\": remove the currency'",
        "\".5\", 'is \".5\": write a digit before the point'",
        "\"1_000\", 'is \"1_000\": remove the thousands separator'",
        "\"\u0661\", 'must be a decimal number, not \"\u0661\"'",
        "\"\", 'must be a decimal number, not \"\"'",
        "'\"1,550\"', 'is \"1,550\": remove the thousands separator'",
        "'\"1''234''567.89\"', 'is \"1''234''567.89\": remove the thousands separator'",
        "'\"0,078433\"', 'is \"0,078433\": decimals need a point'",
        "'\"12,5\"', 'is \"12,5\": decimals need a point'",
        "'\"1.234,56\"', 'is \"1.234,56\": remove the thousands separator and write decimals with a point'",
        "\"$100\", 'is \"$100\": remove the currency'",
        "\"12.50 EUR\", 'is \"12.50 EUR\": remove the currency'",
        "\"(100)\", 'is \"(100)\": write a negative number with a minus'",
        "\"5%\", 'is \"5%\": remove the percent sign'",
        "true, 'must be a decimal number, not true'",
        "[1], 'must be a decimal number, not an array'"
    })
    void anyOtherDecimalIsRefusedAtOnce(String text, String rule) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> DomainReaders.VOLUME.read(json(text)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(rule);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aTextOfVeryManyDigitsIsRefusedUnread() {
        JsonNode digits = Json.strict().valueToTree("1".repeat(60_000));
        assertThatThrownBy(() -> Readers.DECIMAL.read(digits)).hasMessage("must have at most 100 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T14:30:00Z, 2024-02-29T14:30:00Z",
        "2024-02-29t14:30:00z, 2024-02-29T14:30:00Z",
        "2024-02-29T14:30:00.5+05:30, 2024-02-29T09:00:00.5Z",
        "2024-02-29T14:30:00.123456-00:00, 2024-02-29T14:30:00.123456Z",
        "1900-01-01T00:00:00Z, 1900-01-01T00:00:00Z"
    })
    void aTimeIsAsRfc3339HasIt(String text, String instant) {
        assertThat(Readers.time(text)).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T14:30:00.1234567Z, 'must have at most six fraction digits, not 7'",
        "2016-12-31T23:59:60Z, must not be a leap second",
        "1899-12-31T23:59:59Z, must be between the years 1900 and 9999",
        "1900-01-01T00:00:00+00:01, must be between the years 1900 and 9999"
    })
    void aTimeThatBreaksARuleIsToldWhich(String text, String rule) {
        assertThatThrownBy(() -> Readers.time(text)).hasMessage(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2024-02-29                   | is a day without a time; write a time with offset such as 2024-02-29T14:30:00.123456Z
            2024-02-29T14:30Z            | has no seconds; write a time with offset such as 2024-02-29T14:30:00.123456Z
            2024-02-29T14:30:00          | has no offset; write Z or one such as +05:30 after "2024-02-29T14:30:00"
            2024-02-29 14:30:00Z         | must have a T between day and time: write it as 2024-05-01T10:00:00Z
            2025-02-30T14:30:00Z         | is not a date: 2025 has no 30 February
            2023-02-29T14:30:00Z         | is not a date: 2023 has no 29 February
            2023-04-31T14:30:00Z         | is not a date: 2023 has no 31 April
            2023-13-01T14:30:00Z         | is not a date: there is no month 13
            2024-02-29T24:00:00Z         | has the time 24:00:00, which no day has
            2024-02-29T14:30:00.Z        | must have digits after the point of its seconds
            2024-02-29T14:30:00+99:00    | has the offset +99:00, which is larger than 18:00
            2024-02-29T14:30:00+18:30    | has the offset +18:30, which is larger than 18:00
            2024-02-29T14:30:00+05:75    | has the offset +05:75, whose minutes are more than 59
            2024-02-29T14:30:00+0530     | is not a time: the offset needs a colon: +05:30
            +12024-02-29T14:30:00Z       | must be a time with offset such as 2024-02-29T14:30:00.123456Z, not "+12024-02-29T14:30:00Z"
            1709217000                   | must be a time with offset such as 2024-02-29T14:30:00.123456Z, not "1709217000"
            29.02.2024                   | must be a time with offset such as 2024-02-29T14:30:00.123456Z, not "29.02.2024"
            """)
    void whatIsWrongWithATimeIsSaid(String text, String words) {
        assertThatThrownBy(() -> Readers.time(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2024-02-29T14:30:00Z\n"})
    void whatIsNoTimeIsShownOne(String text) {
        assertThatThrownBy(() -> Readers.time(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("must be a time with offset such as ");
    }

    @Test
    void aTextIsWritableUnicodeWithoutNul() {
        assertThat(Readers.TEXT.read(json("\"\\ud83d\\ude00\""))).isEqualTo("\ud83d\ude00");
        assertThatThrownBy(() -> Readers.TEXT.read(json("\"a\\u0000b\"")))
                .hasMessage("must not contain the character U+0000");
        assertThatThrownBy(() -> Readers.TEXT.read(json("\"\\ud800\"")))
                .hasMessage("must be Unicode text, but has half a surrogate pair");
        assertThatThrownBy(() -> Readers.TEXT.read(json("\"\\ude00\\ud83d\"")))
                .hasMessage("must be Unicode text, but has half a surrogate pair");
        assertThatThrownBy(() -> Readers.TEXT.read(json("7"))).hasMessage("must be a text, not 7");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1.0, 1", "1e0, 1", "1.000e3, 1000", "-0.0, 0", "120e-1, 12"})
    void aWholeNumberIsOneHoweverItIsWritten(String text, long number) {
        assertThat(Readers.LONG.read(json(text))).isEqualTo(number);
        assertThat(Readers.INTEGER.read(json(text))).isEqualTo((int) number);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.5          | must be a whole number, not 1.5
            1e-1         | must be a whole number, not 0.1
            "1"          | must be a whole number, not "1"
            true         | must be a whole number, not true
            99999999999  | 99999999999 is too large
            -99999999999 | -99999999999 is too small
            1e20         | is too large
            1e2000000000 | is out of range: its exponent is too large
            """, quoteCharacter = '`')
    void whatIsNoWholeNumberIsSaidPlainly(String text, String words) {
        assertThatThrownBy(() -> Readers.INTEGER.read(json(text)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "BUY" | must be 1 (buy) or 2 (sell), not "BUY"
            "1"   | must be 1 (buy) or 2 (sell), not "1"
            3     | must be 1 (buy) or 2 (sell), not 3
            1.5   | must be 1 (buy) or 2 (sell), not 1.5
            null  | must be 1 (buy) or 2 (sell), not null
            """, quoteCharacter = '`')
    void aSideIsOneOfTwoNumbers(String text, String words) {
        assertThat(DomainReaders.SIDE.read(json("2.0"))).isEqualTo(Side.SELL);
        assertThatThrownBy(() -> DomainReaders.SIDE.read(json(text))).hasMessage(words);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "\"7\", 7", "1.0, 1", "1e2, 100"})
    void aPortfolioIsANumberOrItsDigits(String text, long id) {
        assertThat(DomainReaders.PORTFOLIO_ID.read(json(text))).isEqualTo(new PortfolioId(id));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0     | must be a whole number of 1 or more
            -1    | must be a whole number of 1 or more
            "07"  | must be a whole number of 1 or more
            " 7"  | must be a whole number of 1 or more
            "1.0" | must be a whole number of 1 or more
            1.5   | must be a whole number, not 1.5
            true  | must be a whole number of 1 or more, not true
            {}    | must be a whole number of 1 or more, not an object
            9223372036854775808    | is too large
            "99999999999999999999" | is too large
            """, quoteCharacter = '`')
    void whatIsNoPortfolioIsSaidPlainly(String text, String words) {
        assertThatThrownBy(() -> DomainReaders.PORTFOLIO_ID.read(json(text))).hasMessage(words);
    }

    @Test
    void aTickerIsTrimmedAndUpperCased() {
        assertThat(DomainReaders.TICKER.read(json("\" brk.b \""))).isEqualTo(new Ticker("BRK.B"));
        assertThatThrownBy(() -> DomainReaders.TICKER.read(json("\"\\ud83d\\ude80\"")))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aUuidHasThirtySixCharacters() {
        assertThat(Readers.UUID.read(json("\"0190D2C5-8F5E-7C3A-9B1D-2F3E4A5B6C7D\"")))
                .hasToString("0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c7d");
        assertThatThrownBy(() -> Readers.UUID.read(json("\"1-1-1-1-1\""))).hasMessageStartingWith("must be a UUID");
    }
}
