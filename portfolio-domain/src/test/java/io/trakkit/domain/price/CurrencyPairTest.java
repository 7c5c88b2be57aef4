package io.trakkit.domain.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrencyPairTest {

    @Test
    void aPairReadsBackAsItIsWritten() {
        CurrencyPair pair = new CurrencyPair(new CurrencyCode("USD"), new CurrencyCode("EUR"));

        assertThat(CurrencyPair.parse("USD/EUR")).isEqualTo(pair);
        assertThat(pair).hasToString("USD/EUR");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            USDEUR  | must be two currencies such as USD/EUR, not "USDEUR"
            USD/USD | must be two currencies, not USD twice
            USD/QQQ | must be a currency of ISO 4217, such as USD, not "QQQ"
            /EUR    | must be a currency of ISO 4217, such as USD, not ""
            """)
    void whatIsNoPairIsRefused(String text, String words) {
        assertThatThrownBy(() -> CurrencyPair.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(words);
    }
}
