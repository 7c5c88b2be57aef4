package io.trakkit.store.access;

import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Appends to the audit log and reads it. */
public final class AuditLog {

    /** Every app may call it: the function runs with the rights of the owner. */
    private static final String APPEND =
            "SELECT append_audit(:at, :key, :client, :address, :action, :subject, :outcome, :detail)";

    private static final String PAGE = """
            SELECT audit_id, at, key_id, client_id, address, action, subject, outcome, detail, written_by
            FROM audit_log
            WHERE audit_id < :before AND (:client::text IS NULL OR client_id = :client)
                AND (:key::text IS NULL OR key_id = :key)
            ORDER BY audit_id DESC
            LIMIT :limit
            """;

    private final JdbcClient jdbc;

    public AuditLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What was done.
     *
     * @param key the key of the caller; empty for a JWT, a call without a key, and the creation of the first key
     * @param client the client that the caller belongs to or acts for, or that an administrator changes; empty for the platform
     * @param address of the caller
     * @param action such as {@code keys.create}
     * @param subject what it was done to, such as the id of a key
     * @param outcome {@code begun} before a write, so that none is missing; then the status of the answer
     * @param detail the values, never a secret; before them the subject of a JWT
     */
    public record Action(
            Instant at,
            Optional<ApiKeyId> key,
            Optional<ClientId> client,
            String address,
            String action,
            String subject,
            String outcome,
            String detail) {}

    /**
     * An action and its number, which grows.
     *
     * @param writtenBy the user of PostgreSQL that appended it, whatever its role; empty for entries of versions that did not note it
     */
    public record Entry(long id, Action action, Optional<String> writtenBy) {}

    public void append(Action action) {
        jdbc.sql(APPEND)
                .param("at", Rows.toSql(action.at()))
                .param("key", action.key().map(ApiKeyId::value).orElse(null))
                .param("client", action.client().map(ClientId::value).orElse(null))
                .param("address", action.address())
                .param("action", action.action())
                .param("subject", action.subject())
                .param("outcome", action.outcome())
                .param("detail", action.detail())
                .query((_, _) -> "")
                .list();
    }

    /**
     * Entries from the newest to the oldest.
     *
     * @param before the number of the last entry of the page before; null for the first page
     */
    public List<Entry> page(Optional<ClientId> client, Optional<ApiKeyId> key, @Nullable Long before, int limit) {
        return jdbc.sql(PAGE)
                .param("client", client.map(ClientId::value).orElse(null))
                .param("key", key.map(ApiKeyId::value).orElse(null))
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("limit", limit)
                .query((row, _) -> entry(row))
                .list();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("audit_id"),
                new Action(
                        Rows.time(row, "at"),
                        Optional.ofNullable(row.getString("key_id")).map(ApiKeyId::new),
                        Optional.ofNullable(row.getString("client_id")).map(ClientId::new),
                        row.getString("address"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("outcome"),
                        row.getString("detail")),
                Optional.ofNullable(row.getString("written_by")));
    }
}
