package io.trakkit.worker.replay;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.trakkit.store.Generations;
import io.trakkit.store.Replays;
import io.trakkit.store.Replays.Replay;
import io.trakkit.store.SessionLock;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.Problem;
import io.trakkit.wire.http.ProblemException;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.worker.log.LogReaders;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The operators' way to replays. */
@RestController
@RequestMapping(path = "/api/v1/ops/replay", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Operators")
class ReplayController {

    private static final int LATEST = 20;

    private final ReplayRunner runner;
    private final Replays replays;
    private final Generations generations;
    private final JdbcClient jdbc;
    private final int partitions;

    ReplayController(ReplayRunner runner, JdbcClient jdbc, LogReaders log) {
        this.runner = runner;
        this.replays = new Replays(jdbc);
        this.generations = new Generations(jdbc);
        this.jdbc = jdbc;
        this.partitions = log.partitions();
    }

    @PostMapping
    @Operation(operationId = "startReplay", summary = "Have the log replayed: verify, rebuild, rewind and so on")
    ResponseEntity<ObjectNode> start(HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        ReplayOptions options = ReplayOptions.read(BodyReader.readObject(request), partitions);
        long id = runner.start(options).orElseThrow(this::busy);
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/ops/replay/" + id + "/"))
                .body(ReplayAnswers.of(replay(id), true));
    }

    private ProblemException busy() {
        String which = replays.latest(1).stream()
                .findFirst()
                .map(last -> "replay " + last.id() + " (" + last.command() + ", for " + last.requestedBy() + ")")
                .orElse("another replay");
        return ProblemException.of(Problem.CONFLICT, "One replay runs at a time, and " + which + " is running");
    }

    @GetMapping
    @Operation(operationId = "listReplays", summary = "The read models that there are, and the latest replays")
    ObjectNode list(HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        boolean anyRuns = anyRuns();
        List<Replay> latest = replays.latest(LATEST);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putArray("generations")
                .addAll(generations.all().stream().map(Planning::generation).toList());
        node.putArray("replays")
                .addAll(latest.stream()
                        .map(replay -> ReplayAnswers.of(replay, anyRuns))
                        .toList());
        return node;
    }

    @GetMapping("/{id}")
    @Operation(operationId = "getReplay", summary = "How far a replay has come, and what it came to")
    ObjectNode get(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        boolean anyRuns = anyRuns();
        return ReplayAnswers.of(replay(number(id)), anyRuns);
    }

    @PostMapping("/{id}/cancel")
    @Operation(operationId = "cancelReplay", summary = "End a replay")
    ResponseEntity<ObjectNode> cancel(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        Replay replay = replay(number(id));
        if (!replay.state().equals("running")) {
            throw ProblemException.of(Problem.CONFLICT, "Replay " + id + " has ended: it is " + replay.state());
        }
        if (!runner.cancel(replay.id())) {
            throw ProblemException.of(
                    Problem.CONFLICT, "Replay " + id + " does not run in this worker; ask the one that runs it");
        }
        return ResponseEntity.accepted().body(ReplayAnswers.of(replay(replay.id()), true));
    }

    private boolean anyRuns() {
        return SessionLock.isHeld(jdbc, SessionLock.REPLAYS);
    }

    private Replay replay(long id) {
        return replays.find(id).orElseThrow(() -> absent(Long.toString(id)));
    }

    private static long number(String id) {
        if (!id.matches("[1-9][0-9]{0,17}")) {
            throw absent(id);
        }
        return Long.parseLong(id);
    }

    private static ProblemException absent(String id) {
        return ProblemException.of(Problem.NOT_FOUND, "There is no replay " + id);
    }
}
