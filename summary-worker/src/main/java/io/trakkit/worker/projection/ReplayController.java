package io.trakkit.worker.projection;

import io.trakkit.access.AuditNote;
import io.trakkit.access.ClientChoice;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.postgres.SessionLock;
import io.trakkit.store.projection.Generations;
import io.trakkit.store.projection.Replays;
import io.trakkit.store.projection.Replays.Replay;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.worker.log.LogReaders;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Starts, shows and cancels replays. */
@RestController
@RequestMapping(path = "/api/v1/ops/replay", produces = MediaType.APPLICATION_JSON_VALUE)
class ReplayController {

    private static final int LATEST = 20;

    private final ReplayRunner runner;
    private final Replays replays;
    private final Generations generations;
    private final ClientAccounts clients;
    private final JdbcClient jdbc;
    private final int partitions;

    ReplayController(ReplayRunner runner, JdbcClient workerJdbc, LogReaders log) {
        this.runner = runner;
        this.replays = new Replays(workerJdbc);
        this.generations = new Generations(workerJdbc);
        this.clients = new ClientAccounts(workerJdbc);
        this.jdbc = workerJdbc;
        this.partitions = log.partitions();
    }

    @PostMapping
    ResponseEntity<ReplayAnswer> start(HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        ClientChoice choice = choice(request);
        ObjectNode body = BodyReader.readObject(request);
        ReplayOptions options = ReplayOptions.read(body, partitions, choice);
        Optional<ClientId> client = options.filter().client();
        new AuditNote(client, "", body.toString()).addTo(request);
        long id = runner.start(options).orElseThrow(() -> busy(choice));
        new AuditNote(client, Long.toString(id), body.toString()).addTo(request);
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/ops/replay/" + id + "/"))
                .body(ReplayAnswer.of(replay(id, choice), true));
    }

    private ClientChoice choice(HttpServletRequest request) {
        return ClientChoice.of(request, client -> clients.find(client).isPresent());
    }

    private ProblemException busy(ClientChoice choice) {
        String which = replays.latest(Optional.empty(), 1).stream()
                .findFirst()
                .filter(last -> isVisible(last, choice))
                .map(last ->
                        "replay " + last.id() + " (" + last.command() + ", requested by " + last.requestedBy() + ")")
                .orElse("another replay");
        return ProblemException.of(Problem.CONFLICT, "Only one replay can run at a time, and " + which + " is running");
    }

    @GetMapping
    ReplayAnswer.Many list(HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        // Before the table is read: if a replay ends between the two, the table has its end.
        boolean anyRuns = anyRuns();
        ClientChoice choice = choice(request);
        return new ReplayAnswer.Many(
                generations.all().stream().map(ReplayAnswer.OfGeneration::of).toList(),
                replays.latest(choice.restriction(), LATEST).stream()
                        .map(replay -> ReplayAnswer.of(replay, anyRuns))
                        .toList());
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> get(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        boolean anyRuns = anyRuns();
        return EntityTag.answer(request, ReplayAnswer.of(replay(number(id), choice(request)), anyRuns));
    }

    @PostMapping("/{id}/cancel")
    ResponseEntity<ReplayAnswer> cancel(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        ClientChoice choice = choice(request);
        Replay replay = replay(number(id), choice);
        new AuditNote(ReplayOptions.client(replay.options()), id, replay.command() + ' ' + replay.options())
                .addTo(request);
        if (!replay.state().equals("running")) {
            throw ProblemException.of(Problem.CONFLICT, "Replay " + id + " has already ended: " + replay.state());
        }
        if (!runner.cancel(replay.id())) {
            throw ProblemException.of(
                    Problem.CONFLICT, "Replay " + id + " runs in another worker; send the request to that worker");
        }
        return ResponseEntity.accepted().body(ReplayAnswer.of(replay(replay.id(), choice), true));
    }

    private boolean anyRuns() {
        return SessionLock.isHeld(jdbc, SessionLock.REPLAYS);
    }

    private Replay replay(long id, ClientChoice choice) {
        return replays.find(id)
                .filter(replay -> isVisible(replay, choice))
                .orElseThrow(() -> absent(Long.toString(id)));
    }

    /** An operator of one client sees the replays of that client alone. */
    private static boolean isVisible(Replay replay, ClientChoice choice) {
        return choice.restriction().isEmpty()
                || ReplayOptions.client(replay.options()).map(choice::admits).orElse(false);
    }

    private static long number(String id) {
        if (!id.matches("[1-9][0-9]{0,17}")) {
            throw absent(id);
        }
        return Long.parseLong(id);
    }

    private static ProblemException absent(String id) {
        return ProblemException.of(Problem.NOT_FOUND, "No replay has the id " + id);
    }
}
