package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.log.LogPartitioner;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes a record and checks its key and partition, without any other input. */
final class RecordReader {

    private final TradeEventCodec codec;
    private final int partitions;

    /** @param partitions the number of partitions of the log */
    RecordReader(TradeEventCodec codec, int partitions) {
        this.codec = codec;
        this.partitions = partitions;
    }

    DecodedRecord read(LogRecord record) {
        return switch (codec.decode(record.value())) {
            case Decoded.Event decoded -> inPlace(record, decoded.event());
            case Decoded.Undecodable undecodable ->
                new DecodedRecord.Refused(
                        record,
                        DecodedRecord.deadLetter(
                                record, undecodable.reason(), undecodable.detail(), undecodable.hints()));
        };
    }

    /** Checks key and partition: an event in a wrong partition could overtake other events of its key. */
    private DecodedRecord inPlace(LogRecord record, TradeEvent event) {
        byte[] key = event.key().logKey().getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(key, record.key())) {
            return misplaced(
                    record,
                    event,
                    DeadLetterReason.WRONG_KEY,
                    "The record's key must be " + event.key().logKey());
        }
        int partition = LogPartitioner.partitionOf(key, partitions);
        if (partition != record.origin().partition().partition()) {
            return misplaced(
                    record,
                    event,
                    DeadLetterReason.WRONG_PARTITION,
                    "Records with the key " + event.key().logKey() + " belong in partition " + partition + " of "
                            + partitions);
        }
        return LoggedEvent.of(record, event);
    }

    private DecodedRecord misplaced(LogRecord record, TradeEvent event, DeadLetterReason reason, String detail) {
        return new DecodedRecord.Refused(
                record, DecodedRecord.deadLetter(record, reason, detail, codec.hintsOf(event)));
    }
}
