package io.trakkit.domain.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L, Long.MAX_VALUE})
    void aPortfolioIdReadsBackWhatItWrites(long number) {
        PortfolioId id = new PortfolioId(number);
        assertThat(PortfolioId.parse(id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "+1", "01", "1.0", "1e3", " 1", "1 ", "1\n", "one", "١"})
    void aPortfolioIdIsAWholeNumberOfOneOrMoreInPlainDigits(String text) {
        assertThatThrownBy(() -> PortfolioId.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must be a whole number of 1 or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "99999999999999999999"})
    void aPortfolioIdFitsIntoSixtyFourBits(String text) {
        assertThatThrownBy(() -> PortfolioId.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("is too large");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aPortfolioIdIsPositive(long number) {
        assertThatThrownBy(() -> new PortfolioId(number)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Default", "a b", "a:b", "ä", "a\n"})
    void aClientIsNamedInLowerCase(String text) {
        assertThatThrownBy(() -> new ClientId(text)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aClientIdHasAtMost64Characters() {
        assertThat(new ClientId("c".repeat(64)).value()).hasSize(64);
        assertThatThrownBy(() -> new ClientId("c".repeat(65))).isInstanceOf(InvalidValueException.class);
        assertThat(ClientId.DEFAULT).hasToString("default");
    }

    @Test
    void theKeyOfTheLogIsPortfolioColonTicker() {
        assertThat(key("default", 7, "NSE:INFY").logKey()).isEqualTo("7:NSE:INFY");
    }

    @Test
    void keysAreLockedByClientThenByTheNumberOfThePortfolioThenByTicker() {
        List<PositionKey> inOrder = List.of(
                key("acme", 10, "A"), key("default", 2, "Z"), key("default", 10, "A"), key("default", 10, "^A"));
        assertThat(inOrder.reversed().stream().sorted()).isEqualTo(inOrder);
    }

    private static PositionKey key(String client, long portfolio, String ticker) {
        return new PositionKey(new ClientId(client), new PortfolioId(portfolio), new Ticker(ticker));
    }
}
