package io.trakkit.ingest.bulk;

import io.trakkit.domain.AcceptedTrade;
import io.trakkit.domain.RefIdConflict;
import io.trakkit.ingest.log.BulkLog;
import io.trakkit.ingest.trade.RecentTrade;
import io.trakkit.store.LogPosition;
import io.trakkit.store.Verdicts.Question;
import io.trakkit.store.Verdicts.Verdict;
import io.trakkit.wire.http.InputError;
import io.trakkit.wire.http.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes result lines of the steps, in their order, and at last the line of counts. A line is made once Kafka has
 * acknowledged its record; for a caller that waits for verdicts, once the verdict is known or the wait is over. What Kafka
 * has acknowledged is remembered, so that a repeat is known as one.
 */
final class ResultLines {

    private static final int ACCEPTED = 202;
    private static final int CREATED = 201;
    private static final int REPEATED = 200;

    /** The longest that a finished line stays in the writer. */
    private static final Duration FLUSHED_AFTER = Duration.ofMillis(50);

    /** How many records' verdicts are asked for in one statement. */
    private static final int VERDICTS_AT_ONCE = 1_000;

    private final Steps steps;
    private final Intake.Terms terms;
    private final BulkLog.Stream log;
    private final LineWriter lines;
    private final Optional<VerdictWait> verdicts;
    private final List<Result> awaited = new ArrayList<>();
    private final Counts counts = new Counts();

    /** @param verdicts present if the caller waits for verdicts */
    ResultLines(Steps steps, Intake.Terms terms, LineWriter lines, Optional<VerdictWait> verdicts) {
        this.steps = steps;
        this.terms = terms;
        this.log = terms.log();
        this.lines = lines;
        this.verdicts = verdicts;
    }

    private sealed interface Result {

        /** In the log, by the record or by an earlier one with its content. */
        record InTheLog(long line, Question question, boolean repeat) implements Result {}

        record NotTaken(Step.Refused refused) implements Result {}
    }

    /** Writes lines until the last step is done; how many records ended in which way. */
    Counts run() throws InterruptedException {
        while (true) {
            List<Step> taken = steps.take(FLUSHED_AFTER);
            if (taken.isEmpty()) {
                lines.flush();
            }
            for (Step step : taken) {
                if (isLast(step)) {
                    lines.flush();
                    return counts;
                }
            }
        }
    }

    private boolean isLast(Step step) {
        switch (step) {
            case Step.Published(long line, OnItsWay event) -> published(line, event);
            case Step.Repeated(long line, Question question) -> add(new Result.InTheLog(line, question, true));
            case Step.Following following -> following(following);
            case Step.Refused refused -> add(new Result.NotTaken(refused));
            case Step.Complete _ -> {
                settle();
                lines.counts(counts, true, verdicts.isPresent());
                return true;
            }
            case Step.BrokenOff(long line, int status, String detail) -> {
                settle();
                lines.refused(line, null, status, Intake.whole(detail));
                lines.counts(counts, false, verdicts.isPresent());
                return true;
            }
        }
        return false;
    }

    private void published(long line, OnItsWay event) {
        while (!event.await(FLUSHED_AFTER)) {
            lines.flush();
        }
        if (event.isAcknowledged()) {
            LogPosition position = log.position(event.partition(), event.offset());
            if (terms.requestId().equals(Optional.of(event.event().eventId()))) {
                terms.keys().remember(event.event(), position);
            }
            RecentTrade trade = terms.repeats().remember(event.event(), position);
            add(new Result.InTheLog(line, trade.published().orElseThrow(), false));
        } else {
            unavailable(line, event.refId().value());
        }
        steps.end(event);
    }

    private void following(Step.Following following) {
        OnItsWay first = following.first();
        String refId = first.refId().value();
        if (!first.event().fingerprint().equals(following.event().fingerprint())) {
            add(new Result.NotTaken(Intake.conflict(
                    following.line(),
                    refId,
                    RefIdConflict.inWords(first.event().trade(), following.event(), "this line"))));
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
        add(new Result.NotTaken(new Step.Refused(
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
        if (verdicts.isEmpty()) {
            write(result, null);
            return;
        }
        awaited.add(result);
        if (awaited.size() >= VERDICTS_AT_ONCE) {
            settle();
        }
    }

    /** Writes the lines that wait for verdicts. */
    private void settle() {
        if (verdicts.isEmpty() || awaited.isEmpty()) {
            return;
        }
        List<Question> questions = new ArrayList<>();
        for (Result result : awaited) {
            if (result instanceof Result.InTheLog inTheLog) {
                questions.add(inTheLog.question());
            }
        }
        Map<Question, Verdict> known = verdicts.get().await(questions);
        for (Result result : awaited) {
            write(result, result instanceof Result.InTheLog inTheLog ? known.get(inTheLog.question()) : null);
        }
        awaited.clear();
    }

    private void write(Result result, @Nullable Verdict verdict) {
        switch (result) {
            case Result.NotTaken(Step.Refused refused) -> refused(refused);
            case Result.InTheLog inTheLog -> {
                switch (verdict) {
                    case null -> undecided(inTheLog);
                    case Verdict.Accepted accepted -> decided(inTheLog, accepted);
                    case Verdict.Refused refused -> {
                        terms.repeats().forget(inTheLog.question());
                        refused(new Step.Refused(
                                inTheLog.line(),
                                inTheLog.question().refId().value(),
                                Problem.CONFLICT.status(),
                                Intake.whole(refused.detail())));
                    }
                }
            }
        }
    }

    private void undecided(Result.InTheLog result) {
        counts.taken(result.repeat());
        counts.pending();
        lines.taken(
                result.line(),
                result.question().refId().value(),
                result.repeat() ? REPEATED : ACCEPTED,
                verdicts.isPresent());
    }

    private void decided(Result.InTheLog result, Verdict.Accepted verdict) {
        boolean repeat = result.repeat() || verdict.repeat();
        AcceptedTrade trade = verdict.trade();
        counts.taken(repeat);
        counts.decided(trade.state());
        lines.decided(result.line(), trade, repeat ? REPEATED : CREATED);
    }

    private void refused(Step.Refused refused) {
        counts.notTaken(refused.status());
        lines.refused(refused.line(), refused.refId(), refused.status(), refused.errors());
    }
}
