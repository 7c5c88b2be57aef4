package io.trakkit.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** When a worker of two consumers reads its share of the log, and what it says while it does not. */
class GroupShareTest {

    private final List<MemberDescription> members = new ArrayList<>();
    private final Set<TopicPartition> taken = new HashSet<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final GroupShare share = new GroupShare(() -> members, () -> taken, 2, () -> now);

    @Test
    void notBeforeEachConsumerHasJoined() {
        assertThat(share.obstacle()).hasValue("0 of the 2 consumers of this worker have joined the consumer group");
        join(partitions(0, 1), partitions(0, 1));
        taken.addAll(partitions(0, 1));
        assertThat(share.obstacle()).hasValue("1 of the 2 consumers of this worker have joined the consumer group");
        join(partitions(2), partitions(2));
        taken.addAll(partitions(2));
        assertThat(share.obstacle()).isEmpty();
    }

    @Test
    void notWhileADeadMemberHoldsItsPartitions() {
        join(partitions(), partitions(0, 11));
        join(partitions(7), partitions(7, 3));
        taken.addAll(partitions(7));

        assertThat(share.obstacle())
                .hasValue(
                        "This worker waits for the partitions 0, 3, 11: another member of the consumer group holds them"
                                + " until it hands them over, or is found dead when its session ends");
        now = now.plus(Duration.ofHours(1));
        assertThat(share.obstacle()).isPresent();
    }

    @Test
    void notWhilePartitionsAreNotTakenOver() {
        join(partitions(0, 1), partitions(0, 1));
        join(partitions(2), partitions(2));
        taken.addAll(partitions(1));

        assertThat(share.obstacle())
                .hasValue("This worker has not taken over the partitions 0, 2 yet,"
                        + " which the consumer group has assigned to it");
    }

    /** The next heartbeat tells a consumer to hand it over; until then it reads it. */
    @Test
    void alsoWhileAnotherIsToHaveOneOfItsPartitions() {
        join(partitions(0, 1), partitions(0));
        join(partitions(2), partitions(2));
        taken.addAll(partitions(0, 1, 2));

        assertThat(share.obstacle()).isEmpty();
    }

    @Test
    void aSpareIsReadyOnceNoDeadMemberCanHoldWhatItWouldRead() {
        join(partitions(), partitions());
        join(partitions(), partitions());

        assertThat(share.obstacle())
                .hasValue(
                        "The other members of the consumer group hold all partitions. If that is so for 60 s, this worker"
                                + " is a spare, and ready");
        now = now.plusSeconds(59);
        assertThat(share.obstacle()).isPresent();
        now = now.plusSeconds(1);
        assertThat(share.obstacle()).isEmpty();

        // It gets one, and loses it again: the wait begins again.
        members.removeLast();
        join(partitions(), partitions(4));
        assertThat(share.obstacle()).isPresent();
        members.removeLast();
        join(partitions(), partitions());
        assertThat(share.obstacle()).isPresent();
    }

    @Test
    void aConsumerWithoutAPartitionKeepsNoWorkerFromBeingReady() {
        join(partitions(), partitions());
        join(partitions(4), partitions(4));
        taken.addAll(partitions(4));

        assertThat(share.obstacle()).isEmpty();
    }

    @Test
    void notWhileKafkaDoesNotAnswer() {
        GroupShare unanswered = new GroupShare(
                () -> {
                    throw new IllegalStateException(new TimeoutException("Call(callName=describe) timed out"));
                },
                () -> taken,
                2,
                () -> now);

        assertThat(unanswered.obstacle())
                .hasValue("Cannot ask Kafka which partitions this worker must read:"
                        + " Call(callName=describe) timed out");
    }

    private static Set<TopicPartition> partitions(int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(number -> new TopicPartition(Topics.TRADES, number))
                .collect(Collectors.toSet());
    }

    private void join(Collection<TopicPartition> assigned, Collection<TopicPartition> target) {
        members.add(new MemberDescription(
                "member-" + members.size(),
                Optional.empty(),
                Optional.empty(),
                "summary-worker-" + members.size(),
                "/127.0.0.1",
                new MemberAssignment(Set.copyOf(assigned)),
                Optional.of(new MemberAssignment(Set.copyOf(target))),
                Optional.of(1),
                Optional.of(true)));
    }
}
