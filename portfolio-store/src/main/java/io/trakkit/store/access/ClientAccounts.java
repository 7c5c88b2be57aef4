package io.trakkit.store.access;

import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Creates, changes and lists clients. */
public final class ClientAccounts {

    static final String COLUMNS = """
            client_id, name, currency, suspended, requests_per_second, burst, bulk_records_per_second, bulk_requests,
            streams, portfolios, origins, created_at, updated_at""";

    private static final String FIND = "SELECT " + COLUMNS + " FROM clients WHERE client_id = :client";

    private static final String LIST = "SELECT " + COLUMNS + """
             FROM clients
            WHERE client_id > :after
            ORDER BY client_id
            LIMIT :limit
            """;

    private static final String SAVE = AccessVersion.NEXT + "INSERT INTO clients (" + COLUMNS + ", version)" + """
            SELECT :client, :name, :currency, :suspended, :requests, :burst, :bulkRecords, :bulkRequests,
                :streams, :portfolios, :origins, :created, :updated, next.version FROM next
            ON CONFLICT (client_id) DO UPDATE
                SET name = excluded.name, currency = excluded.currency, suspended = excluded.suspended,
                    requests_per_second = excluded.requests_per_second, burst = excluded.burst,
                    bulk_records_per_second = excluded.bulk_records_per_second,
                    bulk_requests = excluded.bulk_requests, streams = excluded.streams,
                    portfolios = excluded.portfolios, origins = excluded.origins,
                    created_at = excluded.created_at, updated_at = excluded.updated_at, version = excluded.version
            """;

    /** Clients that only the portfolios' topic names; an administrator has still to give them a name. */
    private static final String OPEN = AccessVersion.NEXT + """
            INSERT INTO clients (client_id, version)
            SELECT DISTINCT client_id, next.version FROM next, unnest(:clients) AS c (client_id)
            ON CONFLICT DO NOTHING
            """;

    private static final String ARE_MISSING = """
            SELECT EXISTS (
                SELECT FROM unnest(:clients) AS c (client_id)
                WHERE NOT EXISTS (SELECT FROM clients known WHERE known.client_id = c.client_id))
            """;

    private final JdbcClient jdbc;

    public ClientAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<ClientAccount> find(ClientId client) {
        return jdbc.sql(FIND)
                .param("client", client.value())
                .query((row, _) -> account(row))
                .optional();
    }

    /**
     * Clients in the order of their ids.
     *
     * @param after the last client of the page before; null for the first page
     */
    public List<ClientAccount> page(@Nullable ClientId after, int limit) {
        return jdbc.sql(LIST)
                .param("after", after == null ? "" : after.value())
                .param("limit", limit)
                .query((row, _) -> account(row))
                .list();
    }

    /** Adds the client, or replaces what is there. */
    public void save(ClientAccount account) {
        ClientLimits limits = account.limits();
        jdbc.sql(SAVE)
                .param("client", account.id().value())
                .param("name", account.name())
                .param("currency", account.currency().value())
                .param("suspended", account.suspended())
                .param("requests", limits.requestsPerSecond())
                .param("burst", limits.burst())
                .param("bulkRecords", limits.bulkRecordsPerSecond())
                .param("bulkRequests", limits.bulkRequests())
                .param("streams", limits.streams())
                .param("portfolios", limits.portfolios())
                .param("origins", SqlArrays.texts(account.origins(), origin -> origin))
                .param("created", Rows.toSql(account.createdAt()))
                .param("updated", Rows.toSql(account.updatedAt()))
                .update();
    }

    /** Adds those of the clients that are missing, with the limits of a new client. */
    public void open(Collection<ClientId> clients) {
        boolean areMissing = jdbc.sql(ARE_MISSING)
                .param("clients", SqlArrays.texts(clients, ClientId::value))
                .query(Boolean.class)
                .single();
        if (areMissing) {
            jdbc.sql(OPEN)
                    .param("clients", SqlArrays.texts(clients, ClientId::value))
                    .update();
        }
    }

    static ClientAccount account(ResultSet row) throws SQLException {
        return new ClientAccount(
                Rows.client(row),
                row.getString("name"),
                new CurrencyCode(row.getString("currency")),
                row.getBoolean("suspended"),
                new ClientLimits(
                        row.getInt("requests_per_second"),
                        row.getInt("burst"),
                        row.getInt("bulk_records_per_second"),
                        row.getInt("bulk_requests"),
                        row.getInt("streams"),
                        row.getInt("portfolios")),
                List.of((String[]) row.getArray("origins").getArray()),
                Rows.time(row, "created_at"),
                Rows.time(row, "updated_at"));
    }
}
