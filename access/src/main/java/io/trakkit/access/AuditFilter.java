package io.trakkit.access;

import io.trakkit.store.access.AuditLog;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.problem.ProblemJson;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.node.StringNode;

/**
 * Writes the audit log: an entry before a write, that it has begun, and one after each call with its outcome, refused or not. A
 * write whose first entry cannot be stored is refused; a read is not.
 */
final class AuditFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(AuditFilter.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String BEGUN = "begun";

    private final AuditLog audit;
    private final Clock clock;
    private final AtomicBoolean failing = new AtomicBoolean();

    AuditFilter(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller = Caller.authenticated().orElse(null);
        AuditedCall call =
                caller == null ? null : AuditedCall.of(request, caller).orElse(null);
        if (caller == null || call == null) {
            chain.doFilter(request, response);
            return;
        }
        if (call.write() && !append(request, caller, call, BEGUN)) {
            ProblemJson.send(
                    response,
                    ProblemException.unavailable(
                            "The request was refused because the audit log cannot be written: the database is unavailable."
                                    + " Retry in " + RETRY_AFTER.toSeconds() + " s",
                            RETRY_AFTER));
            return;
        }
        boolean ended = false;
        try {
            chain.doFilter(request, response);
            ended = true;
        } finally {
            var _ = append(request, caller, call, ended ? Integer.toString(response.getStatus()) : "500");
        }
    }

    /** Notes a call that is refused before it reaches this filter: nothing has been written. */
    void refused(HttpServletRequest request, Caller caller, ProblemException problem) {
        AuditedCall call = AuditedCall.of(request);
        new AuditNote(Optional.empty(), call.subject(), problem.detail()).addTo(request);
        var _ = append(request, caller, call, Integer.toString(problem.problem().status()));
    }

    /** A JWT has no id of a key to say who called. */
    private static String detail(Caller caller, AuditNote note) {
        return caller.subject()
                .map(subject ->
                        "JWT of " + StringNode.valueOf(subject) + (note.detail().isEmpty() ? "" : "; " + note.detail()))
                .orElse(note.detail());
    }

    private boolean append(HttpServletRequest request, Caller caller, AuditedCall call, String outcome) {
        AuditNote note = AuditNote.of(request).orElseGet(() -> new AuditNote(Optional.empty(), call.subject(), ""));
        try {
            audit.append(new AuditLog.Action(
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    caller.key(),
                    note.client().or(caller::client),
                    request.getRemoteAddr(),
                    call.action(),
                    note.subject(),
                    outcome,
                    detail(caller, note)));
            if (failing.compareAndSet(true, false)) {
                log.info("The audit log can be written again");
            }
            return true;
        } catch (DataAccessException | TransactionException e) {
            if (failing.compareAndSet(false, true)) {
                log.warn(
                        "Cannot write the audit log; until it can be written, writes of administrators and operators are"
                                + " refused, and their reads have no entry: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            }
            return false;
        }
    }
}
