package io.trakkit.worker.log;

import io.trakkit.domain.value.Times;
import io.trakkit.log.HeaderSerializer;
import io.trakkit.store.log.LogPartition;
import io.trakkit.worker.apply.LogRecord;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Converts records of Kafka to those of the applier. */
public final class LogRecords {

    private LogRecords() {}

    public static LogRecord of(LogPartition partition, ConsumerRecord<byte[], byte[]> record) {
        return new LogRecord(
                partition.at(record.offset()),
                record.topic(),
                record.key(),
                record.value(),
                HeaderSerializer.write(record.headers()),
                loggedAt(record.timestamp()));
    }

    /** A producer can give a record any timestamp; the tables hold only times of the domain. */
    private static Instant loggedAt(long timestamp) {
        long clamped = Math.clamp(timestamp, Times.EARLIEST.toEpochMilli(), Times.LATEST.toEpochMilli());
        return Instant.ofEpochMilli(clamped);
    }
}
