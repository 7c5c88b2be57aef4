package io.trakkit.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.event.ConsumerPausedEvent;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ConsumerRetryAuthSuccessfulEvent;
import org.springframework.kafka.event.ConsumerStartedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;

/** What operators see of inbound topics that are not read. */
class InboundHealthTest {

    private static final TopicPartition ACME = new TopicPartition("trakkit.inbound.acme", 0);
    private static final String CONTAINER = "inbound";

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-02T08:00:00Z"));
    private final InboundHealth health = new InboundHealth(clock);

    @Test
    void aConsumerThatHasStartedIsUp() {
        assertThat(said()).isEqualTo("DOWN {reason=the consumer has not started}");

        health.heard(new ConsumerStartedEvent(CONTAINER, CONTAINER));

        assertThat(said()).isEqualTo("UP {}");
        assertThat(health.isReading()).isTrue();
    }

    @Test
    void aPartitionThatWaitsHasItsLastReasonAndTheTimeOfTheFirst() {
        health.heard(new ConsumerStartedEvent(CONTAINER, CONTAINER));
        health.waits(ACME, "There is no client acme yet");
        clock.step(Duration.ofMinutes(5));
        health.waits(ACME, "The topic trakkit.outcomes.acme does not exist");

        assertThat(said())
                .isEqualTo("WAITING {waiting={trakkit.inbound.acme-0=The topic trakkit.outcomes.acme does not exist,"
                        + " since 2026-11-02T08:00:00Z}}");
        assertThat(health.waiting()).isEqualTo(1);

        health.goesOn(ACME);
        assertThat(said()).isEqualTo("UP {}");
    }

    @ParameterizedTest
    @EnumSource(ConsumerRetryAuthEvent.Reason.class)
    void aConsumerThatKafkaRefusesIsDownUntilItIsNot(ConsumerRetryAuthEvent.Reason reason) {
        health.heard(new ConsumerStartedEvent(CONTAINER, CONTAINER));
        health.heard(new ConsumerRetryAuthEvent(CONTAINER, CONTAINER, reason));

        assertThat(said()).startsWith("DOWN {reason=").endsWith("; will retry}");
        assertThat(health.isReading()).isFalse();

        health.heard(new ConsumerRetryAuthSuccessfulEvent(CONTAINER, CONTAINER));
        assertThat(said()).isEqualTo("UP {}");
    }

    @ParameterizedTest
    @EnumSource(ConsumerStoppedEvent.Reason.class)
    void aConsumerThatHasEndedIsDown(ConsumerStoppedEvent.Reason reason) {
        health.heard(new ConsumerStartedEvent(CONTAINER, CONTAINER));
        health.waits(ACME, "There is no client acme yet");
        health.heard(new ConsumerStoppedEvent(CONTAINER, CONTAINER, reason));

        assertThat(said()).startsWith("DOWN {reason=the consumer ");
        assertThat(health.waiting()).isZero();
    }

    @Test
    void aPauseIsNoNews() {
        health.heard(new ConsumerStartedEvent(CONTAINER, CONTAINER));
        health.heard(new ConsumerPausedEvent(CONTAINER, CONTAINER, List.of(ACME)));

        assertThat(said()).isEqualTo("UP {}");
    }

    private String said() {
        Health now = health.health();
        return now.getStatus() + " " + now.getDetails();
    }
}
