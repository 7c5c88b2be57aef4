package io.trakkit.access;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.InvalidValueException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;

/** Decides who calls: checks the credential of a request, and for which client the caller may act. */
final class CallerAuthenticator implements AuthenticationManager {

    private static final Set<Scope> OF_CLIENTS = EnumSet.of(Scope.READ, Scope.WRITE, Scope.PRICES);

    private final KeyRing ring;
    private final Optional<JwtReader> jwts;
    private final Clock clock;

    CallerAuthenticator(KeyRing ring, Optional<JwtReader> jwts, Clock clock) {
        this.ring = ring;
        this.jwts = jwts;
        this.clock = clock;
    }

    /** @throws RefusedCall if the credential is not valid, or the caller may not act for the client that it names */
    @Override
    public CallerToken authenticate(Authentication presented) {
        if (!(presented instanceof Credential credential)) {
            throw RefusedCall.missing();
        }
        String secret = credential.getCredentials();
        Caller caller = secret.startsWith(ApiKey.PREFIX) || jwts.isEmpty() ? ofKey(secret) : ofJwt(secret);
        return new CallerToken(credential.actFor().isEmpty() ? caller : actingFor(caller, credential.actFor()));
    }

    private Caller ofKey(String credential) {
        ApiKey presented = ApiKey.parse(credential)
                .orElseThrow(() -> RefusedCall.invalid(
                        credential.startsWith(ApiKey.PREFIX) ? "checksum" : "malformed",
                        "The API key is mistyped or cut off; it must be trk_, 16 digits, _ and 72 digits of 0-9 a-f"));
        return switch (ring.find(presented.id())) {
            case KeyRing.Unknown _ -> throw unknown();
            case KeyRing.Unavailable _ -> throw RefusedCall.unavailable();
            case KeyRing.Known(IssuedKey key, Caller caller, Optional<ClientAccount> client) -> {
                if (!key.hash().matches(presented.hash())) {
                    throw unknown();
                }
                requireValid(key, client.orElse(null));
                yield caller;
            }
        };
    }

    private static RefusedCall unknown() {
        return RefusedCall.invalid("unknown", "The API key is unknown; an administrator can create one");
    }

    private void requireValid(IssuedKey key, @Nullable ClientAccount client) {
        Instant now = clock.instant();
        if (key.revokedAt().isPresent()) {
            throw RefusedCall.invalid("revoked", "The API key was revoked");
        }
        if (key.isExpired(now)) {
            throw RefusedCall.invalid("expired", "The API key has expired");
        }
        if (client != null && client.suspended()) {
            throw RefusedCall.suspended();
        }
        ring.used(key.id(), now);
    }

    private Caller ofJwt(String credential) {
        Caller caller = jwts.orElseThrow().caller(credential);
        ClientAccount client = caller.client().flatMap(ring::client).orElse(null);
        if (ring.isOutOfDate()) {
            throw RefusedCall.unavailable();
        }
        if (client == null) {
            throw RefusedCall.invalid("jwt_client", "The JWT names a client that does not exist");
        }
        if (client.suspended()) {
            throw RefusedCall.suspended();
        }
        return caller;
    }

    /**
     * An administrator of the platform can do for a client what the client itself can. Any other caller of the platform has no
     * scope for a client that it does not have without: the key of a price source is none for portfolios.
     */
    private Caller actingFor(Caller caller, List<String> actFor) {
        ClientId client = named(caller, actFor);
        if (caller.client().filter(client::equals).isPresent()) {
            return caller;
        }
        if (!caller.platform()) {
            throw RefusedCall.forbidden(caller, "Only a key of the platform may act for another client");
        }
        if (ring.client(client).isEmpty()) {
            throw RefusedCall.forbidden(caller, "No client has the id " + client);
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        scopes.addAll(caller.scopes());
        if (caller.scopes().contains(Scope.ADMIN)) {
            scopes.addAll(OF_CLIENTS);
        }
        return new Caller(
                Optional.of(client), caller.key(), scopes, caller.user(), caller.subject(), true, caller.expiresAt());
    }

    private static ClientId named(Caller caller, List<String> actFor) {
        if (actFor.size() > 1) {
            throw RefusedCall.forbidden(caller, "The header " + Credential.ACT_FOR + " must name one client");
        }
        try {
            return new ClientId(actFor.getFirst());
        } catch (InvalidValueException e) {
            throw RefusedCall.forbidden(caller, "The header " + Credential.ACT_FOR + ' ' + e.getMessage());
        }
    }
}
