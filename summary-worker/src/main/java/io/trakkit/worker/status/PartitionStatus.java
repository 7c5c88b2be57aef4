package io.trakkit.worker.status;

/** Whether the records of a partition are applied in time. */
enum PartitionStatus {
    /** No record waits, or none has waited for long. */
    OK(0),
    /** A record has waited for long, but records before it are being applied. */
    WARN(1),
    /** Records wait, and none has been applied for long. */
    STALLED(2);

    private final int number;

    PartitionStatus(int number) {
        this.number = number;
    }

    /** The value of the metric {@code trakkit.worker.partition.status}. */
    int number() {
        return number;
    }
}
