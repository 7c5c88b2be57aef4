package io.trakkit.worker.consume;

import io.trakkit.store.progress.Progress;
import io.trakkit.worker.apply.LogRecord;
import io.trakkit.worker.log.LogRecords;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one partition from a poll, and the lease under which they are applied.
 *
 * @param records at least one, in the order of the log
 * @param position the next offset of the consumer. Transactions leave offsets without records behind their last record, and
 *     the consumer has passed those
 */
record LeasedRecords(
        TopicPartition partition, PartitionLease lease, List<ConsumerRecord<byte[], byte[]>> records, long position) {

    Stream<LogRecord> logRecords() {
        return records.stream().map(record -> LogRecords.of(lease.partition(), record));
    }

    /** The range of offsets that these records cover: it begins where the records before them end. */
    Progress.Advance advance() {
        long first = records.getFirst().offset();
        return new Progress.Advance(lease.epoch(), Math.min(lease.next(), first), end());
    }

    /** The offset after these records, and after what transactions left behind them. */
    long end() {
        return Math.max(records.getLast().offset() + 1, position);
    }
}
