package io.trakkit.worker.consume;

import io.trakkit.store.log.LogPartition;

/**
 * The right of this worker to apply the records of a partition.
 *
 * @param epoch the number of the lease: the database refuses a worker with an older one
 * @param next the offset of the next record; all earlier records were read, by this worker or one before it
 * @param sought whether the consumer was set to exactly that offset, so that its next record is the next of the log
 */
record PartitionLease(LogPartition partition, long epoch, long next, boolean sought) {

    PartitionLease readUpTo(long offset) {
        return new PartitionLease(partition, epoch, offset, false);
    }

    PartitionLease soughtTo(long offset) {
        return new PartitionLease(partition, epoch, offset, true);
    }
}
