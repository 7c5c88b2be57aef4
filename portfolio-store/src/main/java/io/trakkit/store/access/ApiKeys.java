package io.trakkit.store.access;

import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.access.SecretHash;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Creates, revokes and lists API keys. */
public final class ApiKeys {

    static final String COLUMNS = """
            key_id, client_id, secret_hash, scopes, user_id, label, created_at, expires_at, revoked_at, is_session""";

    private static final String FIND = "SELECT " + COLUMNS + ", last_used_at FROM api_keys WHERE key_id = :key";

    private static final String LIST = "SELECT " + COLUMNS + """
            , last_used_at FROM api_keys
            WHERE client_id IS NOT DISTINCT FROM :client::text AND NOT is_session
            ORDER BY created_at, key_id
            """;

    private static final String SAVE = AccessVersion.NEXT + "INSERT INTO api_keys (" + COLUMNS + ", version)" + """
            SELECT :key, :client::text, :hash, :scopes, :user::text, :label, :created, :expires::timestamptz,
                :revoked::timestamptz, :session, next.version
            FROM next
            ON CONFLICT (key_id) DO UPDATE
                SET client_id = excluded.client_id, secret_hash = excluded.secret_hash, scopes = excluded.scopes,
                    user_id = excluded.user_id, label = excluded.label, created_at = excluded.created_at,
                    expires_at = excluded.expires_at, revoked_at = coalesce(api_keys.revoked_at, excluded.revoked_at),
                    is_session = excluded.is_session, version = excluded.version
            """;

    private static final String HAS_ADMINISTRATOR = """
            SELECT EXISTS (
                SELECT FROM api_keys
                WHERE client_id IS NULL AND 'admin' = ANY (scopes) AND NOT is_session AND revoked_at IS NULL
                    AND (expires_at IS NULL OR expires_at > :now) AND key_id IS DISTINCT FROM :except::text)
            """;

    private static final String REMOVE_SESSIONS = "DELETE FROM api_keys WHERE is_session AND expires_at < :before";

    /** The session was saved by a statement before: it waited for a revocation of the parent under way, and this one sees it. */
    private static final String START_SESSION = """
            UPDATE api_keys SET started_by = :parent
            WHERE key_id = :key AND EXISTS (
                SELECT FROM api_keys p
                WHERE p.key_id = :parent AND p.revoked_at IS NULL AND (p.expires_at IS NULL OR p.expires_at > :now))
            """;

    private static final String LIVE_SESSIONS = """
            SELECT count(*) FROM api_keys
            WHERE client_id = :client AND is_session AND revoked_at IS NULL AND expires_at > :now
            """;

    private static final String REVOKE_SESSIONS = AccessVersion.NEXT + """
            UPDATE api_keys k SET revoked_at = :at, version = next.version
            FROM next
            WHERE k.started_by = :parent AND k.revoked_at IS NULL
            """;

    /** Takes no version, since instances need not see it. Every app may call it: the function has the owner's rights. */
    private static final String USED = "SELECT note_key_uses(:keys, :times)";

    private final JdbcClient jdbc;

    public ApiKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A key in a list, and when it was last used; to about a minute. */
    public record ListedKey(IssuedKey key, Optional<Instant> lastUsedAt) {}

    public Optional<ListedKey> find(ApiKeyId id) {
        return jdbc.sql(FIND)
                .param("key", id.value())
                .query((row, _) -> listed(row))
                .optional();
    }

    /**
     * The keys of a client, revoked and expired ones among them, the oldest first; without those of sessions.
     *
     * @param client empty for the keys of the platform
     */
    public List<ListedKey> of(Optional<ClientId> client) {
        return jdbc.sql(LIST)
                .param("client", client.map(ClientId::value).orElse(null))
                .query((row, _) -> listed(row))
                .list();
    }

    /** Whether a live key of the platform has the scope {@code admin}. */
    public boolean hasAdministrator(Instant now) {
        return hasAdministrator(now, Optional.empty());
    }

    /** Whether a live key of the platform has the scope {@code admin}, apart from one key. */
    public boolean hasAdministrator(Instant now, Optional<ApiKeyId> apartFrom) {
        return jdbc.sql(HAS_ADMINISTRATOR)
                .param("now", Rows.toSql(now))
                .param("except", apartFrom.map(ApiKeyId::value).orElse(null))
                .query(Boolean.class)
                .single();
    }

    /** Adds the key, or replaces what is there. A revoked key stays revoked, and the sessions that it has started end. */
    public void save(IssuedKey key) {
        jdbc.sql(SAVE)
                .param("key", key.id().value())
                .param("client", key.client().map(ClientId::value).orElse(null))
                .param("hash", key.hash().hex())
                .param("scopes", SqlArrays.texts(key.scopes(), Scope::wireName))
                .param("user", key.user().map(UserId::value).orElse(null))
                .param("label", key.label())
                .param("created", Rows.toSql(key.createdAt()))
                .param("expires", key.expiresAt().map(Rows::toSql).orElse(null))
                .param("revoked", key.revokedAt().map(Rows::toSql).orElse(null))
                .param("session", key.session())
                .update();
        key.revokedAt().ifPresent(at -> revokeSessions(key.id(), at));
    }

    private void revokeSessions(ApiKeyId parent, Instant at) {
        jdbc.sql(REVOKE_SESSIONS)
                .param("parent", parent.value())
                .param("at", Rows.toSql(at))
                .update();
    }

    /**
     * Adds the key of a session, which ends with the key that started it.
     *
     * @return whether that key is live; if not, the transaction must be rolled back
     */
    public boolean startSession(IssuedKey session, ApiKeyId parent) {
        save(session);
        return jdbc.sql(START_SESSION)
                        .param("key", session.id().value())
                        .param("parent", parent.value())
                        .param("now", Rows.toSql(session.createdAt()))
                        .update()
                == 1;
    }

    /** How many sessions of a client can be used. */
    public long liveSessions(ClientId client, Instant now) {
        return jdbc.sql(LIVE_SESSIONS)
                .param("client", client.value())
                .param("now", Rows.toSql(now))
                .query(Long.class)
                .single();
    }

    /** Removes the sessions that had expired by then. */
    public void removeSessions(Instant before) {
        jdbc.sql(REMOVE_SESSIONS).param("before", Rows.toSql(before)).update();
    }

    /** Notes when keys were last used. */
    public void used(Map<ApiKeyId, Instant> uses) {
        if (!uses.isEmpty()) {
            List<Map.Entry<ApiKeyId, Instant>> ordered = uses.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey((one, other) -> one.value().compareTo(other.value())))
                    .toList();
            jdbc.sql(USED)
                    .param("keys", SqlArrays.texts(ordered, use -> use.getKey().value()))
                    .param("times", SqlArrays.times(ordered, Map.Entry::getValue))
                    .query((_, _) -> "")
                    .list();
        }
    }

    private static ListedKey listed(ResultSet row) throws SQLException {
        return new ListedKey(key(row), time(row, "last_used_at"));
    }

    static IssuedKey key(ResultSet row) throws SQLException {
        return new IssuedKey(
                new ApiKeyId(row.getString("key_id")),
                new SecretHash(row.getString("secret_hash")),
                Optional.ofNullable(row.getString("client_id")).map(ClientId::new),
                scopes(row),
                Optional.ofNullable(row.getString("user_id")).map(UserId::new),
                row.getString("label"),
                Rows.time(row, "created_at"),
                time(row, "expires_at"),
                time(row, "revoked_at"),
                row.getBoolean("is_session"));
    }

    private static Set<Scope> scopes(ResultSet row) throws SQLException {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : (String[]) row.getArray("scopes").getArray()) {
            scopes.add(Scope.parse(name));
        }
        return scopes;
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
