package io.trakkit.access;

import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who calls: decided once per request, from its key or JWT.
 *
 * @param client the client for which the request acts; empty for the platform
 * @param key the key that was used; empty for a JWT, and for a call without a key in open mode
 * @param scopes without those of operators if the caller is bound to a user
 * @param user the only user for whom the caller may act; empty for all users of the client
 * @param subject whom a JWT names as its subject, for the audit log; empty for a key
 * @param platform whether the caller belongs to the platform, also while it acts for a client
 * @param expiresAt when its key or JWT expires; empty if it does not
 */
public record Caller(
        Optional<ClientId> client,
        Optional<ApiKeyId> key,
        Set<Scope> scopes,
        Optional<UserId> user,
        Optional<String> subject,
        boolean platform,
        Optional<Instant> expiresAt) {

    /** The caller of a request without a key, in open mode. */
    static final Caller OPEN = new Caller(
            Optional.of(ClientId.DEFAULT),
            Optional.empty(),
            EnumSet.allOf(Scope.class),
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.empty());

    private static final Set<Scope> OF_OPERATORS = EnumSet.of(Scope.OPS, Scope.ADMIN);
    private static final String ATTRIBUTE = Caller.class.getName();

    /** A caller who is bound to a user is no operator: operators see all users of their client. */
    public Caller {
        Set<Scope> allowed = scopes.isEmpty() ? EnumSet.noneOf(Scope.class) : EnumSet.copyOf(scopes);
        if (user.isPresent()) {
            allowed.removeAll(OF_OPERATORS);
        }
        scopes = Set.copyOf(allowed);
    }

    /** Someone who presents the key. */
    static Caller of(IssuedKey key) {
        return new Caller(
                key.client(),
                Optional.of(key.id()),
                key.scopes(),
                key.user(),
                Optional.empty(),
                key.client().isEmpty(),
                key.expiresAt());
    }

    /** The caller of a request that has passed the checks of {@link AccessConfiguration}. */
    public static Caller of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("No caller was decided for this path");
    }

    /** The caller of the request of this thread, once its key or JWT was checked. */
    static Optional<Caller> authenticated() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }

    /** The client for which a request acts; only for paths that {@code ApiPaths} keeps for clients. */
    public static ClientId clientOf(HttpServletRequest request) {
        return of(request).client().orElseThrow();
    }

    /** Whether no key was needed, in open mode. */
    public boolean isWithoutKey() {
        return equals(OPEN);
    }

    /** Whether a key of the platform acts for a client, which the header {@code X-Trakkit-Client} names. */
    boolean actsForClient() {
        return platform && client.isPresent() && !isWithoutKey();
    }

    /** Whether the caller may act for a user of its client. */
    public boolean mayActFor(UserId someone) {
        return user.isEmpty() || user.get().equals(someone);
    }

    /**
     * The user to whom a list is limited.
     *
     * @param asked the user that the request asks for; null for all
     * @throws ProblemException if the caller may not act for that user
     */
    public Optional<UserId> limitTo(@Nullable UserId asked) {
        if (asked == null) {
            return user;
        }
        requireMayActFor(asked);
        return Optional.of(asked);
    }

    /** @throws ProblemException if the caller may not act for that user */
    public void requireMayActFor(UserId someone) {
        if (!mayActFor(someone)) {
            throw ProblemException.of(
                    Problem.FORBIDDEN,
                    "This key acts for the user " + user.orElseThrow() + " only, not for " + someone);
        }
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
