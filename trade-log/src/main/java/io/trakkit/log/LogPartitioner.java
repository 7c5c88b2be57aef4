package io.trakkit.log;

import org.apache.kafka.common.utils.Utils;

/**
 * The partition that Kafka's default partitioner gives a key. A record in another partition was published by a client with
 * another partitioner, and the order of its key's events is lost.
 */
public final class LogPartitioner {

    private LogPartitioner() {}

    /** @return the partition of a key, from 0 to {@code partitions - 1} */
    public static int partitionOf(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
