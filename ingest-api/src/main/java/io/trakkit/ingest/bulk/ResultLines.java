package io.trakkit.ingest.bulk;

import io.trakkit.domain.RefIdConflict;
import io.trakkit.ingest.log.BulkLog;
import io.trakkit.ingest.trade.Repeats;
import io.trakkit.wire.http.InputError;
import io.trakkit.wire.http.Problem;
import java.time.Duration;
import java.util.List;

/**
 * Makes result lines of the steps, in their order, each once it is known what became of its record, and at last the line of
 * counts. What Kafka has acknowledged is remembered, so that a repeat is known as one.
 */
final class ResultLines {

    private static final int ACCEPTED = 202;
    private static final int REPEATED = 200;

    /** Nobody waits longer for a line that is ready. */
    private static final Duration FLUSHED_AFTER = Duration.ofMillis(50);

    private final Steps steps;
    private final BulkLog.Stream log;
    private final Repeats repeats;
    private final LineWriter lines;
    private final Counts counts = new Counts();

    ResultLines(Steps steps, BulkLog.Stream log, Repeats repeats, LineWriter lines) {
        this.steps = steps;
        this.log = log;
        this.repeats = repeats;
        this.lines = lines;
    }

    /** Writes lines until the last step has been; how many records ended in which way. */
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
            case Step.Repeated(long line, String refId) -> repeated(line, refId);
            case Step.Following following -> following(following);
            case Step.Refused refused -> refused(refused);
            case Step.Complete _ -> {
                lines.counts(counts, true);
                return true;
            }
            case Step.BrokenOff(long line, int status, String detail) -> {
                lines.refused(line, null, status, Intake.whole(detail));
                lines.counts(counts, false);
                return true;
            }
        }
        return false;
    }

    private void published(long line, OnItsWay event) {
        while (!event.await(FLUSHED_AFTER)) {
            lines.flush();
        }
        String refId = event.refId().value();
        if (event.isAcknowledged()) {
            repeats.remember(event.event(), log.position(event.partition(), event.offset()));
            counts.accepted();
            lines.taken(line, refId, ACCEPTED);
        } else {
            unavailable(line, refId);
        }
        steps.end(event);
    }

    private void following(Step.Following following) {
        OnItsWay first = following.first();
        String refId = first.refId().value();
        if (!first.event().fingerprint().equals(following.event().fingerprint())) {
            refused(Intake.conflict(
                    following.line(),
                    refId,
                    RefIdConflict.inWords(first.event().trade(), following.event(), "this line")));
        } else if (first.isAcknowledged()) {
            repeated(following.line(), refId);
        } else {
            unavailable(following.line(), refId);
        }
    }

    private void repeated(long line, String refId) {
        counts.repeated();
        lines.taken(line, refId, REPEATED);
    }

    private void unavailable(long line, String refId) {
        refused(new Step.Refused(
                line,
                refId,
                Problem.UNAVAILABLE.status(),
                List.of(new InputError(
                        InputError.Part.POINTER,
                        "",
                        "was not acknowledged by Kafka, and may have been taken all the same; to post it again is"
                                + " safe"))));
    }

    private void refused(Step.Refused refused) {
        counts.notTaken(refused.status());
        lines.refused(refused.line(), refused.refId(), refused.status(), refused.errors());
    }
}
