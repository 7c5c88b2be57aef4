package io.trakkit.standalone.embedded;

/** What the data on disk survives. Both levels survive a {@code kill -9}, because written data is in the page cache. */
public enum Durability {

    /**
     * Data survives a loss of power, too: PostgreSQL and Kafka wait for the disk (fsync) before they acknowledge. If
     * PostgreSQL waits, Kafka must wait as well: one broker has no replica to copy from, and a log that has lost its end
     * would give new records offsets that the read model counts as applied.
     *
     * <p>For Kafka this means an fsync for each batch that a producer sends to a partition: some milliseconds for a
     * single record, about half of the throughput for many.
     */
    POWER_LOSS,

    /** Data survives the end of the processes only. For tests: nothing waits for the disk. */
    KILLED_PROCESS
}
