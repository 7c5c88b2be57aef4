package io.trakkit.ingest.inbound;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;

/** Pauses single partitions of the consumer. */
interface Pauses {

    /** No record of the partition is read until the wait is over. */
    void begin(TopicPartition partition, Duration wait);

    /** Ends a pause, if there is one. */
    void end(TopicPartition partition);
}
