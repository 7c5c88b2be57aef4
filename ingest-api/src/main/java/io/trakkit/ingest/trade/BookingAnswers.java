package io.trakkit.ingest.trade;

import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.update.Accepted;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.ingest.keys.UsedKeys;
import io.trakkit.ingest.outcome.OutcomePoller;
import io.trakkit.ingest.outcome.OutcomePoller.WaitResult;
import io.trakkit.ingest.request.Prefer;
import io.trakkit.store.ledger.EventOutcomes.EventOutcome;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.trade.ActivityJson;
import io.trakkit.wire.trade.TradeFields;
import io.trakkit.wire.trade.TradeJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.node.ObjectNode;

/** Answers for what has been published: at once with 202, or with the outcome for a caller that prefers to wait. */
@Component
final class BookingAnswers {

    private final OutcomePoller poller;
    private final DuplicateCheck duplicateCheck;
    private final UsedKeys keys;

    BookingAnswers(OutcomePoller poller, DuplicateCheck duplicateCheck, UsedKeys keys) {
        this.poller = poller;
        this.duplicateCheck = duplicateCheck;
        this.keys = keys;
    }

    /**
     * Answers.
     *
     * @param booking the answer as long as there is no outcome
     * @param whenNew the status of an event that is new and accepted; for a repeat it is 200
     * @throws ProblemException if the event was refused
     */
    ResponseEntity<ObjectNode> answer(
            Question question,
            RecentBooking booking,
            boolean portfolioAsText,
            Optional<Duration> wait,
            HttpStatus whenNew) {
        BookingKind kind = BookingKind.of(booking.booking());
        ResponseEntity.BodyBuilder accepted = located(HttpStatus.ACCEPTED, kind, question);
        ObjectNode pending = asPosted(pending(booking), portfolioAsText);
        if (wait.isEmpty()) {
            return accepted.body(pending);
        }
        String applied = Prefer.applied(wait.get());
        return switch (poller.await(question, wait.get())) {
            case WaitResult.Full<EventOutcome> _ -> accepted.body(pending);
            case WaitResult.TimePassed<EventOutcome> _ ->
                accepted.header(Prefer.APPLIED, applied).body(pending);
            case WaitResult.Came<EventOutcome>(EventOutcome.Accepted outcome) ->
                tagged(located(outcome.repeat() ? HttpStatus.OK : whenNew, kind, question), outcome.booking())
                        .header(Prefer.APPLIED, applied)
                        .body(asPosted(accepted(outcome.booking()), portfolioAsText));
            case WaitResult.Came<EventOutcome>(EventOutcome.Refused outcome) -> throw refused(question, outcome);
        };
    }

    private static ObjectNode pending(RecentBooking recent) {
        return switch (recent.booking()) {
            case Trade trade -> TradeJson.pending(trade, recent.createdAt(), recent.updatedAt());
            case Activity activity -> ActivityJson.pending(activity, recent.createdAt(), recent.updatedAt());
        };
    }

    private static ObjectNode accepted(Accepted accepted) {
        return switch (accepted) {
            case AcceptedTrade trade -> TradeJson.accepted(trade);
            case AcceptedActivity activity -> ActivityJson.accepted(activity);
        };
    }

    /** A caller that wrote the portfolio's id as a text gets it back as one. */
    private static ObjectNode asPosted(ObjectNode answer, boolean portfolioAsText) {
        String portfolio = TradeFields.PORTFOLIO.name();
        return portfolioAsText ? answer.put(portfolio, answer.path(portfolio).asString()) : answer;
    }

    /** Another record can change a rejected one to applied without a new version, so a rejected one has no tag. */
    private static ResponseEntity.BodyBuilder tagged(ResponseEntity.BodyBuilder answer, Accepted booking) {
        return booking.state() == TradeState.REJECTED ? answer : answer.eTag(Long.toString(booking.version()));
    }

    private ProblemException refused(Question question, EventOutcome.Refused outcome) {
        duplicateCheck.forget(question);
        keys.forget(question.client(), question.eventId(), question.origin());
        return DeadLetterProblems.problem(question.refId(), outcome.reason(), outcome.detail());
    }

    private static ResponseEntity.BodyBuilder located(HttpStatus status, BookingKind kind, Question question) {
        String refId = UriUtils.encodePathSegment(question.refId().value(), StandardCharsets.UTF_8);
        return ResponseEntity.status(status).header(HttpHeaders.LOCATION, "/api/v1/" + kind.noun() + "/" + refId + "/");
    }
}
