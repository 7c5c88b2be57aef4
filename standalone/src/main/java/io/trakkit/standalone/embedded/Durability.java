package io.trakkit.standalone.embedded;

/** What the data on disk outlives. Both survive a {@code kill -9}: what was written is in the system's page cache. */
public enum Durability {

    /**
     * The loss of power too: PostgreSQL and Kafka wait for the disk (fsync) before they acknowledge. Kafka has to, where
     * PostgreSQL does: with one broker there is no replica to copy from, and a log that lost its end would hand out
     * again offsets which the read model counts as done.
     *
     * <p>For Kafka this means an fsync for each batch that a producer sends to a partition: some milliseconds for a
     * record that is waited for alone, about half of the throughput for many together.
     */
    POWER_LOSS,

    /** The end of the processes only. For tests: the disk is never waited for. */
    KILLED_PROCESS
}
