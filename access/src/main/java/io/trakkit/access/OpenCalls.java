package io.trakkit.access;

import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Clock;
import java.util.Optional;

/** Checks callers again whose answer takes long, such as a stream: a key can be revoked while it is used. */
public final class OpenCalls {

    private final KeyRing ring;
    private final Clock clock;

    OpenCalls(KeyRing ring, Clock clock) {
        this.ring = ring;
        this.clock = clock;
    }

    /** Whether the key or JWT of a caller who passed the checks would still pass them. */
    public boolean isStillAllowed(Caller caller) {
        if (caller.equals(Caller.OPEN)) {
            return true;
        }
        if (caller.expiresAt().filter(end -> !clock.instant().isBefore(end)).isPresent()) {
            return false;
        }
        boolean suspended = !caller.platform()
                && caller.client()
                        .flatMap(ring::client)
                        .filter(ClientAccount::suspended)
                        .isPresent();
        return !suspended && caller.key().map(this::isLive).orElse(!ring.isOutOfDate());
    }

    /** @throws ProblemException 401 if the key or JWT of the caller would not pass the checks any more */
    public void requireStillAllowed(Caller caller) {
        if (!isStillAllowed(caller)) {
            throw RefusedCall.invalid("ended", "The key was revoked or has expired, or the client is suspended")
                    .problem();
        }
    }

    private boolean isLive(ApiKeyId id) {
        return switch (ring.find(id)) {
            case KeyRing.Known(IssuedKey key, Caller _, Optional<ClientAccount> _) ->
                key.revokedAt().isEmpty();
            case KeyRing.Unknown _, KeyRing.Unavailable _ -> false;
        };
    }
}
