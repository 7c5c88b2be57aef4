package io.trakkit.ingest.action;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.Ids;
import io.trakkit.ingest.request.PathValue;
import io.trakkit.wire.action.CorporateActionFields;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The writes about corporate actions. Each is answered only after Kafka has acknowledged it. */
@RestController
@RequestMapping(path = "/api/v1/corporate-action", produces = MediaType.APPLICATION_JSON_VALUE)
class ActionController {

    private final ActionRegister register;
    private final Clock clock;

    ActionController(ActionRegister register, Clock clock) {
        this.register = register;
        this.clock = clock;
    }

    @PostMapping
    ResponseEntity<ObjectNode> post(HttpServletRequest request) {
        ClientId client = clientOf(request);
        Optional<IdempotencyKey> key = IdempotencyKey.of(request);
        ObjectNode body = BodyReader.readObject(request);
        boolean namedByKey = key.isPresent() && !body.has("action_id");
        ActionBodies.Wanted wanted = ActionBodies.readNew(
                body,
                () -> new RefId(key.map(given -> Ids.determined(client, "corporate-action", "", given))
                        .orElseGet(() -> Ids.atRandom(clock.instant()))
                        .toString()));
        ActionRegister.Result result = register.post(client, wanted, namedByKey);
        ObjectNode answer = answer(result.action());
        return result.repeat()
                ? ResponseEntity.ok(answer)
                : ResponseEntity.created(URI.create(
                                "/api/v1/corporate-action/" + result.action().id() + "/"))
                        .body(answer);
    }

    @PutMapping("/{action_id}")
    ObjectNode replace(@PathVariable("action_id") String id, HttpServletRequest request) {
        return change(id, request, true);
    }

    @PatchMapping("/{action_id}")
    ObjectNode correct(@PathVariable("action_id") String id, HttpServletRequest request) {
        return change(id, request, false);
    }

    private ObjectNode change(String id, HttpServletRequest request, boolean whole) {
        ClientId client = clientOf(request);
        RefId action = PathValue.read("action_id", id, RefId::new);
        ObjectNode body = BodyReader.readObject(request);
        return answer(register.change(client, action, before -> ActionBodies.readChange(body, before, whole)));
    }

    /** It concerns all portfolios of the client, so a key of one user is not enough. */
    private static ClientId clientOf(HttpServletRequest request) {
        Caller.of(request).user().ifPresent(user -> {
            throw ProblemException.of(
                    Problem.FORBIDDEN,
                    "A corporate action concerns the portfolios of all users; this key is bound to the user " + user);
        });
        return Caller.clientOf(request);
    }

    private static ObjectNode answer(CorporateAction action) {
        return CorporateActionFields.answer(Json.strict().createObjectNode(), action);
    }
}
