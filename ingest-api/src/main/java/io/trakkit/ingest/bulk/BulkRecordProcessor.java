package io.trakkit.ingest.bulk;

import io.trakkit.access.limits.RecordBudget;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.ingest.bulk.result.PendingRecord;
import io.trakkit.ingest.bulk.result.RecordResult;
import io.trakkit.ingest.bulk.result.ResultQueue;
import io.trakkit.ingest.keys.UsedKeys;
import io.trakkit.ingest.publish.BulkLog;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.Ids;
import io.trakkit.ingest.trade.BookingReader;
import io.trakkit.ingest.trade.DuplicateCheck;
import io.trakkit.ingest.trade.RecentBooking;
import io.trakkit.store.ledger.EventLookups.Known;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.wire.bulk.Defaults;
import io.trakkit.wire.bulk.NextRecord;
import io.trakkit.wire.bulk.Records;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Reads the records of one bulk request in order, checks each and publishes the valid ones. */
final class BulkRecordProcessor {

    /** After it, a reason to end is noticed, and a higher limit. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

    private final Records records;
    private final Terms terms;
    private final EarlyEnd earlyEnd;
    private final ResultQueue resultQueue;
    private final Ids.Series eventIds = new Ids.Series();
    private final Runnable whenFailed;
    private volatile long line;

    /** The line of the first record, valid or not; 0 before that. */
    private long firstLine;

    private boolean keyIsChecked;

    /**
     * The context of a request.
     *
     * @param budget how many records the client may send
     * @param start whether the body is the start of its file, or all of it
     * @param idempotencyKey determines the events, and the ref_ids of records that have none
     */
    record Terms(
            ClientId client,
            RecordBudget budget,
            boolean start,
            Optional<IdempotencyKey> idempotencyKey,
            UsedKeys keys,
            Defaults defaults,
            BookingReader reader,
            BookingReader.Owners owners,
            DuplicateCheck repeats,
            BulkLog.Stream log,
            Clock clock) {

        /** The event_id that the key itself determines, which the first record has. */
        Optional<UUID> requestId() {
            return idempotencyKey.map(key -> Ids.ofRequest(client, key));
        }
    }

    BulkRecordProcessor(Records records, Terms terms, ResultQueue resultQueue, EarlyEnd earlyEnd) {
        this.records = records;
        this.terms = terms;
        this.resultQueue = resultQueue;
        this.earlyEnd = earlyEnd;
        whenFailed = () -> earlyEnd.end(
                Problem.UNAVAILABLE.status(),
                "Kafka does not acknowledge records at present. No record from this line on was taken; it is safe to post all"
                        + " of it again");
    }

    /** Reads all there is, or until there is a reason to end; then the last step says so. */
    void run() throws InterruptedException {
        resultQueue.put(readAll());
        resultQueue.handOver();
    }

    /** Adds the last step in place of the thread that reads, which waits for a caller that sends nothing. */
    void breakOff() throws InterruptedException {
        resultQueue.put(broken(line + 1));
        resultQueue.handOver();
    }

    private RecordResult readAll() throws InterruptedException {
        try {
            while (earlyEnd.end().isEmpty()) {
                NextRecord nextRecord = records.next();
                if (nextRecord == null) {
                    return new RecordResult.Complete();
                }
                line = nextRecord.line();
                firstLine = firstLine == 0 ? line : firstLine;
                if (nextRecord instanceof NextRecord.Broken broken) {
                    return new RecordResult.BrokenOff(line, Problem.MALFORMED.status(), broken.detail());
                }
                if (!isInBudget()) {
                    return broken(line);
                }
                RecordResult recordResult = step(nextRecord);
                if (recordResult instanceof RecordResult.BrokenOff) {
                    return recordResult;
                }
                resultQueue.put(recordResult);
            }
        } catch (IOException e) {
            ProblemException problem = BodyReader.unreadable(e);
            return new RecordResult.BrokenOff(line + 1, problem.problem().status(), problem.detail());
        }
        return broken(line + 1);
    }

    /** The last step: no record from that line on was taken. */
    private RecordResult.BrokenOff broken(long from) {
        EarlyEnd.End end = earlyEnd.end().orElseThrow();
        return new RecordResult.BrokenOff(from, end.status(), end.detail());
    }

    /** Slows the caller down to the records per second of its client; the records before get their results meanwhile; false if the request ends before. */
    private boolean isInBudget() throws InterruptedException {
        Duration wait = terms.budget().take();
        if (wait.isPositive()) {
            resultQueue.handOver();
        }
        while (wait.isPositive() && earlyEnd.end().isEmpty()) {
            Thread.sleep(wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE);
            wait = terms.budget().take();
        }
        return !wait.isPositive();
    }

    private RecordResult step(NextRecord nextRecord) {
        return switch (nextRecord) {
            case NextRecord.Wrong wrong -> RecordResult.Refused.of(wrong);
            case NextRecord.Text text -> step(text.parsed());
            case NextRecord.Body body -> step(body);
            case NextRecord.Skipped(long at, String reason, boolean missed) ->
                new RecordResult.Skipped(at, reason, missed);
            case NextRecord.Joined(long at, long into) -> new RecordResult.Joined(at, into);
            case NextRecord.Broken broken -> throw new IllegalStateException(broken.detail());
        };
    }

    private RecordResult step(NextRecord.Body body) {
        long at = body.line();
        ObjectNode fields = body.fields();
        terms.defaults().fill(fields);
        Instant receivedAt = terms.clock().instant().truncatedTo(ChronoUnit.MICROS);
        try {
            BookingReader.Posted posted = terms.reader()
                    .readRecord(
                            fields,
                            terms.client(),
                            receivedAt,
                            terms.idempotencyKey().map(key -> derived(key, at)),
                            terms.owners());
            return step(at, posted.event(eventId(at, receivedAt), terms.client(), receivedAt));
        } catch (ProblemException e) {
            return RecordResult.Refused.of(at, fields, e);
        }
    }

    private RecordResult step(long at, TradeEvent.Creation event) {
        if (!keyIsChecked) {
            keyIsChecked = true;
            Optional<Known> earlier = terms.requestId()
                    .flatMap(id -> terms.keys().find(terms.client(), id))
                    .filter(known -> isOtherRequest(known, at, event));
            if (earlier.isPresent()) {
                return new RecordResult.BrokenOff(
                        at,
                        Problem.IDEMPOTENCY_KEY_REUSED.status(),
                        earlier.get().type().keyAlreadyUsed(event.type()));
            }
        }
        String refId = event.booked().refId().value();
        PendingRecord before = resultQueue.onItsWay(event.booked().refId());
        if (before != null) {
            return new RecordResult.Following(at, event, before);
        }
        return switch (terms.repeats().check(event)) {
            case DuplicateCheck.DuplicateStatus.New _ -> published(at, event);
            case DuplicateCheck.DuplicateStatus.Repeat(RecentBooking booking) -> {
                Question published = booking.published().orElseThrow();
                if (terms.requestId().equals(Optional.of(event.eventId()))) {
                    terms.keys().remember(event, published.origin());
                }
                yield new RecordResult.Repeated(at, published);
            }
            case DuplicateCheck.DuplicateStatus.Conflict conflict ->
                RecordResult.Refused.conflict(at, refId, conflict.inWords(event, "this line"));
        };
    }

    private RecordResult published(long at, TradeEvent.Creation event) {
        PendingRecord pendingRecord = new PendingRecord(event, whenFailed);
        resultQueue.begin(pendingRecord);
        terms.log().send(event, pendingRecord);
        return new RecordResult.Published(at, pendingRecord);
    }

    /** Whether the key was used for a request that did not begin with this record. */
    private boolean isOtherRequest(Known earlier, long at, TradeEvent.Creation event) {
        return terms.start()
                ? at != firstLine || !terms.keys().isRepeat(event, earlier)
                : earlier.type() != event.type();
    }

    /** The ref_id of a record without one, the same whenever it is posted with the same key. */
    private Supplier<RefId> derived(IdempotencyKey key, long at) {
        return () -> new RefId(
                Ids.determined(terms.client(), "bulk", Long.toString(at), key).toString());
    }

    /**
     * The key's own event_id goes to the first record of the file, so that no other request can use the key; the others have
     * that of their line.
     */
    private UUID eventId(long at, Instant receivedAt) {
        return terms.idempotencyKey()
                .map(key -> terms.start() && at == firstLine
                        ? Ids.ofRequest(terms.client(), key)
                        : Ids.determined(terms.client(), "record", Long.toString(at), key))
                .orElseGet(() -> eventIds.next(receivedAt));
    }
}
