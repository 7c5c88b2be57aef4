package io.trakkit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.InvalidValueException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientChoiceTest {

    private static final ClientId ALPHA = new ClientId("alpha");
    private static final ClientId BETA = new ClientId("beta");

    private final ClientChoice ofPlatform =
            new ClientChoice(Optional.empty(), client -> !client.value().equals("nobody"));
    private final ClientChoice ofAlpha = new ClientChoice(Optional.of(ALPHA), ofPlatform.isKnown());

    @Test
    void anOperatorOfThePlatformAsksForOneOrForAll() {
        assertThat(ofPlatform.orAll(null)).isEmpty();
        assertThat(ofPlatform.orAll(ofPlatform.checked(BETA))).contains(BETA);
        assertThat(ofPlatform.admits(BETA)).isTrue();
    }

    @Test
    void anOperatorOfAClientAsksForThatOne() {
        assertThat(ofAlpha.orAll(null)).contains(ALPHA);
        assertThat(ofAlpha.orAll(ofAlpha.checked(ALPHA))).contains(ALPHA);
        assertThat(ofAlpha.admits(BETA)).isFalse();
    }

    @Test
    void anotherClientIsAsAbsentAsNobody() {
        assertThatThrownBy(() -> ofAlpha.checked(BETA))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must be an existing client, not \"beta\"");
        assertThatThrownBy(() -> ofPlatform.checked(new ClientId("nobody")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must be an existing client, not \"nobody\"");
    }
}
