package io.trakkit.worker.consume;

import io.trakkit.worker.apply.FailureCauses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Whether this worker reads its share of the log: the partitions that the consumer group assigns to it. The group reassigns
 * the partitions of a dead member only when its session ends.
 */
public final class GroupShare {

    /** The longest session that a broker allows by default: by then the session of any dead member has ended. */
    static final Duration SPARE_AFTER = Duration.ofSeconds(60);

    private static final int TIMEOUT_MILLIS = 2_000;

    private final Supplier<Collection<MemberDescription>> members;
    private final Supplier<Set<TopicPartition>> leased;
    private final int consumers;
    private final InstantSource clock;
    private @Nullable Instant spareSince;

    /**
     * @param members the members of this worker, by the consumer group
     * @param leased the partitions that this worker has a lease of
     * @param consumers the number of members that this worker must have
     */
    public GroupShare(
            Supplier<Collection<MemberDescription>> members,
            Supplier<Set<TopicPartition>> leased,
            int consumers,
            InstantSource clock) {
        this.members = members;
        this.leased = leased;
        this.consumers = consumers;
        this.clock = clock;
    }

    /**
     * Asks the broker for members of a group.
     *
     * @param clientId the prefix of the client ids of the members
     */
    public static Supplier<Collection<MemberDescription>> members(Admin admin, String group, String clientId) {
        DescribeConsumerGroupsOptions options = new DescribeConsumerGroupsOptions().timeoutMs(TIMEOUT_MILLIS);
        return () -> {
            try {
                return admin.describeConsumerGroups(List.of(group), options).all().get().values().stream()
                        .flatMap(description -> description.members().stream())
                        .filter(member -> member.clientId().startsWith(clientId))
                        .toList();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return List.of();
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        };
    }

    /** Why this worker does not read its share of the log; empty if it does, or if it is a spare without partitions. */
    synchronized Optional<String> obstacle() {
        Collection<MemberDescription> ours;
        try {
            ours = members.get();
        } catch (RuntimeException e) {
            return Optional.of("Cannot ask Kafka which partitions this worker must read: " + FailureCauses.reason(e));
        }
        if (ours.size() < consumers) {
            return notSpare("%d of the %d consumers of this worker have joined the consumer group"
                    .formatted(ours.size(), consumers));
        }
        Set<TopicPartition> assigned =
                partitions(ours.stream().map(member -> member.assignment().topicPartitions()));
        Set<TopicPartition> wanted = partitions(ours.stream()
                .map(member -> member.targetAssignment()
                        .map(target -> target.topicPartitions())
                        .orElse(Set.of())));
        wanted.addAll(assigned);
        Set<TopicPartition> held = leased.get();
        if (wanted.isEmpty()) {
            return asSpare();
        }
        Set<TopicPartition> missing = new HashSet<>(wanted);
        missing.removeAll(held);
        if (missing.isEmpty()) {
            spareSince = null;
            return Optional.empty();
        }
        missing.removeAll(assigned);
        return notSpare(
                missing.isEmpty()
                        ? "This worker has not taken over the partitions %s yet, which the consumer group has assigned to it"
                                .formatted(numbers(wanted, held))
                        : "This worker waits for the partitions %s: another member of the consumer group holds them until it hands them over, or is found dead when its session ends"
                                .formatted(numbers(missing, Set.of())));
    }

    private Optional<String> notSpare(String reason) {
        spareSince = null;
        return Optional.of(reason);
    }

    /** Until the sessions of dead members have ended, a spare looks like a worker that waits for their partitions. */
    private Optional<String> asSpare() {
        Instant now = clock.instant();
        if (spareSince == null) {
            spareSince = now;
        }
        return now.isBefore(spareSince.plus(SPARE_AFTER))
                ? Optional.of(
                        "The other members of the consumer group hold all partitions. If that is so for %d s, this worker is a spare, and ready"
                                .formatted(SPARE_AFTER.toSeconds()))
                : Optional.empty();
    }

    private static Set<TopicPartition> partitions(Stream<Set<TopicPartition>> assignments) {
        return assignments.flatMap(Set::stream).collect(Collectors.toCollection(HashSet::new));
    }

    private static String numbers(Set<TopicPartition> partitions, Set<TopicPartition> without) {
        return partitions.stream()
                .filter(partition -> !without.contains(partition))
                .map(TopicPartition::partition)
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }
}
