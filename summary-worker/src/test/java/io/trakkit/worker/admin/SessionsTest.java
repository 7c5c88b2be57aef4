package io.trakkit.worker.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trakkit.access.Caller;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    /** As on an instance that has not read the revocation yet. */
    @Test
    void aCallerWhoseKeyWasRevokedMeanwhileStartsNoSession() {
        try (TestDatabase database = TestDatabase.create()) {
            ApiKeys keys = new ApiKeys(database.jdbc());
            IssuedKey key = key();
            keys.save(key.revoked(NOW));
            Sessions sessions = new Sessions(keys, database.transactions(), Clock.systemUTC());
            Caller caller = new Caller(
                    key.client(),
                    Optional.of(key.id()),
                    key.scopes(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty());

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> sessions.start(caller, Duration.ofHours(1)))
                    .withMessage("The API key was revoked, or has expired")
                    .satisfies(refused -> assertThat(refused.problem()).isEqualTo(Problem.UNAUTHENTICATED));
            assertThat(keys.liveSessions(ClientId.DEFAULT, NOW)).isZero();
        }
    }

    private static IssuedKey key() {
        ApiKey key = ApiKey.generate(new SecureRandom());
        return new IssuedKey(
                key.id(),
                key.hash(),
                Optional.of(ClientId.DEFAULT),
                Set.of(Scope.READ),
                Optional.empty(),
                "test",
                NOW,
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
