package io.trakkit.query.web;

import io.trakkit.access.Caller;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who calls, and what the caller may do. */
@RestController
class CallerController {

    /** The schema Caller of docs/openapi.yaml. */
    record Answer(
            @Nullable String client,
            List<String> scopes,
            @Nullable String userId,
            @Nullable Instant expiresAt,
            boolean platform,
            boolean open) {

        static Answer of(Caller caller) {
            return new Answer(
                    caller.client().map(ClientId::value).orElse(null),
                    caller.scopes().stream().sorted().map(Scope::wireName).toList(),
                    caller.user().map(Object::toString).orElse(null),
                    caller.expiresAt().orElse(null),
                    caller.platform(),
                    caller.isWithoutKey());
        }
    }

    @GetMapping(path = "/api/v1/session", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Answer> show(HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Answer.of(Caller.of(request)));
    }
}
