package io.trakkit.ingest.bulk;

import io.trakkit.domain.event.RefIdConflict;
import io.trakkit.ingest.bulk.result.OutcomeWait;
import io.trakkit.ingest.bulk.result.PendingRecord;
import io.trakkit.ingest.bulk.result.RecordResult;
import io.trakkit.ingest.bulk.result.ResultCounts;
import io.trakkit.ingest.bulk.result.ResultLineWriter;
import io.trakkit.ingest.bulk.result.ResultQueue;
import io.trakkit.ingest.publish.BulkLog;
import io.trakkit.ingest.trade.RecentBooking;
import io.trakkit.store.ledger.EventOutcomes.EventOutcome;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.http.problem.InputError;
import io.trakkit.wire.http.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the result line of each record, in order, and the line of counts at the end. A line is made once Kafka has
 * acknowledged its record; for a caller that waits for outcomes, once the outcome is known or the wait is over. What
 * Kafka has acknowledged is remembered, so that a repeat is known as one.
 */
final class ResultLines {

    private static final int ACCEPTED = 202;
    private static final int CREATED = 201;
    private static final int REPEATED = 200;

    /** The longest that a finished line stays in the writer. */
    private static final Duration FLUSHED_AFTER = Duration.ofMillis(50);

    /** The most records in one query for outcomes. */
    private static final int OUTCOMES_AT_ONCE = 1_000;

    private final ResultQueue resultQueue;
    private final BulkRecordProcessor.Terms terms;
    private final BulkLog.Stream log;
    private final ResultLineWriter lines;
    private final Optional<OutcomeWait> outcomeWait;
    private final List<Result> awaited = new ArrayList<>();
    private final ResultCounts resultCounts = new ResultCounts();

    /** @param outcomeWait present if the caller waits for outcomes */
    ResultLines(
            ResultQueue resultQueue,
            BulkRecordProcessor.Terms terms,
            ResultLineWriter lines,
            Optional<OutcomeWait> outcomeWait) {
        this.resultQueue = resultQueue;
        this.terms = terms;
        this.log = terms.log();
        this.lines = lines;
        this.outcomeWait = outcomeWait;
    }

    private sealed interface Result {

        /** In the log, by the record or by an earlier one with its content. */
        record InTheLog(long line, Question question, boolean repeat) implements Result {}

        record NotTaken(RecordResult.Refused refused) implements Result {}

        /** A row that was skipped, or joined to another one. */
        record NoRecord(RecordResult row) implements Result {}
    }

    /** Writes lines until the last step is done; how many records ended in which way. */
    ResultCounts run() throws InterruptedException {
        while (true) {
            List<RecordResult> taken = resultQueue.take(FLUSHED_AFTER);
            if (taken.isEmpty()) {
                lines.flush();
            }
            for (RecordResult recordResult : taken) {
                if (isLast(recordResult)) {
                    lines.flush();
                    return resultCounts;
                }
            }
        }
    }

    private boolean isLast(RecordResult recordResult) {
        switch (recordResult) {
            case RecordResult.Published(long line, PendingRecord event) -> published(line, event);
            case RecordResult.Repeated(long line, Question question) -> add(new Result.InTheLog(line, question, true));
            case RecordResult.Following following -> following(following);
            case RecordResult.Refused refused -> add(new Result.NotTaken(refused));
            case RecordResult.Skipped skipped -> add(new Result.NoRecord(skipped));
            case RecordResult.Joined joined -> add(new Result.NoRecord(joined));
            case RecordResult.Complete _ -> {
                settle();
                lines.counts(resultCounts, true, outcomeWait.isPresent());
                return true;
            }
            case RecordResult.BrokenOff(long line, int status, String detail) -> {
                settle();
                lines.refused(line, null, status, RecordResult.whole(detail));
                lines.counts(resultCounts, false, outcomeWait.isPresent());
                return true;
            }
        }
        return false;
    }

    private void published(long line, PendingRecord event) {
        while (!event.await(FLUSHED_AFTER)) {
            lines.flush();
        }
        if (event.isAcknowledged()) {
            LogPosition position = log.position(event.partition(), event.offset());
            if (terms.requestId().equals(Optional.of(event.event().eventId()))) {
                terms.keys().remember(event.event(), position);
            }
            RecentBooking booking = terms.repeats().remember(event.event(), position);
            add(new Result.InTheLog(line, booking.published().orElseThrow(), false));
        } else {
            unavailable(line, event.refId().value());
        }
        resultQueue.end(event);
    }

    private void following(RecordResult.Following following) {
        PendingRecord first = following.first();
        String refId = first.refId().value();
        if (!first.event().hasContentOf(following.event())) {
            add(new Result.NotTaken(RecordResult.Refused.conflict(
                    following.line(),
                    refId,
                    RefIdConflict.inWords(first.event().booked(), following.event(), "this line"))));
        } else if (first.isAcknowledged()) {
            Question question = new Question(
                    first.event().client(),
                    first.event().eventId(),
                    first.refId(),
                    log.position(first.partition(), first.offset()));
            add(new Result.InTheLog(following.line(), question, true));
        } else {
            unavailable(following.line(), refId);
        }
    }

    private void unavailable(long line, String refId) {
        add(new Result.NotTaken(new RecordResult.Refused(
                line,
                refId,
                Problem.UNAVAILABLE.status(),
                List.of(new InputError(
                        InputError.Part.POINTER,
                        "",
                        "Kafka did not acknowledge the record in time. It may be in the log all the same; it is safe to"
                                + " post it again")))));
    }

    private void add(Result result) {
        if (outcomeWait.isEmpty()) {
            write(result, null);
            return;
        }
        awaited.add(result);
        if (awaited.size() >= OUTCOMES_AT_ONCE) {
            settle();
        }
    }

    /** Writes the lines that wait for outcomes. */
    private void settle() {
        if (outcomeWait.isEmpty() || awaited.isEmpty()) {
            return;
        }
        List<Question> questions = new ArrayList<>();
        for (Result result : awaited) {
            if (result instanceof Result.InTheLog inTheLog) {
                questions.add(inTheLog.question());
            }
        }
        Map<Question, EventOutcome> known = outcomeWait.get().await(questions);
        for (Result result : awaited) {
            write(result, result instanceof Result.InTheLog inTheLog ? known.get(inTheLog.question()) : null);
        }
        awaited.clear();
    }

    private void write(Result result, @Nullable EventOutcome outcome) {
        switch (result) {
            case Result.NotTaken(RecordResult.Refused refused) -> refused(refused);
            case Result.NoRecord(RecordResult row) -> noRecord(row);
            case Result.InTheLog inTheLog -> {
                switch (outcome) {
                    case null -> undecided(inTheLog);
                    case EventOutcome.Accepted accepted -> decided(inTheLog, accepted);
                    case EventOutcome.Refused refused -> {
                        terms.repeats().forget(inTheLog.question());
                        refused(new RecordResult.Refused(
                                inTheLog.line(),
                                inTheLog.question().refId().value(),
                                Problem.CONFLICT.status(),
                                RecordResult.whole(refused.detail())));
                    }
                }
            }
        }
    }

    private void noRecord(RecordResult row) {
        if (row instanceof RecordResult.Skipped(long line, String reason, boolean missed)) {
            resultCounts.skipped(missed);
            lines.skipped(line, reason, missed);
        } else if (row instanceof RecordResult.Joined(long line, long into)) {
            resultCounts.joined();
            lines.joined(line, into);
        }
    }

    private void undecided(Result.InTheLog result) {
        resultCounts.taken(result.repeat());
        resultCounts.pending();
        lines.taken(
                result.line(),
                result.question().refId().value(),
                result.repeat() ? REPEATED : ACCEPTED,
                outcomeWait.isPresent());
    }

    private void decided(Result.InTheLog result, EventOutcome.Accepted accepted) {
        boolean repeat = result.repeat() || accepted.repeat();
        resultCounts.taken(repeat);
        resultCounts.decided(accepted.booking().state());
        lines.decided(result.line(), accepted.booking(), repeat ? REPEATED : CREATED);
    }

    private void refused(RecordResult.Refused refused) {
        resultCounts.notTaken(refused.status());
        lines.refused(refused.line(), refused.refId(), refused.status(), refused.errors());
    }
}
