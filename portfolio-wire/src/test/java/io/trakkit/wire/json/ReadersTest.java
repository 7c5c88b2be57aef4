package io.trakkit.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.InvalidValueException;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.Volume;
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
        "0, must be greater than zero",
        "-1, must be greater than zero",
        "\"-0.0\", must be greater than zero",
        "1000000000000, must have at most 12 digits before the point",
        "1e12, must have at most 12 digits before the point",
        "0.0000000000000000001, must have at most 18 digits after the point",
        "1e2000000000, must be a number of ordinary size: its exponent is too large",
        "\"1e2000000000\", must be a number of ordinary size: its exponent is too large",
        "1e-2000000000, must be a number of ordinary size: its exponent is too large",
        "100e2147483647, must be a number of ordinary size: its exponent is too large",
        "\"100e2147483647\", must be a number of ordinary size: its exponent is too large",
        "\"1e99999999999\", must be a number of ordinary size: its exponent is too large",
        "0e2000000000, must be a number of ordinary size: its exponent is too large",
        "\"NaN\", must be a decimal number",
        "\"Infinity\", must be a decimal number",
        "\"+1\", must be a decimal number",
        "\"0x10\", must be a decimal number",
        "\" 1\", must be a decimal number",
        "\"1.\", must be a decimal number",
        "\".5\", must be a decimal number",
        "\"1_000\", must be a decimal number",
        "\"\u0661\", must be a decimal number",
        "\"\", must be a decimal number",
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
        assertThatThrownBy(() -> Readers.DECIMAL.read(digits)).hasMessage("must have fewer digits");
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
        "2024-02-29T14:30:00.1234567Z, must have at most six fraction digits",
        "2016-12-31T23:59:60Z, must not be a leap second",
        "1899-12-31T23:59:59Z, must be between the years 1900 and 9999",
        "1900-01-01T00:00:00+00:01, must be between the years 1900 and 9999"
    })
    void aTimeThatBreaksARuleIsToldWhich(String text, String rule) {
        assertThatThrownBy(() -> Readers.time(text)).hasMessage(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024-02-29",
                "2024-02-29T14:30Z",
                "2024-02-29T14:30:00",
                "2024-02-29 14:30:00Z",
                "2024-02-30T14:30:00Z",
                "2023-02-29T14:30:00Z",
                "2024-02-29T24:00:00Z",
                "2024-02-29T14:30:00.Z",
                "2024-02-29T14:30:00+0530",
                "2024-02-29T14:30:00+99:00",
                "+12024-02-29T14:30:00Z",
                "2024-02-29T14:30:00Z\n",
                "1709217000"
            })
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
        assertThatThrownBy(() -> Readers.TEXT.read(json("7"))).hasMessage("must be a text, not a number");
    }

    @ParameterizedTest
    @CsvSource({"1.0", "1e0", "\"1\"", "true", "99999999999", "1e2000000000"})
    void aWholeNumberIsWrittenAsOne(String text) {
        assertThatThrownBy(() -> Readers.INTEGER.read(json(text)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("must be a whole number");
    }

    @Test
    void aPortfolioIsANumberOrItsDigits() {
        assertThat(DomainReaders.PORTFOLIO_ID.read(json("7"))).isEqualTo(new PortfolioId(7));
        assertThat(DomainReaders.PORTFOLIO_ID.read(json("\"7\""))).isEqualTo(new PortfolioId(7));
        for (String wrong : new String[] {"0", "-1", "1.0", "1e2", "\"07\"", "\" 7\"", "true", "{}"}) {
            assertThatThrownBy(() -> DomainReaders.PORTFOLIO_ID.read(json(wrong)))
                    .as(wrong)
                    .hasMessage("must be a whole number of 1 or more");
        }
        assertThatThrownBy(() -> DomainReaders.PORTFOLIO_ID.read(json("9".repeat(90))))
                .isInstanceOf(InvalidValueException.class);
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
