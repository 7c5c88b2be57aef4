package io.trakkit.worker.deadletters;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.deadletters.DeadLetterDecisions;
import io.trakkit.store.deadletters.DeadLetterDecisions.NewDecision;
import io.trakkit.store.deadletters.DeadLetterDecisions.Result;
import io.trakkit.store.deadletters.DeadLetterQueries;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Json;
import io.trakkit.worker.deadletters.DeadLetterBodies.Command;
import io.trakkit.worker.deadletters.DeadLetterBodies.Meant;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.transaction.support.TransactionTemplate;

/** Finds the dead letters of a request and stores the decision about them: about all of them, or about none. */
final class DecisionService {

    /** How many ids an answer lists. */
    private static final int NAMED = 5;

    private final DeadLetterQueries deadLetterQueries;
    private final DeadLetterDecisions outcomes;
    private final TransactionTemplate transactions;
    private final Clock clock;

    DecisionService(
            DeadLetterQueries deadLetterQueries,
            DeadLetterDecisions outcomes,
            TransactionTemplate transactions,
            Clock clock) {
        this.deadLetterQueries = deadLetterQueries;
        this.outcomes = outcomes;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Stores a decision.
     *
     * @param client the only client whose dead letters exist for the operator; empty for all clients
     * @return the number of dead letters
     * @throws ProblemException 404 if a dead letter does not exist, 409 if one has another decision
     */
    int decide(DeadLetterDecision.Kind kind, Optional<ClientId> client, Command command) {
        NewDecision newDecision = new NewDecision(
                kind,
                command.by().value(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                command.note().map(Object::toString).orElse(null));
        return Objects.requireNonNull(
                switch (command.meant()) {
                    case Meant.Filtered filtered ->
                        transactions.execute(_ -> outcomes.decide(filtered.filter(), newDecision));
                    case Meant.These these -> {
                        Set<LogPosition> origins = origins(these.ids(), client);
                        yield transactions.execute(_ -> countOf(outcomes.decide(origins, client, newDecision)));
                    }
                });
    }

    /**
     * The origins of dead letters; only short ids are looked up.
     *
     * @param client the only client whose dead letters exist for the operator; empty for all clients
     * @throws ProblemException if a short id matches no dead letter, or several
     */
    Set<LogPosition> origins(Collection<DeadLetterId> ids, Optional<ClientId> client) {
        Set<LogPosition> origins = new HashSet<>();
        for (DeadLetterId id : ids) {
            origins.add(id.origin().or(() -> ofShort(id, client)).orElseThrow(() -> unknown(List.of(id))));
        }
        return origins;
    }

    /** The client of all of these dead letters; empty if they are of several, or do not exist. */
    Optional<ClientId> onlyClientOf(Collection<DeadLetterId> ids) {
        Set<LogPosition> origins = ids.stream()
                .flatMap(id -> id.origin()
                        .map(Stream::of)
                        .orElseGet(() ->
                                deadLetterQueries.originsAt(id.partition(), id.offset(), Optional.empty()).stream()))
                .collect(Collectors.toSet());
        Set<ClientId> clients = deadLetterQueries.clientsOf(origins);
        return clients.size() == 1 ? Optional.of(clients.iterator().next()) : Optional.empty();
    }

    private Optional<LogPosition> ofShort(DeadLetterId id, Optional<ClientId> client) {
        List<LogPosition> found = deadLetterQueries.originsAt(id.partition(), id.offset(), client);
        if (found.size() > 1) {
            String whole = found.stream()
                    .limit(NAMED)
                    .map(origin -> DeadLetterId.of(origin).toString())
                    .collect(Collectors.joining(" or "));
            throw ProblemException.of(
                    Problem.CONFLICT, "More than one dead letter has the short id " + id + ": give " + whole);
        }
        return found.stream().findFirst();
    }

    private static int countOf(Result result) {
        return switch (result) {
            case Result.Decided decided -> decided.count();
            case Result.Unknown unknown ->
                throw unknown(unknown.origins().stream().map(DeadLetterId::of).toList());
            case Result.AlreadyDecided decided -> throw conflict(decided.outcome());
            case Result.TooLarge large ->
                throw ProblemException.of(
                        Problem.CONFLICT,
                        "Dead letter " + DeadLetterId.of(large.origin())
                                + " is too large to be redriven; it can only be discarded. Nothing was changed");
        };
    }

    static ProblemException unknown(List<DeadLetterId> ids) {
        String named = ids.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
        String more = ids.size() > NAMED ? " and " + (ids.size() - NAMED) + " more" : "";
        return ProblemException.of(Problem.NOT_FOUND, "No dead letter has the id " + named + more);
    }

    private static ProblemException conflict(DeadLetterDecision outcome) {
        return ProblemException.of(
                        Problem.CONFLICT,
                        "Dead letter " + DeadLetterId.of(outcome.origin()) + " was already "
                                + outcome.kind().wireName() + " by " + outcome.by() + " at " + Json.text(outcome.at())
                                + "; nothing was changed")
                .with("by", outcome.by())
                .with("at", Json.text(outcome.at()));
    }
}
