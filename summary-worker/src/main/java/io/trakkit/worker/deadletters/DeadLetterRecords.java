package io.trakkit.worker.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Times;
import io.trakkit.log.HeaderSerializer;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.event.DeadLetterHeaders;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Readers;
import io.trakkit.worker.apply.DeadLetterSubjects;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the records of the dead-letter topic. If a header occurs twice, the last one is trakkit's: the refused
 * record may have a header with the same name, which is restored with the record.
 */
public final class DeadLetterRecords {

    /** The headers that a dead letter adds to its record. */
    private static final List<String> OF_REFUSED = List.of(
            DeadLetterHeaders.VERDICT,
            DeadLetterHeaders.REASON,
            DeadLetterHeaders.DETAIL,
            DeadLetterHeaders.ORIGIN_TOPIC,
            DeadLetterHeaders.ORIGIN_TOPIC_ID,
            DeadLetterHeaders.ORIGIN_PARTITION,
            DeadLetterHeaders.ORIGIN_OFFSET,
            DeadLetterHeaders.ORIGIN_TIMESTAMP);

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private DeadLetterRecords() {}

    /** A refused record. */
    static ProducerRecord<byte[], byte[]> refused(DeadLetter deadLetter) {
        Headers headers = HeaderSerializer.read(deadLetter.raw().headers());
        add(headers, DeadLetterHeaders.VERDICT, DeadLetterHeaders.REFUSED);
        add(headers, DeadLetterHeaders.REASON, deadLetter.reason().wireName());
        add(headers, DeadLetterHeaders.DETAIL, deadLetter.detail());
        add(headers, DeadLetterHeaders.ORIGIN_TOPIC, deadLetter.topic());
        addOrigin(headers, deadLetter.origin());
        add(
                headers,
                DeadLetterHeaders.ORIGIN_TIMESTAMP,
                Long.toString(deadLetter.loggedAt().toEpochMilli()));
        return inPartitionOf(
                deadLetter.origin(), deadLetter.raw().key(), deadLetter.raw().value(), headers);
    }

    /**
     * The decision of an operator about a dead letter.
     *
     * @param key the key of the refused record
     */
    static ProducerRecord<byte[], byte[]> decided(DeadLetterDecision decision, byte @Nullable [] key) {
        Headers headers = new RecordHeaders();
        add(headers, DeadLetterHeaders.VERDICT, decision.kind().wireName());
        add(headers, DeadLetterHeaders.VERDICT_BY, decision.by());
        add(headers, DeadLetterHeaders.VERDICT_AT, Json.text(decision.at()));
        if (decision.note() != null) {
            add(headers, DeadLetterHeaders.VERDICT_NOTE, decision.note());
        }
        addOrigin(headers, decision.origin());
        return inPartitionOf(decision.origin(), key, null, headers);
    }

    private static void addOrigin(Headers headers, LogPosition origin) {
        add(
                headers,
                DeadLetterHeaders.ORIGIN_TOPIC_ID,
                origin.partition().topicId().toString());
        add(
                headers,
                DeadLetterHeaders.ORIGIN_PARTITION,
                Integer.toString(origin.partition().partition()));
        add(headers, DeadLetterHeaders.ORIGIN_OFFSET, Long.toString(origin.offset()));
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static ProducerRecord<byte[], byte[]> inPartitionOf(
            LogPosition origin, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new ProducerRecord<>(Topics.DEAD_LETTERS, origin.partition().partition(), key, value, headers);
    }

    /** Reads a record of the topic. Never throws: a record that cannot be read is foreign. */
    public static DeadLetterRecord read(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> ours = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.key().startsWith(DeadLetterHeaders.PREFIX)) {
                ours.put(header.key(), header.value() == null ? "" : new String(header.value(), UTF_8));
            }
        }
        try {
            String kind = ours.getOrDefault(DeadLetterHeaders.VERDICT, DeadLetterHeaders.REFUSED);
            return kind.equals(DeadLetterHeaders.REFUSED)
                    ? new DeadLetterRecord.Refused(deadLetter(record, ours))
                    : new DeadLetterRecord.Decided(decision(kind, ours));
        } catch (IllegalArgumentException e) {
            return new DeadLetterRecord.Foreign(String.valueOf(e.getMessage()));
        }
    }

    private static DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> record, Map<String, String> ours) {
        return new DeadLetter(
                origin(ours),
                needed(ours, DeadLetterHeaders.ORIGIN_TOPIC),
                DeadLetterReason.parse(needed(ours, DeadLetterHeaders.REASON)),
                needed(ours, DeadLetterHeaders.DETAIL),
                new DeadLetter.Raw(record.key(), record.value(), HeaderSerializer.write(withoutOurs(record.headers()))),
                Times.checked(Instant.ofEpochMilli(Long.parseLong(needed(ours, DeadLetterHeaders.ORIGIN_TIMESTAMP)))),
                DeadLetterSubjects.of(CODEC, record.value()));
    }

    private static DeadLetterDecision decision(String kind, Map<String, String> ours) {
        return new DeadLetterDecision(
                origin(ours),
                DeadLetterDecision.Kind.parse(kind),
                needed(ours, DeadLetterHeaders.VERDICT_BY),
                Readers.time(needed(ours, DeadLetterHeaders.VERDICT_AT)),
                ours.containsKey(DeadLetterHeaders.VERDICT_NOTE) ? needed(ours, DeadLetterHeaders.VERDICT_NOTE) : null);
    }

    private static LogPosition origin(Map<String, String> ours) {
        UUID topicId = UUID.fromString(needed(ours, DeadLetterHeaders.ORIGIN_TOPIC_ID));
        int partition = Integer.parseInt(needed(ours, DeadLetterHeaders.ORIGIN_PARTITION));
        long offset = Long.parseLong(needed(ours, DeadLetterHeaders.ORIGIN_OFFSET));
        if (partition < 0 || offset < 0) {
            throw new InvalidValueException("The header that names the origin is not a topic id, partition and offset");
        }
        return new LogPartition(topicId, partition).at(offset);
    }

    private static String needed(Map<String, String> ours, String name) {
        String value = ours.get(name);
        if (value == null || value.indexOf('\0') >= 0) {
            throw new InvalidValueException("The header " + name + " is missing or is not UTF-8 text");
        }
        return value;
    }

    private static Headers withoutOurs(Headers headers) {
        Header[] all = headers.toArray();
        boolean[] ours = new boolean[all.length];
        for (String name : OF_REFUSED) {
            for (int i = all.length - 1; i >= 0; i--) {
                if (all[i].key().equals(name)) {
                    ours[i] = true;
                    break;
                }
            }
        }
        int[] number = {0};
        return new RecordHeaders(
                Arrays.stream(all).filter(_ -> !ours[number[0]++]).toList());
    }
}
