package io.trakkit.store.actions;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys that have still to be folded again because a corporate action of their ticker has changed. A refold goes through
 * the portfolios in the order of their ids, a few in each transaction, and can be taken up again by any worker. Requests of
 * one ticker that are equally far go together: a key is folded once for all of them.
 */
public final class Refolds {

    /** For each read model that batches are applied to. One of another version of the fold knows no corporate actions. */
    private static final String REQUEST = """
            INSERT INTO refolds (client_id, ticker, generation, action_id, refold_from, requested_at)
            SELECT :client, :ticker, generation, :action, :from, :at
            FROM generations
            WHERE state IN ('live', 'building', 'partial') AND fold_version = :foldVersion
            """;

    /** Another worker's refold is left to it. By the primary key: one client may have asked for thousands. */
    private static final String LOCK_NEXT = """
            SELECT refold_id, client_id, ticker, generation, refold_from, done_until
            FROM refolds
            WHERE client_id > :after
            ORDER BY client_id, refold_id
            LIMIT 1
            FOR UPDATE SKIP LOCKED
            """;

    /** With the first one. Those that another worker is at are left to it. */
    private static final String LOCK_WITH = """
            SELECT refold_id, refold_from
            FROM refolds
            WHERE client_id = :client AND ticker = :ticker AND generation = :generation AND done_until = :until
            FOR UPDATE SKIP LOCKED
            """;

    private static final String BEFORE_ALL_CLIENTS = "";

    private static final String KEYS = """
            SELECT client_id, portfolio_id, ticker
            FROM summaries
            WHERE client_id = :client AND generation = :generation AND ticker = :ticker AND portfolio_id > :after
            ORDER BY portfolio_id
            LIMIT :most
            """;

    private static final String ADVANCE = """
            UPDATE refolds SET done_until = :until, keys_done = keys_done + :keys
            WHERE client_id = :client AND refold_id = ANY(:ids)
            """;

    private static final String FINISH = "DELETE FROM refolds WHERE client_id = :client AND refold_id = ANY(:ids)";

    /** Counts no further than it must. */
    private static final String AT_LEAST = """
            SELECT count(*) >= :count FROM (SELECT FROM refolds WHERE client_id = :client LIMIT :count) AS first
            """;

    private final JdbcClient jdbc;

    public Refolds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Requests of one ticker whose rows are locked.
     *
     * @param from the time from which the keys must be folded again: the earliest of the requests
     * @param doneUntil the last portfolio that is done; 0 before the first
     */
    public record Refold(List<Long> ids, ClientId client, Ticker ticker, int generation, Instant from, long doneUntil) {

        public Refold {
            ids = List.copyOf(ids);
        }
    }

    /** One of them. */
    private record Request(long id, Instant from) {}

    /** Has all keys of a ticker folded again from a time on, in each read model. */
    public void request(ClientId client, Ticker ticker, RefId action, Instant from, Instant at) {
        jdbc.sql(REQUEST)
                .param("client", client.value())
                .param("foldVersion", Fold.VERSION)
                .param("ticker", ticker.value())
                .param("action", action.value())
                .param("from", Rows.toSql(from))
                .param("at", Rows.toSql(at))
                .update();
    }

    /**
     * The oldest refold of the next client, among those that no other worker is at, with all of the same ticker that are as far;
     * empty if there is none. Clients take turns, so one with many actions does not keep those of others waiting.
     *
     * @param last the client whose turn it was; null before the first turn
     */
    public Optional<Refold> lockNext(@Nullable ClientId last) {
        if (last == null) {
            return lockAfter(BEFORE_ALL_CLIENTS);
        }
        return lockAfter(last.value()).or(() -> lockAfter(BEFORE_ALL_CLIENTS));
    }

    private Optional<Refold> lockAfter(String client) {
        return jdbc.sql(LOCK_NEXT)
                .param("after", client)
                .query((row, _) -> new Refold(
                        List.of(row.getLong("refold_id")),
                        Rows.client(row),
                        Rows.ticker(row),
                        row.getInt("generation"),
                        Rows.time(row, "refold_from"),
                        row.getLong("done_until")))
                .optional()
                .map(this::withOthers);
    }

    private Refold withOthers(Refold first) {
        List<Request> together = jdbc.sql(LOCK_WITH)
                .param("client", first.client().value())
                .param("ticker", first.ticker().value())
                .param("generation", first.generation())
                .param("until", first.doneUntil())
                .query((row, _) -> new Request(row.getLong("refold_id"), Rows.time(row, "refold_from")))
                .list();
        return new Refold(
                together.stream().map(Request::id).toList(),
                first.client(),
                first.ticker(),
                first.generation(),
                together.stream()
                        .map(Request::from)
                        .min(Comparator.naturalOrder())
                        .orElse(first.from()),
                first.doneUntil());
    }

    /** The next keys of a refold, in the order of portfolios. */
    public List<PositionKey> keys(Refold refold, int most) {
        return jdbc.sql(KEYS)
                .param("client", refold.client().value())
                .param("generation", refold.generation())
                .param("ticker", refold.ticker().value())
                .param("after", refold.doneUntil())
                .param("most", most)
                .query((row, _) -> Rows.key(row))
                .list();
    }

    /** Notes that the keys up to a portfolio are done. */
    public void advance(Refold refold, PortfolioId until, int keys) {
        jdbc.sql(ADVANCE)
                .param("until", until.value())
                .param("keys", keys)
                .param("client", refold.client().value())
                .param("ids", SqlArrays.longs(refold.ids(), id -> id))
                .update();
    }

    public void finish(Refold refold) {
        jdbc.sql(FINISH)
                .param("client", refold.client().value())
                .param("ids", SqlArrays.longs(refold.ids(), id -> id))
                .update();
    }

    /** Whether so many refolds of a client are open. */
    public boolean areAtLeast(ClientId client, int count) {
        return jdbc.sql(AT_LEAST)
                .param("client", client.value())
                .param("count", count)
                .query(Boolean.class)
                .single();
    }
}
