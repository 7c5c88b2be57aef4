package io.trakkit.worker.admin;

import io.trakkit.access.AuditNote;
import io.trakkit.access.Caller;
import io.trakkit.access.SessionCookie;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Starts and ends sessions of browsers. */
@RestController
@RequestMapping(path = "/api/v1/session", produces = MediaType.APPLICATION_JSON_VALUE)
class SessionController {

    private static final int MAX_SECONDS = (int) Duration.ofHours(12).toSeconds();
    private static final Reader<Integer> LIFETIME = Readers.INTEGER.map(SessionController::lifetime);

    private final Sessions sessions;

    SessionController(Sessions sessions) {
        this.sessions = sessions;
    }

    private static Integer lifetime(Integer seconds) {
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new InvalidValueException("must be from 1 to " + MAX_SECONDS + ", not " + seconds);
        }
        return seconds;
    }

    /** A session: the schema Session of docs/openapi.yaml. Its key is in the cookie only. */
    record Answer(
            String client, List<String> scopes, @Nullable String userId, Instant expiresAt) {}

    @PostMapping
    ResponseEntity<Answer> start(HttpServletRequest request, HttpServletResponse response) {
        QueryParameters.of(request).noOthers();
        Duration lifetime = Duration.ofSeconds(readLifetime(BodyReader.readObjectOrNothing(request)));
        Sessions.Started started = sessions.start(Caller.of(request), lifetime);
        new AuditNote(
                        started.key().client(),
                        started.key().id().value(),
                        "expires " + started.key().expiresAt().orElseThrow())
                .addTo(request);
        SessionCookie.setCsrfToken(request);
        // As a header of the ResponseEntity, it would replace the cookie of the token.
        response.addHeader(HttpHeaders.SET_COOKIE, SessionCookie.start(request, started.secret(), started.lifetime()));
        return ResponseEntity.status(HttpStatus.CREATED)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new Answer(
                        started.key().client().map(ClientId::value).orElseThrow(),
                        KeyBodies.scopes(started.key().scopes()),
                        started.key().user().map(Object::toString).orElse(null),
                        started.key().expiresAt().orElseThrow()));
    }

    private static int readLifetime(@Nullable ObjectNode body) {
        if (body == null) {
            return MAX_SECONDS;
        }
        Fields fields = Fields.of(body);
        Integer seconds = fields.optional("lifetime_seconds", LIFETIME);
        fields.noOthers();
        if (!fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return Objects.requireNonNullElse(seconds, MAX_SECONDS);
    }

    @DeleteMapping
    ResponseEntity<Void> end(HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        sessions.end(Caller.of(request));
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.end(request))
                .build();
    }
}
