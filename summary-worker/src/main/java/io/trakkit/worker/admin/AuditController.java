package io.trakkit.worker.admin;

import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.store.access.AuditLog;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the audit log, the newest entry first. */
@RestController
@RequestMapping(path = "/api/v1/admin/audit", produces = MediaType.APPLICATION_JSON_VALUE)
class AuditController {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final AuditLog audit;

    AuditController(JdbcClient workerJdbc) {
        audit = new AuditLog(workerJdbc);
    }

    /** An entry: the schema AuditEntry of docs/openapi.yaml. */
    record Entry(
            long id,
            Instant at,
            @Nullable String key,
            @Nullable String client,
            String address,
            String action,
            String subject,
            String outcome,
            String detail,
            @Nullable String writtenBy) {

        static Entry of(AuditLog.Entry entry) {
            AuditLog.Action action = entry.action();
            return new Entry(
                    entry.id(),
                    action.at(),
                    action.key().map(ApiKeyId::value).orElse(null),
                    action.client().map(ClientId::value).orElse(null),
                    action.address(),
                    action.action(),
                    action.subject(),
                    action.outcome(),
                    action.detail(),
                    entry.writtenBy().orElse(null));
        }
    }

    /** A part of the log; {@code next} is the value of {@code before} for the next part. */
    record Page(List<Entry> results, @Nullable Long next) {}

    @GetMapping
    Page list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Optional<ClientId> client = Optional.ofNullable(parameters.value("client", ClientId::new));
        Optional<ApiKeyId> key = Optional.ofNullable(parameters.value("key", ApiKeyId::new));
        Long before = parameters.value("before", AuditController::number);
        int limit = parameters.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        parameters.noOthers();
        // One more than wanted, to know whether there are more.
        List<AuditLog.Entry> found = audit.page(client, key, before, limit + 1);
        List<AuditLog.Entry> wanted = found.subList(0, Math.min(limit, found.size()));
        return new Page(
                wanted.stream().map(Entry::of).toList(),
                found.size() > limit ? wanted.getLast().id() : null);
    }

    private static Long number(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new InvalidValueException("must be the id of an entry, a whole number of 1 or more");
        }
        return Long.parseLong(text);
    }
}
