package io.trakkit.access;

import static io.trakkit.access.AccessRecords.account;
import static io.trakkit.access.AccessRecords.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.access.AccessChanges;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.JwtIssuer;
import io.trakkit.testing.PostgresProxy;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What is known of clients and keys without and with the database. */
class KeyRingTest {

    private static final ClientId ACME = new ClientId("acme");
    private static final Duration OUTAGE = Duration.ofMinutes(10);

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNewClientIsKnownAtOnce() {
        ClientId newcomer = new ClientId("newcomer");
        try (KeyRing ring = ring(database.jdbc(), System::nanoTime)) {
            ring.refresh();
            new ClientAccounts(database.jdbc()).save(account(newcomer, false));

            assertThat(ring.client(newcomer)).isPresent();
        }
    }

    @Test
    void afterTenMinutesWithoutTheDatabaseKnownKeysAndJwtsAreRefused() {
        new ClientAccounts(database.jdbc()).save(account(ACME, false));
        ApiKey key = ApiKey.generate(new SecureRandom());
        new ApiKeys(database.jdbc()).save(key(key, Optional.of(ACME), Set.of(Scope.READ), Optional.empty()));
        AtomicLong nanoTime = new AtomicLong(-5);
        try (PostgresProxy network = PostgresProxy.before(database.jdbcUrl());
                JwtIssuer issuer = JwtIssuer.start();
                KeyRing ring = ring(
                        JdbcClient.create(new DriverManagerDataSource(network.jdbcUrl(), TestDatabase.USER, "")),
                        nanoTime::get)) {
            var jwts = new JwtReader(
                    new AccessSettings.Jwt(
                            issuer.name(), issuer.audience(), issuer.keys(), "client_id", "user_id", "scope"),
                    OUTAGE);
            var authenticator = new CallerAuthenticator(ring, Optional.of(jwts), Clock.systemUTC());
            List<Credential> known = Stream.of(
                            key.reveal(),
                            issuer.signed(issuer.claims("acme", "read").build()))
                    .map(secret -> new Credential(secret, List.of()))
                    .toList();
            ring.refresh();
            network.goAway();
            ring.refresh();

            nanoTime.addAndGet(OUTAGE.toNanos());
            ring.refresh();
            assertThat(known).allSatisfy(authenticator::authenticate);
            assertThat(ring.find(ApiKey.generate(new SecureRandom()).id())).isInstanceOf(KeyRing.Unavailable.class);

            nanoTime.addAndGet(1);
            assertThat(known)
                    .allSatisfy(credential -> assertThatExceptionOfType(RefusedCall.class)
                            .isThrownBy(() -> authenticator.authenticate(credential))
                            .satisfies(refused -> assertThat(
                                            refused.problem().problem().status())
                                    .isEqualTo(503)));

            network.comeBack();
            ring.refresh();
            assertThat(known).allSatisfy(authenticator::authenticate);
        }
    }

    private static KeyRing ring(JdbcClient jdbc, LongSupplier nanoTime) {
        var settings = new AccessSettings(AccessSettings.Mode.KEYS, Duration.ofSeconds(1), OUTAGE, null);
        return new KeyRing(new AccessChanges(jdbc), new ApiKeys(jdbc), settings, new SimpleMeterRegistry(), nanoTime);
    }
}
