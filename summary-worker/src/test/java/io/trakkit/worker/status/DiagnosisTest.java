package io.trakkit.worker.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

    private static final PartitionLag OK =
            new PartitionLag(0, 7, 7, Optional.of(Duration.ZERO), PartitionStatus.OK, Optional.empty());
    private static final PartitionLag WARN =
            new PartitionLag(1, 7, 8, Optional.of(Duration.ofSeconds(42)), PartitionStatus.WARN, Optional.empty());
    private static final PartitionLag STALLED = new PartitionLag(
            2, 7, 1_007, Optional.empty(), PartitionStatus.STALLED, Optional.of(Instant.parse("2026-11-01T12:00:00Z")));

    @Test
    void allIsOkIfNothingIsFound() {
        Component unknown = Component.unknown(Component.Name.REDIS, "not connected");

        assertThat(Diagnosis.of(List.of(unknown), List.of(OK), Optional.empty(), 0))
                .isEqualTo(new Diagnosis(PartitionStatus.OK, List.of()));
    }

    @Test
    void theWorstComesFirstAndDecides() {
        assertThat(Diagnosis.of(List.of(), List.of(OK, WARN, STALLED), Optional.empty(), 1))
                .isEqualTo(new Diagnosis(
                        PartitionStatus.STALLED,
                        List.of(
                                "Partition 2 is stalled: 1000 records wait, and none has been applied since 2026-11-01T12:00:00Z",
                                "Partition 1 is behind: 1 record waits, the oldest for 42 s",
                                "1 open dead letter is a defect of trakkit (internal_error): report it")));
    }

    @Test
    void withoutRedisNumbersGoOnAndWithoutKafkaTheyDoNot() {
        Component redis = Component.down(Component.Name.REDIS, "Connection refused");
        Component kafka = Component.down(Component.Name.KAFKA, "Kafka does not answer");

        assertThat(Diagnosis.of(List.of(redis), List.of(), Optional.empty(), 0))
                .isEqualTo(new Diagnosis(PartitionStatus.WARN, List.of("Redis is down: Connection refused")));
        assertThat(Diagnosis.of(List.of(redis, kafka), List.of(), Optional.empty(), 0)
                        .findings())
                .containsExactly("Kafka is down: Kafka does not answer", "Redis is down: Connection refused");
    }

    @Test
    void partitionsThatAreNotKnownAreAWarning() {
        assertThat(Diagnosis.of(List.of(), List.of(), Optional.of("The lag was not measured in time"), 0)
                        .status())
                .isEqualTo(PartitionStatus.WARN);
    }
}
