package io.trakkit.worker.apply;

import io.trakkit.store.ledger.Progress;
import io.trakkit.store.log.LogPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Records that are applied together: what they were read as, in the order of the log, and what they cover of each
 * partition.
 */
record Batch(List<DecodedRecord> readings, SortedMap<LogPartition, Progress.Advance> advances) {

    /** @param advances for each partition of the readings: the owner's epoch, and from where to where it was read */
    static Batch of(List<DecodedRecord> readings, SortedMap<LogPartition, Progress.Advance> advances) {
        return new Batch(
                readings.stream()
                        .sorted(Comparator.comparing(DecodedRecord::origin))
                        .toList(),
                advances);
    }

    int size() {
        return readings.size();
    }

    /** The same without those partitions. */
    Batch without(Set<LogPartition> lost) {
        SortedMap<LogPartition, Progress.Advance> kept = new TreeMap<>(advances);
        kept.keySet().removeAll(lost);
        return new Batch(
                readings.stream()
                        .filter(decodedRecord ->
                                kept.containsKey(decodedRecord.origin().partition()))
                        .toList(),
                kept);
    }

    /** The same in parts of about so many bytes at most, in the order of the log; a larger record is a part alone. */
    List<Batch> parts(long bytes) {
        List<Batch> parts = new ArrayList<>();
        int begin = 0;
        long sum = 0;
        for (int i = 0; i < size(); i++) {
            long size = readings.get(i).record().bytes();
            if (sum + size > bytes && i > begin) {
                parts.add(part(begin, i));
                begin = i;
                sum = 0;
            }
            sum += size;
        }
        parts.add(begin == 0 ? this : part(begin, size()));
        return parts;
    }

    /** The earlier half of the readings, by partition and offset. */
    Batch firstHalf() {
        return part(0, size() / 2);
    }

    /** What {@link #firstHalf()} leaves. */
    Batch secondHalf() {
        return part(size() / 2, size());
    }

    private Batch part(int begin, int end) {
        List<DecodedRecord> part = readings.subList(begin, end);
        SortedMap<LogPartition, Progress.Advance> covered = new TreeMap<>();
        for (DecodedRecord decodedRecord : part) {
            LogPartition partition = decodedRecord.origin().partition();
            Progress.Advance whole = Objects.requireNonNull(advances.get(partition));
            // What comes before in the partition is either applied already or stands in this part too.
            covered.put(
                    partition,
                    new Progress.Advance(
                            whole.epoch(), whole.from(), decodedRecord.origin().offset() + 1));
        }
        return new Batch(part, covered);
    }
}
