package io.trakkit.testing;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void whateverALookThrowsMeansNotYet() {
        patiently().until(this::thirdLook);
        assertThat(looks).hasValue(3);
        patiently().untilAsserted(() -> assertThat(thirdLook()).isTrue());
    }

    /** Nothing is there at first, then something that is wrong. */
    private boolean thirdLook() {
        return switch (looks.incrementAndGet()) {
            case 1 -> throw new NoSuchElementException("nothing there");
            case 2 -> throw new AssertionError("not as it should be");
            default -> true;
        };
    }

    @Test
    void whatIsInTheWayIsSaidInTheEnd() {
        assertThatThrownBy(() -> patiently().atMost(Duration.ofMillis(200)).until(() -> {
                    throw new NoSuchElementException("nothing there");
                }))
                .isInstanceOf(ConditionTimeoutException.class)
                .hasStackTraceContaining("nothing there");
    }
}
