package io.trakkit.store.access;

import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.store.postgres.Rows;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what has changed of clients and keys since the last time. */
public final class AccessChanges {

    private static final String STATE = "SELECT epoch, version FROM access_version";

    private static final String CLIENTS = "SELECT " + ClientAccounts.COLUMNS + " FROM clients WHERE version > :seen";

    private static final String KEYS = "SELECT " + ApiKeys.COLUMNS + " FROM api_keys WHERE version > :seen";

    private final JdbcClient jdbc;

    public AccessChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How far the tables were read.
     *
     * @param epoch of the database
     * @param version the number of the last change
     */
    public record Seen(UUID epoch, long version) {}

    /**
     * Changes since the last time.
     *
     * @param all whether these are all clients and keys, and what was seen before counts no more
     */
    public record Changes(Seen seen, boolean all, List<ClientAccount> clients, List<IssuedKey> keys) {}

    /** @param seen what the last call returned; null for all */
    public Changes since(@Nullable Seen seen) {
        Seen now = jdbc.sql(STATE)
                .query((row, _) -> new Seen(Rows.uuid(row, "epoch"), row.getLong("version")))
                .single();
        if (now.equals(seen)) {
            return new Changes(now, false, List.of(), List.of());
        }
        long from = seen == null || isOfAnotherDatabase(seen, now) ? 0 : seen.version();
        return new Changes(
                now,
                from == 0,
                jdbc.sql(CLIENTS)
                        .param("seen", from)
                        .query((row, _) -> ClientAccounts.account(row))
                        .list(),
                jdbc.sql(KEYS)
                        .param("seen", from)
                        .query((row, _) -> ApiKeys.key(row))
                        .list());
    }

    /** A smaller version is that of a backup. */
    private static boolean isOfAnotherDatabase(Seen seen, Seen now) {
        return !seen.epoch().equals(now.epoch()) || now.version() < seen.version();
    }
}
