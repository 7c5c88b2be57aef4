package io.trakkit.store.projection;

import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletes a generation that is not live, in small transactions. */
public final class GenerationRemoval {

    /** Goes on after what it has removed, since to walk over that again would take ever longer. */
    private static final String SOME_EVENTS = """
            WITH part AS (
                SELECT ctid AS place, event_id FROM events
                WHERE client_id = :client AND generation = :generation AND event_id >= :from
                ORDER BY event_id LIMIT :limit
            ), gone AS (
                DELETE FROM events WHERE client_id = :client AND ctid = ANY (ARRAY(SELECT place FROM part))
            )
            SELECT event_id AS key FROM part ORDER BY event_id DESC LIMIT 1
            """;

    private static final String SOME_RECORDS = """
            WITH part AS (
                SELECT ctid AS place, ref_id FROM $TABLE
                WHERE client_id = :client AND generation = :generation AND ref_id >= :from
                ORDER BY ref_id LIMIT :limit
            ), gone AS (
                DELETE FROM $TABLE WHERE client_id = :client AND ctid = ANY (ARRAY(SELECT place FROM part))
            )
            SELECT ref_id AS key FROM part ORDER BY ref_id DESC LIMIT 1
            """;

    private static final String SOME_KEYS = """
            SELECT portfolio_id, ticker FROM summaries
            WHERE client_id = :client AND generation = :generation AND (portfolio_id, ticker) >= (:portfolio, :ticker)
            ORDER BY portfolio_id, ticker LIMIT :limit
            """;

    private static final String OF_KEYS = """
            DELETE FROM $TABLE t USING unnest(:portfolios, :tickers) AS k (portfolio_id, ticker)
            WHERE t.client_id = :client AND t.generation = :generation AND t.portfolio_id = k.portfolio_id
                AND t.ticker = k.ticker
            """;

    private static final String CLIENTS = "SELECT client_id FROM clients ORDER BY client_id";

    private final JdbcClient jdbc;
    private final int generation;
    private final int rows;
    private final List<String> clients;
    private int client;
    private UUID nextEvent = new UUID(0, 0);
    private String nextRecord = "";
    private Key nextKey = Key.FIRST;
    private Step step = Step.EVENTS;

    /** @param rows how many rows at a time, about */
    public GenerationRemoval(JdbcClient jdbc, int generation, int rows) {
        this.jdbc = jdbc;
        this.generation = generation;
        this.rows = rows;
        this.clients = jdbc.sql(CLIENTS).query(String.class).list().stream()
                .map(String::valueOf)
                .toList();
    }

    /** Tables that refer to others come first. */
    private enum Step {
        EVENTS,
        TRADES,
        ACTIVITIES,
        KEYS,
        THE_REST
    }

    private record Key(long portfolio, String ticker) {

        private static final Key FIRST = new Key(0, "");

        private static Key of(ResultSet row) throws SQLException {
            return new Key(row.getLong("portfolio_id"), row.getString("ticker"));
        }
    }

    /**
     * Removes some rows in the caller's transaction; returns whether there may be more. After a failure, start again.
     */
    public boolean removeSome() {
        boolean wasLast = client == clients.size();
        switch (wasLast ? Step.THE_REST : step) {
            case EVENTS -> removeEvents();
            case TRADES -> removeRecords("trades", Step.ACTIVITIES);
            case ACTIVITIES -> removeRecords("activities", Step.KEYS);
            case KEYS -> removeKeys();
            case THE_REST -> removeTheRest();
        }
        return !wasLast;
    }

    private void removeEvents() {
        some(SOME_EVENTS)
                .param("from", nextEvent)
                .query((row, _) -> Rows.uuid(row, "key"))
                .optional()
                .ifPresentOrElse(last -> nextEvent = last, () -> step = Step.TRADES);
    }

    private void removeRecords(String table, Step next) {
        some(SOME_RECORDS.replace("$TABLE", table))
                .param("from", nextRecord)
                .query((row, _) -> row.getString("key"))
                .optional()
                .ifPresentOrElse(last -> nextRecord = last, () -> {
                    nextRecord = "";
                    step = next;
                });
    }

    private void removeKeys() {
        List<Key> keys = some(SOME_KEYS)
                .param("portfolio", nextKey.portfolio())
                .param("ticker", nextKey.ticker())
                .query((row, _) -> Key.of(row))
                .list();
        if (keys.isEmpty()) {
            nextClient();
            return;
        }
        List.of("checkpoints", "summaries")
                .forEach(table -> jdbc.sql(OF_KEYS.replace("$TABLE", table))
                        .param("client", clients.get(client))
                        .param("generation", generation)
                        .param("portfolios", SqlArrays.longs(keys, Key::portfolio))
                        .param("tickers", SqlArrays.texts(keys, Key::ticker))
                        .update());
        nextKey = keys.getLast();
    }

    private void nextClient() {
        client++;
        nextEvent = new UUID(0, 0);
        nextKey = Key.FIRST;
        step = Step.EVENTS;
    }

    private JdbcClient.StatementSpec some(String sql) {
        return jdbc.sql(sql)
                .param("client", clients.get(client))
                .param("generation", generation)
                .param("limit", rows);
    }

    private void removeTheRest() {
        List.of("progress", "generations")
                .forEach(table -> jdbc.sql("DELETE FROM " + table + " WHERE generation = :generation")
                        .param("generation", generation)
                        .update());
    }
}
