package io.trakkit.worker.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.log.HeaderSerializer;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.log.LogPartition;
import io.trakkit.wire.event.DeadLetterHeaders;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.worker.testing.Events;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterRecordsTest {

    private static final LogPartition PARTITION = new LogPartition(new UUID(7, 1), 5);

    @Test
    void aLetterComesBackAsItWas() {
        TradeEvent.Created event = Events.buy("r-1", "AMZN", "1", "1", "09:00:00");
        DeadLetter letter = letter(
                "1:AMZN".getBytes(UTF_8),
                new TradeEventCodec().encode(event),
                new RecordHeaders().add("traceparent", new byte[] {1, 2}).add("", null),
                new DeadLetter.About(ClientId.DEFAULT, event.eventId(), "trade_created", "r-1", "u-1", 1L, "AMZN"));
        comesBack(letter);
    }

    @Test
    void aLetterWithoutAnythingComesBackAsItWas() {
        comesBack(letter(null, null, new RecordHeaders(), about()));
    }

    /** Somebody has copied dead letters back into the log by hand, or a redriven one was refused again. */
    @Test
    void headersOfARecordThatAreNamedLikeOursComeBackWithIt() {
        Headers headers = new RecordHeaders()
                .add(DeadLetterHeaders.REDRIVEN_FROM, "5".getBytes(UTF_8))
                .add(DeadLetterHeaders.VERDICT, "redriven".getBytes(UTF_8))
                .add(DeadLetterHeaders.REASON, "made up".getBytes(UTF_8))
                .add(DeadLetterHeaders.ORIGIN_OFFSET, null)
                .add(DeadLetterHeaders.REASON, "twice".getBytes(UTF_8));
        comesBack(letter(new byte[0], "junk".getBytes(UTF_8), headers, about()));
    }

    @Test
    void aLetterThatDoesNotNameItsVerdictIsRefused() {
        DeadLetter letter = letter(null, new byte[] {7}, new RecordHeaders(), about());
        ProducerRecord<byte[], byte[]> record = DeadLetterRecords.refused(letter);
        record.headers().remove(DeadLetterHeaders.VERDICT);
        assertThat(DeadLetterRecords.read(consumed(record))).isInstanceOf(DeadLetterRecord.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the portfolio is there now; ünü", ""})
    void anOutcomeComesBackAsItWas(String note) {
        DeadLetterDecision outcome = new DeadLetterDecision(
                PARTITION.at(17),
                DeadLetterDecision.Kind.REDRIVEN,
                "o. perator",
                Instant.parse("2026-11-01T12:00:00.123456Z"),
                note.isEmpty() ? null : note);
        ProducerRecord<byte[], byte[]> record = DeadLetterRecords.decided(outcome, "1:AMZN".getBytes(UTF_8));
        assertThat(record.value()).isNull();
        assertThat(record.partition()).isEqualTo(5);
        assertThat(DeadLetterRecords.read(consumed(record))).isEqualTo(new DeadLetterRecord.Decided(outcome));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DeadLetterHeaders.REASON,
                DeadLetterHeaders.DETAIL,
                DeadLetterHeaders.VERDICT,
                DeadLetterHeaders.ORIGIN_TOPIC_ID,
                DeadLetterHeaders.ORIGIN_PARTITION,
                DeadLetterHeaders.ORIGIN_OFFSET,
                DeadLetterHeaders.ORIGIN_TIMESTAMP
            })
    void whatSomebodyElseHasWrittenIsForeign(String header) {
        ProducerRecord<byte[], byte[]> record =
                DeadLetterRecords.refused(letter(null, new byte[] {7}, new RecordHeaders(), about()));
        record.headers().remove(header).add(header, new byte[] {'-', 0});
        assertThat(DeadLetterRecords.read(consumed(record))).isInstanceOf(DeadLetterRecord.Foreign.class);
    }

    private static void comesBack(DeadLetter letter) {
        DeadLetterRecord read = DeadLetterRecords.read(consumed(DeadLetterRecords.refused(letter)));
        assertThat(read)
                .usingRecursiveComparison(RecursiveComparisonConfiguration.builder()
                        .withStrictTypeChecking(true)
                        .build())
                .isEqualTo(new DeadLetterRecord.Refused(letter));
    }

    private static DeadLetter.About about() {
        return new DeadLetter.About(ClientId.DEFAULT, null, null, null, null, null, null);
    }

    private static DeadLetter letter(
            byte @Nullable [] key, byte @Nullable [] value, Headers headers, DeadLetter.About about) {
        return new DeadLetter(
                PARTITION.at(17),
                Topics.TRADES,
                DeadLetterReason.UNKNOWN_PORTFOLIO,
                "There is no portfolio 1",
                new DeadLetter.Raw(key, value, HeaderSerializer.write(headers)),
                Instant.parse("2026-11-01T12:00:00.123Z"),
                about);
    }

    private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition() == null ? -1 : record.partition(),
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }
}
