package io.trakkit.store.actions;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.postgres.LockTimeouts;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was published last of each corporate action, which the table of corporate actions has only when a worker has recorded it.
 * Who publishes an action holds its row meanwhile, so changes of one action come one after the other, also those of several
 * instances.
 */
public final class PublishedActions {

    private static final String PATIENCE = "SELECT set_config('lock_timeout', :patience, true)";

    /** In a statement of its own: a row that is not there cannot be locked. Waits for whoever opens the same one. */
    private static final String OPEN = """
            INSERT INTO published_corporate_actions (client_id, action_id) VALUES (:client, :id)
            ON CONFLICT DO NOTHING
            """;

    private static final String LOCK = """
            SELECT coalesce(record, '') FROM published_corporate_actions
            WHERE client_id = :client AND action_id = :id
            FOR UPDATE
            """;

    private static final String SAVE = """
            UPDATE published_corporate_actions SET record = :record WHERE client_id = :client AND action_id = :id
            """;

    private final JdbcClient jdbc;

    public PublishedActions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Holds an action until the transaction ends, whether or not there is one.
     *
     * @param patience how long to wait for another transaction
     * @return the record that was published last; empty if none was since the table is there
     * @throws org.springframework.dao.CannotAcquireLockException if another transaction holds it for longer
     */
    public Optional<String> lock(ClientId client, RefId id, Duration patience) {
        jdbc.sql(PATIENCE)
                .param("patience", patience.toMillis() + "ms")
                .query((_, _) -> "")
                .single();
        return LockTimeouts.acquire(() -> {
            statement(OPEN, client, id).update();
            return Optional.of(statement(LOCK, client, id).query(String.class).single())
                    .filter(record -> !record.isEmpty());
        });
    }

    /** Keeps the record of an action that is {@linkplain #lock held}. */
    public void save(ClientId client, RefId id, String record) {
        statement(SAVE, client, id).param("record", record).update();
    }

    private JdbcClient.StatementSpec statement(String sql, ClientId client, RefId id) {
        return jdbc.sql(sql).param("client", client.value()).param("id", id.value());
    }
}
