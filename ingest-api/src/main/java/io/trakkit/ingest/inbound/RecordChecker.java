package io.trakkit.ingest.inbound;

import io.trakkit.domain.event.RefIdConflict;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.ingest.bulk.OwnerLookup;
import io.trakkit.ingest.bulk.result.RecordResult;
import io.trakkit.ingest.request.Ids;
import io.trakkit.ingest.trade.BookingReader;
import io.trakkit.ingest.trade.DuplicateCheck;
import io.trakkit.wire.bulk.NextRecord;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Checks the records of one client by the rules of bulk requests. For one thread. */
final class RecordChecker {

    /** The verdict has the same key, and must fit into a record. */
    static final int MAX_KEY_BYTES = 1024;

    private final ClientId client;
    private final UUID topicId;
    private final BookingReader reader;
    private final OwnerLookup owners;
    private final DuplicateCheck duplicateCheck;
    private final Clock clock;

    RecordChecker(
            ClientId client,
            UUID topicId,
            BookingReader reader,
            OwnerLookup owners,
            DuplicateCheck duplicateCheck,
            Clock clock) {
        this.client = client;
        this.topicId = topicId;
        this.reader = reader;
        this.owners = owners;
        this.duplicateCheck = duplicateCheck;
        this.clock = clock;
    }

    /** The records of one transaction: those after a record know it although it is not committed yet. */
    final class Transaction {

        private final Map<RefId, TradeEvent.Creation> published = new HashMap<>();

        /** @throws ProblemException {@link Problem#UNAVAILABLE} if the record cannot be checked now */
        Checked check(ConsumerRecord<byte[], byte[]> record) {
            return switch (parsed(record)) {
                case NextRecord.Body body -> check(record, body);
                case NextRecord.Wrong wrong -> new Checked.Refused(RecordResult.Refused.of(wrong));
                case NextRecord.Text _, NextRecord.Broken _, NextRecord.Skipped _, NextRecord.Joined _ ->
                    throw new IllegalStateException("A parsed record is a body or wrong");
            };
        }

        private Checked check(ConsumerRecord<byte[], byte[]> record, NextRecord.Body body) {
            Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
            try {
                BookingReader.Posted posted =
                        reader.readRecord(body.fields(), client, receivedAt, Optional.empty(), owners);
                return check(
                        record.offset(),
                        posted.event(
                                Ids.ofInbound(client, topicId, record.partition(), record.offset()),
                                client,
                                receivedAt));
            } catch (ProblemException e) {
                if (e.problem() == Problem.UNAVAILABLE) {
                    throw e;
                }
                return new Checked.Refused(RecordResult.Refused.of(record.offset(), body.fields(), e));
            }
        }

        private Checked check(long offset, TradeEvent.Creation event) {
            RefId refId = event.booked().refId();
            TradeEvent.Creation before = published.get(refId);
            if (before != null) {
                return before.hasContentOf(event)
                        ? new Checked.Repeat(refId.value())
                        : conflict(offset, refId, RefIdConflict.inWords(before.booked(), event, "this record"));
            }
            return switch (duplicateCheck.check(event)) {
                case DuplicateCheck.DuplicateStatus.New _ -> {
                    published.put(refId, event);
                    yield new Checked.New(event);
                }
                case DuplicateCheck.DuplicateStatus.Repeat _ -> new Checked.Repeat(refId.value());
                case DuplicateCheck.DuplicateStatus.Conflict conflict ->
                    conflict(offset, refId, conflict.inWords(event, "this record"));
            };
        }
    }

    private static Checked conflict(long offset, RefId refId, String detail) {
        return new Checked.Refused(RecordResult.Refused.conflict(offset, refId.value(), detail));
    }

    private static NextRecord parsed(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (record.key() != null && record.key().length > MAX_KEY_BYTES) {
            return new NextRecord.Wrong(
                    record.offset(),
                    NextRecord.Mistake.TOO_LARGE,
                    "The key of the record is larger than " + MAX_KEY_BYTES + " bytes");
        }
        if (value == null) {
            return new NextRecord.Wrong(record.offset(), NextRecord.Mistake.MALFORMED, "The record has no value");
        }
        if (value.length > Json.MAX_BYTES) {
            return new NextRecord.Wrong(
                    record.offset(),
                    NextRecord.Mistake.TOO_LARGE,
                    "The record is larger than " + Json.MAX_BYTES / 1024 + " KB");
        }
        return new NextRecord.Text(record.offset(), value).parsed();
    }

    /** The verdict on each record of a suspended client. */
    static Checked suspended(ConsumerRecord<byte[], byte[]> record) {
        return new Checked.Refused(new RecordResult.Refused(
                record.offset(),
                null,
                Problem.CLIENT_SUSPENDED.status(),
                List.copyOf(RecordResult.whole(
                        "The client is suspended; an administrator of the platform can resume it"))));
    }
}
