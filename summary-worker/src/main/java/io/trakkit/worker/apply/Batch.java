package io.trakkit.worker.apply;

import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.progress.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decoded records that are applied together.
 *
 * @param records in the order of the log
 * @param advances the range of offsets that they cover in each partition
 */
record Batch(List<DecodedRecord> records, SortedMap<LogPartition, Progress.Advance> advances) {

    /** @param advances for each partition of the records: the epoch of the lease and the range of offsets */
    static Batch of(List<DecodedRecord> records, SortedMap<LogPartition, Progress.Advance> advances) {
        return new Batch(
                records.stream()
                        .sorted(Comparator.comparing(DecodedRecord::origin))
                        .toList(),
                advances);
    }

    int size() {
        return records.size();
    }

    /** This batch without the records of some partitions. */
    Batch without(Set<LogPartition> partitions) {
        if (partitions.isEmpty()) {
            return this;
        }
        SortedMap<LogPartition, Progress.Advance> kept = new TreeMap<>(advances);
        kept.keySet().removeAll(partitions);
        return new Batch(
                records.stream()
                        .filter(decodedRecord ->
                                kept.containsKey(decodedRecord.origin().partition()))
                        .toList(),
                kept);
    }

    /** This batch in parts of at most {@code bytes}, in the order of the log; a larger record is a part of its own. */
    List<Batch> parts(long bytes) {
        List<Batch> parts = new ArrayList<>();
        int begin = 0;
        long sum = 0;
        for (int i = 0; i < size(); i++) {
            long size = records.get(i).record().bytes();
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

    /** The first half of the records, in the order of the log. */
    Batch firstHalf() {
        return part(0, size() / 2);
    }

    /** The records that are not in {@link #firstHalf()}. */
    Batch secondHalf() {
        return part(size() / 2, size());
    }

    private Batch part(int begin, int end) {
        List<DecodedRecord> part = records.subList(begin, end);
        SortedMap<LogPartition, Progress.Advance> covered = new TreeMap<>();
        for (int i = begin; i < end; i++) {
            LogPosition origin = records.get(i).origin();
            LogPartition partition = origin.partition();
            Progress.Advance whole = Objects.requireNonNull(advances.get(partition));
            boolean isLast =
                    i + 1 == size() || !records.get(i + 1).origin().partition().equals(partition);
            // Earlier records of the partition are applied already, or belong to this part too. The range of the whole
            // batch
            // may end after its last record, past the end of a transaction.
            covered.put(
                    partition,
                    new Progress.Advance(whole.epoch(), whole.from(), isLast ? whole.to() : origin.offset() + 1));
        }
        return new Batch(part, covered);
    }
}
