package io.trakkit.ingest.publish;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How ingest-api writes to Kafka. A caller waits for {@code max-block} and {@code delivery-timeout} together in the worst
 * case; both must end before the caller's own patience does.
 *
 * @param maxBlock how long a send may wait for the cluster to be found, or for room in the producer's buffer
 * @param deliveryTimeout how long the producer goes on trying to deliver a record
 * @param requestTimeout how long one attempt waits for the brokers' answer
 * @param linger how long a record waits for others to share a request with
 * @param bulkLinger the same for the records of bulk requests, which are many and have time
 * @param bulkBatchBytes how large the batches of bulk requests may grow, per partition
 * @param maxInFlight how many records may wait for their acknowledgement at once; more are told to come again
 * @param partitions how many partitions {@code trakkit.trades} has; another number is an error, and nothing is published
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

    /** How long a caller waits for an acknowledgement once its record has been handed over. */
    Duration acknowledgementTimeout() {
        return deliveryTimeout.plusMillis(500);
    }
}
