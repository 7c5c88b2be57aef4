package io.trakkit.worker.status;

import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators the state of everything. */
@RestController
@ConditionalOnWebApplication
@RequestMapping(path = "/api/v1/ops/status", produces = MediaType.APPLICATION_JSON_VALUE)
class StatusController {

    private final StatusReader reader;

    StatusController(StatusReader reader) {
        this.reader = reader;
    }

    /** Also while servers are down: then the answer says which. */
    @GetMapping
    ResponseEntity<StatusAnswer> get(HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(reader.read());
    }
}
