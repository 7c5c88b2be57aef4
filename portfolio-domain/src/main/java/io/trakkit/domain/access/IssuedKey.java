package io.trakkit.domain.access;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of an API key. Times have at most six fraction digits.
 *
 * @param client empty for a key of the platform
 * @param user the only user for whom the key acts; empty for all users of the client
 * @param label what its owner calls it, at most 100 printable characters; may be empty
 * @param expiresAt empty: never
 * @param revokedAt empty while it is not revoked
 * @param session whether it was made for a browser by {@code POST /api/v1/session}
 */
public record IssuedKey(
        ApiKeyId id,
        SecretHash hash,
        Optional<ClientId> client,
        Set<Scope> scopes,
        Optional<UserId> user,
        String label,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        boolean session) {

    public IssuedKey {
        scopes = Set.copyOf(scopes);
    }

    public boolean isExpired(Instant now) {
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }

    /** The same key, revoked at that time. */
    public IssuedKey revoked(Instant at) {
        return new IssuedKey(
                id,
                hash,
                client,
                scopes,
                user,
                label,
                createdAt,
                expiresAt,
                revokedAt.or(() -> Optional.of(at)),
                session);
    }
}
