package io.trakkit.worker.deadletters;

import io.trakkit.access.AuditNote;
import io.trakkit.access.ClientChoice;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.deadletters.DeadLetterFilter;
import io.trakkit.store.deadletters.DeadLetterQueries;
import io.trakkit.store.deadletters.DeadLetterQueries.DecisionFilter;
import io.trakkit.store.deadletters.DeadLetterQueries.PageStart;
import io.trakkit.store.deadletters.DecisionOutbox;
import io.trakkit.store.deadletters.ListedDeadLetter;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Printable;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Lists and shows dead letters, and stores decisions about them. */
@RestController
@RequestMapping(path = "/api/v1/ops/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
class DeadLetterController {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    /** For an operator who may see one client only. */
    private static final String HELD_UP =
            "The worker does not publish decisions at present; ask an operator of the platform";

    private final DeadLetterQueries deadLetterQueries;
    private final DecisionOutbox outbox;
    private final DecisionService decisions;
    private final DecisionRelay relay;

    DeadLetterController(
            DeadLetterQueries deadLetterQueries,
            DecisionOutbox outbox,
            DecisionService decisions,
            DecisionRelay relay) {
        this.deadLetterQueries = deadLetterQueries;
        this.outbox = outbox;
        this.decisions = decisions;
        this.relay = relay;
    }

    @GetMapping
    DeadLetterAnswers.Page list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        DeadLetterFilter filter = filter(parameters, clients(request));
        DecisionFilter decisionFilter = parameters.value("outcome", DeadLetterController::decisionFilter);
        int limit = parameters.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        PageStart after = parameters.value("after", DeadLetterCursor::parse);
        parameters.noOthers();
        // One more than wanted, to know whether there are more.
        List<ListedDeadLetter> found = deadLetterQueries.list(
                filter,
                decisionFilter == null ? DecisionFilter.OPEN : decisionFilter,
                Optional.ofNullable(after),
                limit + 1);
        List<ListedDeadLetter> wanted = found.subList(0, Math.min(limit, found.size()));
        return new DeadLetterAnswers.Page(
                wanted.stream().map(DeadLetterAnswers.Listed::of).toList(),
                found.size() > limit ? DeadLetterCursor.text(pageStart(wanted.getLast())) : null);
    }

    private ClientChoice clients(HttpServletRequest request) {
        return ClientChoice.of(request, deadLetterQueries::knows);
    }

    private static DeadLetterFilter filter(QueryParameters parameters, ClientChoice clients) {
        return new DeadLetterFilter(
                clients.orAll(parameters.value("client_id", text -> clients.checked(new ClientId(text)))),
                Optional.ofNullable(parameters.value("reason", DeadLetterReason::parse)),
                Optional.ofNullable(parameters.value("portfolio_id", PortfolioId::parse)),
                Optional.ofNullable(parameters.value("ticker", Ticker::parse)),
                Optional.ofNullable(parameters.time("from")),
                Optional.ofNullable(parameters.time("to")));
    }

    private static DecisionFilter decisionFilter(String text) {
        return switch (text) {
            case "open" -> DecisionFilter.OPEN;
            case "redriven" -> DecisionFilter.REDRIVEN;
            case "discarded" -> DecisionFilter.DISCARDED;
            case "all" -> DecisionFilter.ANY;
            default ->
                throw new InvalidValueException(
                        "must be open, redriven, discarded or all, not \"" + Printable.of(text) + '"');
        };
    }

    private static PageStart pageStart(ListedDeadLetter deadLetter) {
        return new PageStart(deadLetter.loggedAt(), deadLetter.origin());
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable("id") String path, HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        DeadLetterId id = id(path);
        Optional<ClientId> client = clients(request).restriction();
        LogPosition origin = decisions.origins(List.of(id), client).iterator().next();
        ListedDeadLetter.Whole found =
                deadLetterQueries.find(origin, client).orElseThrow(() -> DecisionService.unknown(List.of(id)));
        new AuditNote(
                        Optional.of(found.deadLetter().about().client()),
                        DeadLetterId.of(origin).toString(),
                        "")
                .addTo(request);
        return EntityTag.answer(request, DeadLetterAnswers.Whole.of(found));
    }

    private static DeadLetterId id(String path) {
        try {
            return DeadLetterId.parse(path);
        } catch (InvalidValueException e) {
            throw ProblemException.of(Problem.INVALID, "The id in the path " + e.getMessage());
        }
    }

    @PostMapping("/redrive")
    DeadLetterAnswers.Redriven redrive(HttpServletRequest request) {
        ClientChoice clients = clients(request);
        int deadLetters = decide(request, clients, DeadLetterDecision.Kind.REDRIVEN);
        return new DeadLetterAnswers.Redriven(deadLetters, outbox.pending(clients.restriction()), heldUpBy(clients));
    }

    @PostMapping("/discard")
    DeadLetterAnswers.Discarded discard(HttpServletRequest request) {
        ClientChoice clients = clients(request);
        int deadLetters = decide(request, clients, DeadLetterDecision.Kind.DISCARDED);
        return new DeadLetterAnswers.Discarded(deadLetters, outbox.pending(clients.restriction()), heldUpBy(clients));
    }

    /** The alarm of a worker can quote records of any client. */
    private @Nullable String heldUpBy(ClientChoice clients) {
        return relay.obstacle()
                .map(obstacle -> clients.restriction().isPresent() ? HELD_UP : obstacle)
                .orElse(null);
    }

    private int decide(HttpServletRequest request, ClientChoice clients, DeadLetterDecision.Kind kind) {
        ObjectNode body = BodyReader.readObject(request, DeadLetterBodies.MAX_BYTES);
        DeadLetterBodies.Command command = DeadLetterBodies.read(body, clients, kind);
        note(command, clients, body).addTo(request);
        return decisions.decide(kind, clients.restriction(), command);
    }

    private AuditNote note(DeadLetterBodies.Command command, ClientChoice clients, ObjectNode body) {
        return switch (command.meant()) {
            case DeadLetterBodies.Meant.Filtered(DeadLetterFilter filter) ->
                new AuditNote(filter.client(), "", body.toString());
            case DeadLetterBodies.Meant.These(Set<DeadLetterId> ids) -> {
                // The last ones, as the note is cut: who and why must not be.
                ObjectNode idsLast = body.deepCopy();
                idsLast.set("ids", idsLast.remove("ids"));
                yield new AuditNote(
                        clients.restriction().or(() -> decisions.onlyClientOf(ids)),
                        ids.size() == 1 ? ids.iterator().next().toString() : "",
                        idsLast.toString());
            }
        };
    }
}
