package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.log.LogPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The result of a committed batch.
 *
 * @param accepted the number of events that were applied
 * @param repeated the number of records that had been applied or refused before
 * @param deadLettered the reasons of the new dead letters
 * @param lost the partitions of the batch that another worker has taken over, and that it applies
 */
public record BatchResult(
        int accepted, int repeated, List<DeadLetterReason> deadLettered, SortedSet<LogPartition> lost) {

    static final BatchResult NOTHING = new BatchResult(0, 0, List.of(), Collections.emptySortedSet());

    BatchResult plus(BatchResult other) {
        List<DeadLetterReason> reasons = new ArrayList<>(deadLettered);
        reasons.addAll(other.deadLettered);
        SortedSet<LogPartition> allLost = new TreeSet<>(lost);
        allLost.addAll(other.lost);
        return new BatchResult(accepted + other.accepted, repeated + other.repeated, reasons, allLost);
    }

    BatchResult plusLost(SortedSet<LogPartition> partitions) {
        return plus(new BatchResult(0, 0, List.of(), partitions));
    }
}
