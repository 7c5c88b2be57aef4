package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.log.LogPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a committed batch came to.
 *
 * @param accepted events that count
 * @param repeated records that had been applied or refused before
 * @param deadLettered the reasons of those that can never be applied
 * @param lost partitions of the batch that have another owner now; their records were left to it
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
