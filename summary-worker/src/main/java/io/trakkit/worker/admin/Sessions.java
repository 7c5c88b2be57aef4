package io.trakkit.worker.admin;

import io.trakkit.access.Caller;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Short-lived keys for browsers. A session has the client, scopes and user of the key that starts it, and ends with that key at
 * the latest. Sessions are in the table only: after a loss of the database, people log in again.
 */
final class Sessions {

    /** The most live sessions of a client. Each is in the memory of every instance. */
    static final int MAX_PER_CLIENT = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final ApiKeys keys;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Sessions(ApiKeys keys, TransactionTemplate transactions, Clock clock) {
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The secret of a session, and what is kept of it. */
    record Started(ApiKey secret, IssuedKey key, Duration lifetime) {}

    /** @throws ProblemException if the caller may not start a session */
    Started start(Caller caller, Duration lifetime) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            IssuedKey parent = parent(caller);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            ClientId client = parent.client().orElseThrow(Sessions::needsKeyOfClient);
            if (keys.liveSessions(client, now) >= MAX_PER_CLIENT) {
                throw ProblemException.of(
                        Problem.CONFLICT, "The client has " + MAX_PER_CLIENT + " sessions; end some, or wait");
            }
            Instant wanted = now.plus(lifetime);
            Instant expiresAt = parent.expiresAt().filter(wanted::isAfter).orElse(wanted);
            ApiKey secret = ApiKey.generate(random);
            IssuedKey session = new IssuedKey(
                    secret.id(),
                    secret.hash(),
                    parent.client(),
                    parent.scopes(),
                    parent.user(),
                    parent.label(),
                    now,
                    Optional.of(expiresAt),
                    Optional.empty(),
                    true);
            if (!keys.startSession(session, parent.id())) {
                throw ended();
            }
            return new Started(secret, session, Duration.between(now, expiresAt));
        }));
    }

    private IssuedKey parent(Caller caller) {
        ApiKeyId id = caller.key().orElseThrow(Sessions::needsKeyOfClient);
        IssuedKey key = keys.find(id).map(ApiKeys.ListedKey::key).orElseThrow(Sessions::needsKeyOfClient);
        if (key.session()) {
            throw ProblemException.of(
                    Problem.FORBIDDEN, "A session cannot start another one; send the API key of the client");
        }
        return key;
    }

    /** The instance did not know it yet when it checked the key. */
    private static ProblemException ended() {
        return ProblemException.of(Problem.UNAUTHENTICATED, "The API key was revoked, or has expired")
                .withHeader("WWW-Authenticate", "Bearer realm=\"trakkit\", error=\"invalid_token\"");
    }

    private static ProblemException needsKeyOfClient() {
        return ProblemException.of(Problem.FORBIDDEN, "Only an API key of a client can start a session");
    }

    /** @throws ProblemException if the caller's key is not that of a session */
    void end(Caller caller) {
        transactions.executeWithoutResult(_ -> {
            IssuedKey session = caller.key()
                    .flatMap(keys::find)
                    .map(ApiKeys.ListedKey::key)
                    .filter(IssuedKey::session)
                    .orElseThrow(() -> ProblemException.of(
                            Problem.CONFLICT, "The key of the request is not that of a session; nothing was ended"));
            keys.save(session.revoked(clock.instant().truncatedTo(ChronoUnit.MICROS)));
        });
    }

    /** Removes the sessions that have expired. */
    void removeExpired() {
        try {
            keys.removeSessions(clock.instant());
        } catch (DataAccessException e) {
            log.debug("Cannot remove expired sessions, will retry", e);
        }
    }
}
