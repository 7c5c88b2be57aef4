package io.trakkit.worker.consume;

import io.trakkit.store.progress.Progress;
import org.apache.kafka.common.TopicPartition;

/**
 * Offsets at which the consumer found no record for the applier: transactions leave such offsets, one for their end, and
 * those of their records if they were aborted.
 *
 * @param end the next offset of the consumer
 */
record PassedOffsets(TopicPartition partition, PartitionLease lease, long end) {

    Progress.Advance advance() {
        return new Progress.Advance(lease.epoch(), lease.next(), end);
    }
}
