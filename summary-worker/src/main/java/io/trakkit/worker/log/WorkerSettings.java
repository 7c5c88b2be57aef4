package io.trakkit.worker.log;

import io.trakkit.wire.event.Topics;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the worker reads the log; {@code trakkit.worker.*}.
 *
 * @param group the consumer group whose members share the log ("summary-worker")
 * @param partitions how many partitions the log has; another count is an error, since keys would lose their order (12)
 * @param replication the replication factor of topics that are created here (1; 3 in production)
 * @param minInsyncReplicas how many replicas must have a record before it is acknowledged (1; 2 in production)
 * @param threads how many batches are applied at a time (3)
 * @param batchRecords how many records a batch has at most (1000)
 * @param transactionTimeout how long the transaction of a batch may take; well below Kafka's poll interval (2 m)
 * @param idleAfter after how long without a record the progress is compared with the database (5 s)
 * @param firstRetryAfter how long after a failure that is no fault of the data a batch is tried again (100 ms)
 * @param longestRetryAfter what that wait grows to; there is no last try (10 s)
 * @param relayEvery how often dead letters are looked for that are not in the dead-letter topic yet (500 ms)
 */
@ConfigurationProperties("trakkit.worker")
record WorkerSettings(
        @DefaultValue("summary-worker") String group,
        @DefaultValue("" + Topics.PARTITIONS) int partitions,
        @DefaultValue("1") short replication,
        @DefaultValue("1") int minInsyncReplicas,
        @DefaultValue("3") int threads,
        @DefaultValue("1000") int batchRecords,
        @DefaultValue("2m") Duration transactionTimeout,
        @DefaultValue("5s") Duration idleAfter,
        @DefaultValue("100ms") Duration firstRetryAfter,
        @DefaultValue("10s") Duration longestRetryAfter,
        @DefaultValue("500ms") Duration relayEvery) {

    WorkerSettings {
        if (partitions < 1 || threads < 1 || batchRecords < 1 || replication < 1 || minInsyncReplicas < 1) {
            throw new IllegalArgumentException(
                    "trakkit.worker: partitions, threads, batch-records, replication and min-insync-replicas must be 1 or more");
        }
    }
}
