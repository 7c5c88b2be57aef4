package io.trakkit.worker.consume;

import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Rewinds;
import io.trakkit.store.progress.Rewinds.Rewind;
import io.trakkit.worker.apply.FailureCauses;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rewinds that this worker is executing, with the number of records so far. A worker that takes over a partition in the
 * middle of a rewind starts it again.
 */
public final class RewindProgress {

    private static final Logger log = LoggerFactory.getLogger(RewindProgress.class);

    private final Rewinds rewinds;
    private final Map<TopicPartition, Counted> current = new ConcurrentHashMap<>();

    public RewindProgress(Rewinds rewinds) {
        this.rewinds = rewinds;
    }

    private record Counted(Rewind rewind, long records) {}

    /** The open rewinds of these partitions. */
    List<Rewind> wanted(Collection<LogPartition> partitions) {
        return rewinds.openOf(partitions);
    }

    /** Whether a rewind of the partition is running. */
    boolean isUnderWay(TopicPartition partition) {
        return current.containsKey(partition);
    }

    /** Starts a rewind: the consumer is at its first offset, or before. */
    void begin(TopicPartition partition, Rewind rewind) {
        current.put(partition, new Counted(rewind, 0));
        log.info("Reads {} again from offset {}", partition, rewind.part().from());
    }

    /** Drops the rewind of a partition that was lost or will be taken over again. */
    void forget(TopicPartition partition) {
        current.remove(partition);
    }

    /**
     * Counts applied records.
     *
     * @param end the offset up to which they cover the partition
     */
    void applied(TopicPartition partition, List<? extends ConsumerRecord<?, ?>> records, long end) {
        Counted counted = current.computeIfPresent(
                partition, (_, before) -> new Counted(before.rewind(), before.records() + within(before, records)));
        if (counted != null) {
            passed(partition, end);
        }
    }

    private static long within(Counted counted, List<? extends ConsumerRecord<?, ?>> records) {
        Rewinds.Part part = counted.rewind().part();
        return records.stream()
                .filter(record -> record.offset() >= part.from() && record.offset() < part.until())
                .count();
    }

    /** Stores the result if the offset is past the rewind. If the database is unavailable, the next call does. */
    void passed(TopicPartition partition, long offset) {
        Counted counted = current.get(partition);
        if (counted == null || offset < counted.rewind().part().until()) {
            return;
        }
        try {
            rewinds.end(counted.rewind(), counted.records());
            current.remove(partition, counted);
        } catch (RuntimeException e) {
            log.warn("Cannot record how much of {} was read again, will retry: {}", partition, FailureCauses.reason(e));
        }
    }
}
