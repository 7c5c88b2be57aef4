package io.trakkit.worker.consume;

import io.trakkit.store.ledger.Rewinds;
import io.trakkit.store.ledger.Rewinds.Rewind;
import io.trakkit.store.log.LogPartition;
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
 * The parts of the log that this worker is reading again because an operator wants it to, and how many records there were
 * so far. Whoever takes a partition over in the middle starts over.
 */
public final class RewindProgress {

    private static final Logger log = LoggerFactory.getLogger(RewindProgress.class);

    private final Rewinds rewinds;
    private final Map<TopicPartition, Counted> current = new ConcurrentHashMap<>();

    public RewindProgress(Rewinds rewinds) {
        this.rewinds = rewinds;
    }

    private record Counted(Rewind rewind, long records) {}

    /** What is to be read again of these partitions. */
    List<Rewind> wanted(Collection<LogPartition> partitions) {
        return rewinds.openOf(partitions);
    }

    /** Whether a part of that partition is being read again. */
    boolean isUnderWay(TopicPartition partition) {
        return current.containsKey(partition);
    }

    /** A partition is read again from where that part begins, or earlier. */
    void begin(TopicPartition partition, Rewind rewind) {
        current.put(partition, new Counted(rewind, 0));
        log.info("Reads {} again from offset {}", partition, rewind.part().from());
    }

    /** The partition is somebody else's, or taken over anew. */
    void forget(TopicPartition partition) {
        current.remove(partition);
    }

    /** Counts records that have been applied. */
    void applied(TopicPartition partition, List<? extends ConsumerRecord<?, ?>> records) {
        Counted counted = current.computeIfPresent(
                partition, (_, before) -> new Counted(before.rewind(), before.records() + within(before, records)));
        if (counted != null) {
            passed(partition, records.getLast().offset() + 1);
        }
    }

    private static long within(Counted counted, List<? extends ConsumerRecord<?, ?>> records) {
        Rewinds.Part part = counted.rewind().part();
        return records.stream()
                .filter(record -> record.offset() >= part.from() && record.offset() < part.until())
                .count();
    }

    /** Says how many records there were, if that offset is past the part; should the database be away, the next time. */
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
