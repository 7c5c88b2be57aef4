package io.trakkit.worker.letters;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.DeadLetterReason;
import io.trakkit.domain.InvalidValueException;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Ticker;
import io.trakkit.store.DeadLetterOffice;
import io.trakkit.store.DeadLetterOffice.Place;
import io.trakkit.store.DeadLetterOffice.Standing;
import io.trakkit.store.FiledLetter;
import io.trakkit.store.LetterFilter;
import io.trakkit.store.LetterOutcome;
import io.trakkit.store.LogPosition;
import io.trakkit.store.OutcomeOutbox;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.Clients;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.Problem;
import io.trakkit.wire.http.ProblemException;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.json.Printable;
import io.trakkit.worker.log.OutcomeRelay;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The operators' calls about dead letters. */
@RestController
@RequestMapping(path = "/api/v1/ops/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
class DeadLetterController {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final DeadLetterOffice office;
    private final OutcomeOutbox outbox;
    private final LetterDecisions decisions;
    private final OutcomeRelay relay;

    DeadLetterController(DeadLetterOffice office, OutcomeOutbox outbox, LetterDecisions decisions, OutcomeRelay relay) {
        this.office = office;
        this.outbox = outbox;
        this.decisions = decisions;
        this.relay = relay;
    }

    @GetMapping
    @LetterOperations.Listing
    LetterAnswers.Page list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        LetterFilter filter = filter(parameters, Clients.of(request));
        Standing standing = parameters.value("outcome", DeadLetterController::standing);
        int limit = parameters.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        Place after = parameters.value("after", Cursor::parse);
        parameters.noOthers();
        // One more than wanted tells whether there are more.
        List<FiledLetter> found =
                office.list(filter, standing == null ? Standing.OPEN : standing, Optional.ofNullable(after), limit + 1);
        List<FiledLetter> wanted = found.subList(0, Math.min(limit, found.size()));
        return new LetterAnswers.Page(
                wanted.stream().map(LetterAnswers.Listed::of).toList(),
                found.size() > limit ? Cursor.text(placeOf(wanted.getLast())) : null);
    }

    private static LetterFilter filter(QueryParameters parameters, ClientId client) {
        ClientId other = parameters.value("client_id", ClientId::new);
        return new LetterFilter(
                other == null ? client : other,
                Optional.ofNullable(parameters.value("reason", DeadLetterReason::parse)),
                Optional.ofNullable(parameters.value("portfolio_id", PortfolioId::parse)),
                Optional.ofNullable(parameters.value("ticker", Ticker::parse)),
                Optional.ofNullable(parameters.time("from")),
                Optional.ofNullable(parameters.time("to")));
    }

    private static Standing standing(String text) {
        return switch (text) {
            case "open" -> Standing.OPEN;
            case "redriven" -> Standing.REDRIVEN;
            case "discarded" -> Standing.DISCARDED;
            case "all" -> Standing.ANY;
            default ->
                throw new InvalidValueException(
                        "must be open, redriven, discarded or all, not \"" + Printable.of(text) + '"');
        };
    }

    private static Place placeOf(FiledLetter letter) {
        return new Place(letter.loggedAt(), letter.origin());
    }

    @GetMapping("/{id}")
    @LetterOperations.One
    ResponseEntity<byte[]> one(@PathVariable("id") String path, HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        LetterId id = id(path);
        LogPosition origin = decisions.origins(List.of(id)).iterator().next();
        return EntityTag.answer(
                request,
                office.find(origin)
                        .map(LetterAnswers.Whole::of)
                        .orElseThrow(() -> LetterDecisions.unknown(List.of(id))));
    }

    private static LetterId id(String path) {
        try {
            return LetterId.parse(path);
        } catch (InvalidValueException e) {
            throw ProblemException.of(Problem.INVALID, "The id in the path " + e.getMessage());
        }
    }

    @PostMapping("/redrive")
    @LetterOperations.Redrive
    LetterAnswers.Redriven redrive(HttpServletRequest request) {
        int letters = decide(request, LetterOutcome.Kind.REDRIVEN);
        return new LetterAnswers.Redriven(
                letters, outbox.pending(), relay.obstacle().orElse(null));
    }

    @PostMapping("/discard")
    @LetterOperations.Discard
    LetterAnswers.Discarded discard(HttpServletRequest request) {
        int letters = decide(request, LetterOutcome.Kind.DISCARDED);
        return new LetterAnswers.Discarded(
                letters, outbox.pending(), relay.obstacle().orElse(null));
    }

    private int decide(HttpServletRequest request, LetterOutcome.Kind kind) {
        return decisions.decide(
                kind,
                LetterBodies.read(BodyReader.readObject(request, LetterBodies.MAX_BYTES), Clients.of(request), kind));
    }
}
