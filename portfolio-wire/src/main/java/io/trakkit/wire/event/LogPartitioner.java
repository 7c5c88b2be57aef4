package io.trakkit.wire.event;

/**
 * The partition that Kafka's default partitioner gives a key: murmur2 of its bytes, modulo the number of partitions.
 * Written out because a record that stands elsewhere was published by a client with another partitioner, and the order
 * among the events of its key is lost.
 */
public final class LogPartitioner {

    private static final int SEED = 0x9747b28c;
    private static final int MULTIPLIER = 0x5bd1e995;
    private static final int SHIFT = 24;

    private LogPartitioner() {}

    /** The partition, from 0 on, of a key among so many partitions. */
    public static int partitionOf(byte[] key, int partitions) {
        return (murmur2(key) & 0x7fffffff) % partitions;
    }

    /** MurmurHash2 by Austin Appleby (public domain), 32 bits, with the seed that Kafka has chosen. */
    static int murmur2(byte[] data) {
        int hash = SEED ^ data.length;
        int whole = data.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int word = littleEndian(data, i, 4) * MULTIPLIER;
            word ^= word >>> SHIFT;
            hash = (hash * MULTIPLIER) ^ (word * MULTIPLIER);
        }
        if (whole < data.length) {
            hash = (hash ^ littleEndian(data, whole, data.length - whole)) * MULTIPLIER;
        }
        hash = (hash ^ (hash >>> 13)) * MULTIPLIER;
        return hash ^ (hash >>> 15);
    }

    private static int littleEndian(byte[] data, int from, int length) {
        int word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = (word << 8) | (data[from + i] & 0xff);
        }
        return word;
    }
}
