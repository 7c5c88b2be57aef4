package io.trakkit.worker.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trakkit.log.HeaderSerializer;
import io.trakkit.log.LogPartitioner;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.event.DeadLetterHeaders;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a refused record for the log: its bytes and headers, and a header with its origin. An event gets the key of its
 * value and the partition of that key, which repairs a wrong one.
 */
final class RedrivenCopy {

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private RedrivenCopy() {}

    /** @param partitions the number of partitions of the log */
    static ProducerRecord<byte[], byte[]> of(LogPosition origin, DeadLetter.Raw raw, int partitions) {
        byte[] key = key(raw);
        int partition = key == null ? origin.partition().partition() : LogPartitioner.partitionOf(key, partitions);
        Headers headers = HeaderSerializer.read(raw.headers())
                .add(DeadLetterHeaders.REDRIVEN_FROM, text(origin).getBytes(UTF_8));
        return new ProducerRecord<>(Topics.TRADES, partition, key, raw.value(), headers);
    }

    private static byte @Nullable [] key(DeadLetter.Raw raw) {
        return switch (CODEC.decode(raw.value())) {
            case Decoded.Event decoded -> decoded.event().key().logKey().getBytes(UTF_8);
            case Decoded.Undecodable _ -> raw.key();
        };
    }

    private static String text(LogPosition origin) {
        return origin.partition().topicId() + ":" + origin.partition().partition() + ":" + origin.offset();
    }
}
