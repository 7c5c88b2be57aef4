package io.trakkit.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private static final Instant RECEIPT = Instant.parse("2024-02-29T14:30:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1900-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "2024-02-29T14:30:00.123456Z",
                "9999-12-31T00:00:00Z"
            })
    void aTimeIsFrom1900To9999AndToTheMicrosecond(String time) {
        assertThat(Times.checked(Instant.parse(time))).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1899-12-31T23:59:59.999999Z", "9999-12-31T00:00:00.000001Z", "+10000-01-01T00:00:00Z"})
    void aTimeOutsideItsSpanIsRefused(String time) {
        assertThatThrownBy(() -> Times.checked(Instant.parse(time)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must be between the years 1900 and 9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29T14:30:00.1234567Z", "1950-01-01T00:00:00.000000001Z"})
    void aTimeFinerThanAMicrosecondIsRefused(String time) {
        assertThatThrownBy(() -> Times.checked(Instant.parse(time)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must have at most six fraction digits");
    }

    @Test
    void aTradeMayBeExecutedUpToADayAfterItsReceipt() {
        assertThat(Times.executedAt(Instant.parse("2024-03-01T14:30:00Z"), RECEIPT))
                .isEqualTo("2024-03-01T14:30:00Z");
        assertThatThrownBy(() -> Times.executedAt(Instant.parse("2024-03-01T14:30:00.000001Z"), RECEIPT))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must not be more than a day after receipt");
        assertThatThrownBy(() -> Times.executedAt(Instant.parse("2999-01-01T00:00:00Z"), RECEIPT))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aTradeMayBeExecutedLongBeforeItsReceiptButNotBefore1900() {
        assertThat(Times.executedAt(Times.EARLIEST, RECEIPT)).isEqualTo("1900-01-01T00:00:00Z");
        assertThatThrownBy(() -> Times.executedAt(Times.EARLIEST.minusSeconds(1), RECEIPT))
                .isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1900-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "2024-02-29T14:30:00Z",
                "2024-02-29T14:30:07Z",
                "2024-02-29T14:30:00.5Z",
                "2024-02-29T00:00:00.000001Z",
                "9999-12-31T00:00:00Z"
            })
    void aTimeIsWrittenAsTheLibraryWritesIt(String text) {
        Instant time = Instant.parse(text);

        assertThat(Times.text(time)).isEqualTo(time.toString());
    }
}
