package io.trakkit.worker.log;

import io.trakkit.wire.event.Topics;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Settings of the worker, {@code trakkit.worker.*}.
 *
 * @param group the consumer group whose members share the log ("summary-worker")
 * @param partitions the number of partitions of the log; another number is an error, because keys would lose their order (12)
 * @param replication the replication factor of topics that are created here (1; 3 in production)
 * @param minInsyncReplicas how many replicas must have a record before it is acknowledged (1; 2 in production)
 * @param threads the number of batches that are applied at the same time, each on its own connection; 1 to 64 (3)
 * @param batchRecords the most records of a batch; 1 to 10,000 (2000)
 * @param transactionTimeout how long the transaction of a batch may take; Kafka waits three times as long, and at least
 *     five minutes, for a consumer's next poll (2 m)
 * @param compareEvery how often positions are compared with the database (5 s)
 * @param firstRetryAfter the pause before the first retry after a failure that is no fault of the data (100 ms)
 * @param longestRetryAfter the longest pause between retries, which never end (10 s)
 * @param relayEvery how often unpublished dead letters and decisions are published, and corporate actions recorded (500 ms)
 * @param lagEvery how often the metrics {@code trakkit.worker.lag} and {@code trakkit.worker.dead.letters.open} and
 *     {@code .pending} are updated (10 s)
 */
@ConfigurationProperties("trakkit.worker")
public record WorkerSettings(
        @DefaultValue("summary-worker") String group,
        @DefaultValue("" + Topics.PARTITIONS) int partitions,
        @DefaultValue("1") short replication,
        @DefaultValue("1") int minInsyncReplicas,
        @DefaultValue("3") int threads,
        @DefaultValue("2000") int batchRecords,
        @DefaultValue("2m") Duration transactionTimeout,
        @DefaultValue("5s") Duration compareEvery,
        @DefaultValue("100ms") Duration firstRetryAfter,
        @DefaultValue("10s") Duration longestRetryAfter,
        @DefaultValue("500ms") Duration relayEvery,
        @DefaultValue("10s") Duration lagEvery) {

    /** The lifecycle phase of all Kafka clients: the phase of scheduled work, so that all stop together. */
    public static final int PHASE = SimpleAsyncTaskScheduler.DEFAULT_PHASE;

    private static final Duration SHORTEST_POLL_INTERVAL = Duration.ofMinutes(5);

    public WorkerSettings {
        require(!group.isBlank(), "group must not be empty");
        require(partitions >= 1, "partitions must be 1 or more");
        require(replication >= 1, "replication must be 1 or more");
        require(minInsyncReplicas >= 1, "min-insync-replicas must be 1 or more");
        require(threads >= 1 && threads <= 64, "threads must be 1 to 64");
        require(batchRecords >= 1 && batchRecords <= 10_000, "batch-records must be 1 to 10000");
        require(transactionTimeout.toSeconds() >= 1, "transaction-timeout must be a second or more");
        require(compareEvery.toMillis() >= 1, "compare-every must be a millisecond or more");
        require(firstRetryAfter.toMillis() >= 1, "first-retry-after must be a millisecond or more");
        require(
                longestRetryAfter.compareTo(firstRetryAfter) >= 0,
                "longest-retry-after must be first-retry-after or more");
        require(
                longestRetryAfter.compareTo(Duration.ofMinutes(1)) <= 0,
                "longest-retry-after must be a minute or less");
        require(relayEvery.toMillis() >= 1, "relay-every must be a millisecond or more");
        require(lagEvery.toMillis() >= 1, "lag-every must be a millisecond or more");
    }

    private static void require(boolean rule, String what) {
        if (!rule) {
            throw new IllegalArgumentException("trakkit.worker: " + what);
        }
    }

    /** max.poll.interval.ms: after that Kafka reassigns the partitions of a consumer that does not poll. */
    Duration pollInterval() {
        Duration enough = transactionTimeout.multipliedBy(3);
        return enough.compareTo(SHORTEST_POLL_INTERVAL) > 0 ? enough : SHORTEST_POLL_INTERVAL;
    }
}
