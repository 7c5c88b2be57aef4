package io.trakkit.store.query.trades;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.store.ledger.TradeColumns;
import io.trakkit.store.query.page.Conditions;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Order;
import io.trakkit.store.query.page.PageStatement;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The accepted trades of a client, to read, in one of two ways. A <em>walk</em> follows the client's trades in the order
 * of the list and picks out what is wanted; a <em>merge</em> takes from each wanted key the first rows that the page can
 * need, by the index of the key, and puts them in order.
 *
 * <p>A list without user, portfolio and ticker is walked. One with any of them is merged as long as that looks at no more
 * than {@value #MERGED_ROWS} rows, by the counts of the summaries. Beyond that, such a large part of the trades is wanted that a
 * walk finds a page soon. The counts only decide how to ask: the answer itself is one statement either way.
 */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public final class TradePages {

    /** A merge that reads this number of rows takes some hundred milliseconds. */
    static final int MERGED_ROWS = 20_000;

    private static final String WALK = """
            SELECT true AS present, $COLUMNS
            FROM trades t
            WHERE t.client_id = :client AND t.generation = %s%s""".replace("$COLUMNS", TradeColumns.of("t"));

    private static final String WALK_ALL = """
            SELECT FROM trades t
            WHERE t.client_id = :client AND t.generation = %s%s
            ORDER BY %s""";

    /**
     * The summaries know how many trades their keys have, and those of some keys are read sooner than all the trades that
     * are counted: of the list of all trades this is most of the cost. It ends where they are enough.
     */
    private static final String MANY = """
            SELECT EXISTS (
                SELECT FROM (
                    SELECT sum(s.trades) OVER (ORDER BY s.portfolio_id, s.ticker ROWS UNBOUNDED PRECEDING) AS so_far
                    FROM (
                        SELECT s.portfolio_id, s.ticker, s.trades FROM summaries s
                        WHERE s.client_id = :client AND s.generation = %s
                        ORDER BY s.portfolio_id, s.ticker
                        LIMIT 2000
                    ) AS s
                ) AS s
                WHERE s.so_far > %d
            )""".formatted(PageStatement.LIVE, Slice.COUNTED);

    private static final String KNOWN_TO_BE_MANY = "SELECT true";

    /**
     * A list of all trades only grows, unless an operator replaces keys or the read model, so a list that was long a
     * moment ago still is. Counting even the summaries takes PostgreSQL ten times as long as a page of ten.
     */
    private static final Duration LONG_FOR = Duration.ofSeconds(1);

    private static final int MOST_REMEMBERED = 10_000;

    /** The last part says in which order a key's trades are read and how many of them. */
    private static final String MERGE = """
            SELECT true AS present, t.*
            FROM (%2$s) AS k CROSS JOIN LATERAL (
                SELECT $COLUMNS
                FROM trades t
                WHERE t.client_id = :client AND t.generation = %1$s
                    AND t.portfolio_id = k.portfolio_id AND t.ticker = k.ticker%3$s
                %4$s
            ) AS t""".replace("$COLUMNS", TradeColumns.of("t"));

    private static final String MERGE_ALL = """
            SELECT FROM (%2$s) AS k CROSS JOIN LATERAL (
                SELECT FROM trades t
                WHERE t.client_id = :client AND t.generation = %1$s
                    AND t.portfolio_id = k.portfolio_id AND t.ticker = k.ticker%3$s
                OFFSET 0
            ) AS t""";

    private static final String KEYS = """
            SELECT s.portfolio_id, s.ticker, s.trades FROM summaries s
            WHERE s.client_id = :client AND s.generation = %s%s%s""";

    /** OFFSET 0 keeps the planner from joining in another way than from each portfolio to its keys. */
    private static final String KEYS_OF_USER = """
            SELECT s.portfolio_id, s.ticker, s.trades FROM portfolios p CROSS JOIN LATERAL (
                SELECT s.portfolio_id, s.ticker, s.trades FROM summaries s
                WHERE s.client_id = :client AND s.generation = %s AND s.portfolio_id = p.portfolio_id%s
                OFFSET 0
            ) AS s
            WHERE p.client_id = :client%s""";

    /** At least one row per key, since each is looked up. */
    private static final String TO_MERGE = """
            SELECT coalesce(sum(greatest(1, least(k.trades, :reach))), 0) AS looked_at
            FROM (%s LIMIT :limit) AS k
            """;

    private final JdbcClient jdbc;
    private final int mergedRows;
    private final Cache<ClientId, Boolean> longLists;

    public TradePages(JdbcClient jdbc) {
        this(jdbc, MERGED_ROWS, System::nanoTime);
    }

    /**
     * @param mergedRows up to how many rows to look at a scoped list is merged, not walked
     * @param nanoTime the clock by which a long list is remembered
     */
    TradePages(JdbcClient jdbc, int mergedRows, LongSupplier nanoTime) {
        this.jdbc = jdbc;
        this.mergedRows = mergedRows;
        longLists = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(LONG_FOR)
                .ticker(nanoTime::getAsLong)
                .build();
    }

    public Slice<AcceptedTrade> page(
            ClientId client, TradeFilter filter, TradeSort by, Direction direction, Window<TradeSort.Key> window) {
        Order<TradeSort.Key> order = by.in(direction);
        Conditions all = filter.others(client);
        Conditions rows = all.and(order.within(window, "t"));
        if (!filter.isScoped()) {
            String walk = WALK.formatted(PageStatement.LIVE, rows.text());
            String walkAll = WALK_ALL.formatted(PageStatement.LIVE, all.text(), filter.countedBy());
            if (!filter.isAll()) {
                return run(new PageStatement<>(walk, walkAll, order), rows, window);
            }
            String isLong = longLists.getIfPresent(client) == null ? MANY : KNOWN_TO_BE_MANY;
            Slice<AcceptedTrade> slice =
                    run(new PageStatement<>(walk, walkAll, Optional.of(isLong), order), rows, window);
            if (isLong.equals(MANY) && slice.total() > Slice.COUNTED) {
                longLists.put(client, true);
            }
            return slice;
        }
        Keys keys = Keys.of(client, filter);
        String mergeAll = MERGE_ALL.formatted(PageStatement.LIVE, keys.sql(), all.text());
        if (toMerge(keys, by, window) > mergedRows) {
            String walk =
                    WALK.formatted(PageStatement.LIVE, filter.scope().and(rows).text());
            return run(
                    new PageStatement<>(walk, mergeAll, order),
                    keys.conditions().and(rows),
                    window);
        }
        Conditions merged = keys.conditions().and(rows);
        String merge = MERGE.formatted(PageStatement.LIVE, keys.sql(), rows.text(), perKey(by, order, window));
        return run(new PageStatement<>(merge, mergeAll, order), merged, window);
    }

    /** A SELECT of the keys whose trades are wanted, and its values. */
    private record Keys(String sql, Conditions conditions) {

        static Keys of(ClientId client, TradeFilter filter) {
            boolean ofUser = filter.criteria().user().isPresent();
            Conditions inner = filter.keys().with("client", client.value());
            Conditions outer = filter.portfolios(ofUser ? "p" : "s");
            String sql = (ofUser ? KEYS_OF_USER : KEYS).formatted(PageStatement.LIVE, inner.text(), outer.text());
            return new Keys(sql, inner.and(outer));
        }
    }

    /** In the order of execution the key's index ends after the rows needed; in any other all its rows are looked at. */
    private static String perKey(TradeSort by, Order<TradeSort.Key> order, Window<TradeSort.Key> window) {
        return switch (by) {
            case EXECUTED_AT -> "ORDER BY " + order.by(order.reading(window)) + " LIMIT " + window.reach();
            case UPDATED_AT, REF_ID -> "OFFSET 0";
        };
    }

    private long toMerge(Keys keys, TradeSort by, Window<TradeSort.Key> window) {
        long reach = switch (by) {
            case EXECUTED_AT -> window.reach();
            case UPDATED_AT, REF_ID -> Long.MAX_VALUE;
        };
        return jdbc.sql(TO_MERGE.formatted(keys.sql()))
                .params(keys.conditions().values())
                .param("reach", reach)
                .param("limit", mergedRows + 1)
                .query(Long.class)
                .single();
    }

    private Slice<AcceptedTrade> run(
            PageStatement<TradeSort.Key> statement, Conditions conditions, Window<TradeSort.Key> window) {
        return statement.run(jdbc, conditions.values(), window, (row, _) -> TradeColumns.trade(row));
    }
}
