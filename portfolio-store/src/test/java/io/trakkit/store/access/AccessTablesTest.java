package io.trakkit.store.access;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.access.AccessChanges.Changes;
import io.trakkit.store.testing.TestDatabase;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTablesTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00.123456Z");
    private static final ClientId ACME = new ClientId("acme");

    private TestDatabase database;
    private ClientAccounts clients;
    private ApiKeys keys;
    private AccessChanges changes;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        clients = new ClientAccounts(database.jdbc());
        keys = new ApiKeys(database.jdbc());
        changes = new AccessChanges(database.jdbc());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNewDatabaseHasTheDefaultClientWithTheDefaultLimits() {
        assertThat(clients.page(null, 10)).singleElement().satisfies(account -> {
            assertThat(account.id()).isEqualTo(ClientId.DEFAULT);
            assertThat(account.limits()).isEqualTo(ClientLimits.DEFAULT);
            assertThat(account.suspended()).isFalse();
        });
    }

    @Test
    void whatWasSavedIsReadBack() {
        ClientAccount account = account(ACME, true);
        clients.save(account);
        IssuedKey key = key(Optional.of(ACME), Optional.of(new UserId("ü 1")), Set.of(Scope.READ, Scope.WRITE));
        keys.save(key);

        assertThat(clients.find(ACME)).contains(account);
        assertThat(keys.of(Optional.of(ACME))).containsExactly(new ApiKeys.ListedKey(key, Optional.empty()));
        assertThat(keys.of(Optional.empty())).isEmpty();
    }

    @Test
    void theTimeOfUseOnlyGrowsAndIsNoChange() {
        IssuedKey key = key(Optional.empty(), Optional.empty(), Set.of(Scope.ADMIN));
        keys.save(key);
        AccessChanges.Seen seen = changes.since(null).seen();

        keys.used(Map.of(key.id(), NOW, new ApiKeyId("0000000000000000"), NOW));
        keys.used(Map.of(key.id(), NOW.minusSeconds(60)));

        assertThat(keys.find(key.id()).orElseThrow().lastUsedAt()).contains(NOW);
        assertThat(changes.since(seen).keys()).isEmpty();
    }

    @Test
    void onlyALiveKeyOfThePlatformIsAnAdministrator() {
        keys.save(key(Optional.of(ClientId.DEFAULT), Optional.empty(), Set.of(Scope.ADMIN)));
        IssuedKey revoked = key(Optional.empty(), Optional.empty(), Set.of(Scope.ADMIN));
        keys.save(revoked.revoked(NOW));
        assertThat(keys.hasAdministrator(NOW)).isFalse();

        keys.save(key(Optional.empty(), Optional.empty(), Set.of(Scope.ADMIN, Scope.OPS)));

        assertThat(keys.hasAdministrator(NOW)).isTrue();
    }

    @Test
    void sessionsEndWhenTheirKeyIsSavedAsRevoked() {
        IssuedKey parent = key(Optional.of(ClientId.DEFAULT), Optional.empty(), Set.of(Scope.READ));
        IssuedKey other = key(Optional.of(ClientId.DEFAULT), Optional.empty(), Set.of(Scope.READ));
        IssuedKey session = session(parent);
        IssuedKey sessionOfOther = session(other);
        List.of(parent, other).forEach(keys::save);
        assertThat(keys.startSession(session, parent.id())).isTrue();
        assertThat(keys.startSession(sessionOfOther, other.id())).isTrue();
        AccessChanges.Seen seen = changes.since(null).seen();

        keys.save(parent.revoked(NOW));

        assertThat(changes.since(seen).keys()).containsExactlyInAnyOrder(parent.revoked(NOW), session.revoked(NOW));
        assertThat(keys.liveSessions(ClientId.DEFAULT, NOW)).isEqualTo(1);
    }

    @Test
    void anExpiredOrRevokedKeyStartsNoSession() {
        IssuedKey parent = key(Optional.of(ClientId.DEFAULT), Optional.empty(), Set.of(Scope.READ));
        keys.save(parent);
        IssuedKey late = session(parent, NOW.plusSeconds(3600));

        assertThat(keys.startSession(late, parent.id())).isFalse();
        keys.save(parent.revoked(NOW));
        assertThat(keys.startSession(session(parent), parent.id())).isFalse();
    }

    /** The session waits for the revocation under way, and then sees it. */
    @Test
    void aSessionThatStartsDuringARevocationDoesNotOutliveIt() {
        IssuedKey parent = key(Optional.of(ClientId.DEFAULT), Optional.empty(), Set.of(Scope.READ));
        keys.save(parent);

        CompletableFuture<Boolean> started =
                Objects.requireNonNull(database.transactions().execute(_ -> {
                    keys.save(parent.revoked(NOW));
                    CompletableFuture<Boolean> session = CompletableFuture.supplyAsync(
                            () -> keys.startSession(session(parent), parent.id()), Thread::startVirtualThread);
                    awaitOneThatWaits();
                    return session;
                }));

        assertThat(started.join()).isFalse();
    }

    private void awaitOneThatWaits() {
        patiently().until(() -> database.jdbc().sql("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """).query(Integer.class).single() == 1);
    }

    @Test
    void changesAreReadOnceInAnyOrderOfCommits() {
        Changes first = changes.since(null);
        assertThat(first.all()).isTrue();
        IssuedKey one = key(Optional.empty(), Optional.empty(), Set.of(Scope.OPS));
        IssuedKey other = key(Optional.empty(), Optional.empty(), Set.of(Scope.OPS));
        CompletableFuture<Void> waiting =
                Objects.requireNonNull(database.transactions().execute(_ -> {
                    keys.save(one);
                    CompletableFuture<Void> second =
                            CompletableFuture.runAsync(() -> keys.save(other), Thread::startVirtualThread);
                    Changes between = CompletableFuture.supplyAsync(
                                    () -> changes.since(first.seen()), Thread::startVirtualThread)
                            .join();
                    assertThat(between.keys()).isEmpty();
                    return second;
                }));
        waiting.join();

        Changes next = changes.since(first.seen());

        assertThat(next.all()).isFalse();
        assertThat(next.clients()).isEmpty();
        assertThat(next.keys()).containsExactlyInAnyOrder(one, other);
        assertThat(changes.since(next.seen()).keys()).isEmpty();
    }

    @Test
    void aRestoredDatabaseIsReadWhole() {
        clients.save(account(ACME, false));
        AccessChanges.Seen seen = changes.since(null).seen();
        database.jdbc().sql("UPDATE access_version SET version = 1").update();

        Changes restored = changes.since(seen);

        assertThat(restored.all()).isTrue();
        assertThat(restored.clients()).hasSize(2);
    }

    @Test
    void theAuditLogIsReadFromTheNewest() {
        AuditLog log = new AuditLog(database.jdbc());
        ApiKeyId key = new ApiKeyId("00000000000000aa");
        log.append(action(Optional.of(key), Optional.of(ACME), "keys.create"));
        log.append(action(Optional.empty(), Optional.empty(), "clients.create"));

        List<AuditLog.Entry> all = log.page(Optional.empty(), Optional.empty(), null, 10);

        assertThat(all).extracting(entry -> entry.action().action()).containsExactly("clients.create", "keys.create");
        assertThat(all).extracting(AuditLog.Entry::writtenBy).containsOnly(Optional.of(TestDatabase.USER));
        assertThat(log.page(Optional.of(ACME), Optional.empty(), null, 10)).containsExactly(all.getLast());
        assertThat(log.page(Optional.empty(), Optional.of(key), null, 10)).containsExactly(all.getLast());
        assertThat(log.page(Optional.empty(), Optional.empty(), all.getFirst().id(), 10))
                .containsExactly(all.getLast());
    }

    private static AuditLog.Action action(Optional<ApiKeyId> key, Optional<ClientId> client, String action) {
        return new AuditLog.Action(NOW, key, client, "127.0.0.1", action, "subject", "done", "label: x");
    }

    private static ClientAccount account(ClientId client, boolean suspended) {
        return new ClientAccount(
                client,
                "Acme AG",
                new CurrencyCode("EUR"),
                suspended,
                new ClientLimits(1, 2, 3, 4, 5, 6),
                List.of("https://app.example.com"),
                NOW,
                NOW.plusSeconds(1));
    }

    private static IssuedKey key(Optional<ClientId> client, Optional<UserId> user, Set<Scope> scopes) {
        return key(client, user, scopes, NOW, false);
    }

    private static IssuedKey session(IssuedKey parent) {
        return session(parent, NOW);
    }

    private static IssuedKey session(IssuedKey parent, Instant createdAt) {
        return key(parent.client(), parent.user(), parent.scopes(), createdAt, true);
    }

    private static IssuedKey key(
            Optional<ClientId> client, Optional<UserId> user, Set<Scope> scopes, Instant createdAt, boolean session) {
        ApiKey key = ApiKey.generate(new SecureRandom());
        return new IssuedKey(
                key.id(),
                key.hash(),
                client,
                scopes,
                user,
                "a label",
                createdAt,
                Optional.of(createdAt.plusSeconds(3600)),
                Optional.empty(),
                session);
    }
}
