package io.trakkit.access;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.CurrencyCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Clients and keys for tests. */
final class AccessRecords {

    static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private AccessRecords() {}

    static IssuedKey key(ApiKey key, Optional<ClientId> client, Set<Scope> scopes, Optional<Instant> expiresAt) {
        return new IssuedKey(
                key.id(),
                key.hash(),
                client,
                scopes,
                Optional.empty(),
                "test",
                NOW,
                expiresAt,
                Optional.empty(),
                false);
    }

    static ClientAccount account(ClientId client, boolean suspended) {
        return new ClientAccount(
                client, client.value(), new CurrencyCode("EUR"), suspended, ClientLimits.DEFAULT, List.of(), NOW, NOW);
    }
}
