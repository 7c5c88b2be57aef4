package io.trakkit.ingest.publish;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the publisher, {@code trakkit.ingest.log.*}. In the worst case a caller waits for {@code max-block} and {@code
 * delivery-timeout} together, which must be shorter than its own timeout.
 *
 * @param maxBlock how long a send may wait for metadata or for space in the buffer of the producer
 * @param deliveryTimeout how long the producer retries a record
 * @param requestTimeout how long one attempt waits for an answer
 * @param linger how long a record waits for others of the same request
 * @param bulkLinger the same for records of bulk requests
 * @param bulkBatchBytes the largest batch of bulk requests, per partition
 * @param maxInFlight how many records may wait for their acknowledgement at once; further requests get 503
 * @param partitions the number of partitions of {@code trakkit.trades}; with another number nothing is published
 * @param replicationFactor of topics that are created here; absent: the cluster's default
 * @param minInsyncReplicas of topics that are created here; absent: the cluster's default
 */
@ConfigurationProperties("trakkit.ingest.log")
public record PublishSettings(
        @DefaultValue("1500ms") Duration maxBlock,
        @DefaultValue("3500ms") Duration deliveryTimeout,
        @DefaultValue("2s") Duration requestTimeout,
        @DefaultValue("0ms") Duration linger,
        @DefaultValue("10ms") Duration bulkLinger,
        @DefaultValue("131072") int bulkBatchBytes,
        @DefaultValue("2000") int maxInFlight,
        @DefaultValue("12") int partitions,
        @Nullable Short replicationFactor,
        @Nullable Integer minInsyncReplicas) {

    public PublishSettings {
        require(maxBlock.isPositive(), "max-block must be more than zero");
        require(requestTimeout.isPositive(), "request-timeout must be more than zero");
        require(!linger.isNegative(), "linger must not be negative");
        require(!bulkLinger.isNegative(), "bulk-linger must not be negative");
        require(
                deliveryTimeout.compareTo(requestTimeout.plus(linger)) >= 0,
                "delivery-timeout must be at least request-timeout and linger together");
        require(
                deliveryTimeout.compareTo(requestTimeout.plus(bulkLinger)) >= 0,
                "delivery-timeout must be at least request-timeout and bulk-linger together");
        require(bulkBatchBytes > 0, "bulk-batch-bytes must be more than zero");
        require(maxInFlight > 0, "max-in-flight must be more than zero");
        require(partitions > 0, "partitions must be more than zero");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("trakkit.ingest.log." + rule);
        }
    }

    /** How long a caller waits for the acknowledgement of a sent record. */
    Duration acknowledgementTimeout() {
        return deliveryTimeout.plusMillis(500);
    }
}
