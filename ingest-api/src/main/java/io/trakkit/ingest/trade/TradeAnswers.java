package io.trakkit.ingest.trade;

import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.ingest.keys.UsedKeys;
import io.trakkit.ingest.outcome.OutcomePoller;
import io.trakkit.ingest.outcome.OutcomePoller.WaitResult;
import io.trakkit.ingest.request.Prefer;
import io.trakkit.store.ledger.EventOutcomes.EventOutcome;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.wire.http.problem.ProblemException;
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
final class TradeAnswers {

    private final OutcomePoller poller;
    private final DuplicateCheck duplicateCheck;
    private final UsedKeys keys;

    TradeAnswers(OutcomePoller poller, DuplicateCheck duplicateCheck, UsedKeys keys) {
        this.poller = poller;
        this.duplicateCheck = duplicateCheck;
        this.keys = keys;
    }

    /**
     * Answers.
     *
     * @param trade the answer as long as there is no outcome
     * @param whenNew the status of an event that is new and accepted; for a repeat it is 200
     * @throws ProblemException if the event was refused
     */
    ResponseEntity<ObjectNode> answer(
            Question question,
            RecentTrade trade,
            boolean portfolioAsText,
            Optional<Duration> wait,
            HttpStatus whenNew) {
        ResponseEntity.BodyBuilder accepted = located(HttpStatus.ACCEPTED, question);
        ObjectNode pending =
                asPosted(TradeJson.pending(trade.trade(), trade.createdAt(), trade.updatedAt()), portfolioAsText);
        if (wait.isEmpty()) {
            return accepted.body(pending);
        }
        String applied = Prefer.applied(wait.get());
        return switch (poller.await(question, wait.get())) {
            case WaitResult.Full<EventOutcome> _ -> accepted.body(pending);
            case WaitResult.TimePassed<EventOutcome> _ ->
                accepted.header(Prefer.APPLIED, applied).body(pending);
            case WaitResult.Came<EventOutcome>(EventOutcome.Accepted outcome) ->
                tagged(located(outcome.repeat() ? HttpStatus.OK : whenNew, question), outcome.trade())
                        .header(Prefer.APPLIED, applied)
                        .body(asPosted(TradeJson.accepted(outcome.trade()), portfolioAsText));
            case WaitResult.Came<EventOutcome>(EventOutcome.Refused outcome) -> throw refused(question, outcome);
        };
    }

    /** A caller that wrote the portfolio's id as a text gets it back as one. */
    private static ObjectNode asPosted(ObjectNode answer, boolean portfolioAsText) {
        String portfolio = TradeFields.PORTFOLIO.name();
        return portfolioAsText ? answer.put(portfolio, answer.path(portfolio).asString()) : answer;
    }

    /** Another trade can change a rejected one to applied without a new version, so a rejected one has no tag. */
    private static ResponseEntity.BodyBuilder tagged(ResponseEntity.BodyBuilder answer, AcceptedTrade trade) {
        return trade.state() == TradeState.REJECTED ? answer : answer.eTag(Long.toString(trade.version()));
    }

    private ProblemException refused(Question question, EventOutcome.Refused outcome) {
        duplicateCheck.forget(question);
        keys.forget(question.client(), question.eventId(), question.origin());
        return DeadLetterProblems.problem(question.refId(), outcome.reason(), outcome.detail());
    }

    private static ResponseEntity.BodyBuilder located(HttpStatus status, Question question) {
        String refId = UriUtils.encodePathSegment(question.refId().value(), StandardCharsets.UTF_8);
        return ResponseEntity.status(status).header(HttpHeaders.LOCATION, "/api/v1/trade/" + refId + "/");
    }
}
