package io.trakkit.store.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All that a portfolio holds and has held, at one moment. */
public final class Holdings {

    /**
     * A digest of all positions, and the positions themselves unless the digest is the one that is known: to add up hashes
     * here takes a third of what it takes to send a thousand rows and to read them. Each hash is the seed of the next one:
     * the hash of a record is a sum over its columns, which stays the same when two positions change places. PostgreSQL's
     * hash of a number leaves out its sign, which only a gain has, and is XORed with its magnitude in the end, so the last
     * one is that of the text, and the bit of the sign is none that a magnitude has by itself. OFFSET 0 keeps the condition
     * in front of the rows rather than behind them. Without any position there is one row, without a ticker, and without
     * such a portfolio none.
     */
    private static final String OF_PORTFOLIO = """
            SELECT s.ticker, s.held, s.cost, s.realised, s.last_price, s.last_traded_at, present.digest
            FROM portfolios p
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(hashtextextended(ticker, hash_numeric_extended(realised,
                    CASE WHEN realised < 0 THEN 4294967296 ELSE 0 END # hash_numeric_extended(cost,
                        hash_numeric_extended(held, hash_numeric_extended(coalesce(last_price, 0),
                            timestamptz_hash_extended(coalesce(last_traded_at, '-infinity'), 0))))))), 0)::text AS digest
                FROM summaries
                WHERE client_id = p.client_id AND portfolio_id = p.portfolio_id AND version > 0
                    AND generation = (SELECT generation FROM generations WHERE state = 'live')) AS present
            LEFT JOIN LATERAL (
                SELECT ticker, held, cost, realised, last_price, last_traded_at
                FROM summaries
                WHERE client_id = p.client_id AND portfolio_id = p.portfolio_id AND version > 0
                    AND generation = (SELECT generation FROM generations WHERE state = 'live')
                    AND present.digest IS DISTINCT FROM :known::text
                OFFSET 0) AS s ON true
            WHERE p.client_id = :client AND p.portfolio_id = :portfolio
            ORDER BY s.ticker
            """;

    /**
     * As above, for a read model of version 1 of the fold, which has no last trades in its summaries: those of the open
     * positions are looked up. A portfolio without any summary gives one row, without a ticker.
     */
    private static final String WITH_LAST_TRADES = """
            SELECT s.ticker, s.held, s.cost, s.realised, coalesce(s.last_price, t.price) AS last_price,
                   coalesce(s.last_traded_at, t.executed_at) AS last_traded_at
            FROM portfolios p
            LEFT JOIN summaries s ON s.client_id = p.client_id
                AND s.generation = (SELECT generation FROM generations WHERE state = 'live')
                AND s.portfolio_id = p.portfolio_id AND s.version > 0
            LEFT JOIN LATERAL (
                SELECT price, executed_at
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND state = 'applied'
                    AND s.held > 0 AND s.last_price IS NULL
                ORDER BY executed_at DESC, side DESC, ref_id DESC
                LIMIT 1) AS t ON true
            WHERE p.client_id = :client AND p.portfolio_id = :portfolio
            ORDER BY s.ticker
            """;

    // Columns by number: there are thousands of rows, and a name is looked up again for each.
    private static final int TICKER = 1;
    private static final int HELD = 2;
    private static final int COST = 3;
    private static final int REALISED = 4;
    private static final int LAST_PRICE = 5;
    private static final int LAST_TRADED_AT = 6;
    private static final int DIGEST = 7;

    /** Positions, of half a kilobyte each; a portfolio may well have a thousand. */
    private static final int MOST_REMEMBERED = 20_000;

    private final JdbcClient jdbc;
    private final Cache<Key, Known> known = Caffeine.newBuilder()
            .maximumWeight(MOST_REMEMBERED)
            .weigher((Key _, Known portfolio) -> 1 + portfolio.positions().size())
            .build();

    private record Key(ClientId client, PortfolioId portfolio) {}

    /** Positions that were read, and PostgreSQL's digest of them. */
    private record Known(String digest, SequencedMap<Ticker, HeldPosition> positions) {}

    public Holdings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The positions of a portfolio by ticker, closed ones included; empty if the client has no such portfolio. They are
     * the same object as the last time while nothing in them has changed.
     */
    public Optional<SequencedMap<Ticker, HeldPosition>> of(ClientId client, PortfolioId portfolio) {
        Key key = new Key(client, portfolio);
        Known before = known.getIfPresent(key);
        String[] digest = {null};
        SequencedMap<Ticker, HeldPosition> positions = new LinkedHashMap<>();
        asked(OF_PORTFOLIO, client, portfolio)
                .param("known", before == null ? null : before.digest(), Types.VARCHAR)
                .query(row -> {
                    digest[0] = row.getString(DIGEST);
                    String ticker = row.getString(TICKER);
                    if (ticker != null) {
                        positions.put(new Ticker(ticker), new HeldPosition(position(row), lastTrade(row)));
                    }
                });
        if (digest[0] == null) {
            return Optional.empty();
        }
        if (before != null && before.digest().equals(digest[0])) {
            return Optional.of(before.positions());
        }
        Known present = new Known(digest[0], Collections.unmodifiableSequencedMap(positions));
        // If several readers read the same change at once, one result is kept and the others use it.
        return Optional.of(known.asMap()
                .merge(key, present, (old, mine) -> old.digest().equals(mine.digest()) ? old : mine)
                .positions());
    }

    /**
     * The same, also where the summaries lack the last trades, in one statement with the last trade of each open position.
     */
    public Optional<SequencedMap<Ticker, HeldPosition>> withLastTrades(ClientId client, PortfolioId portfolio) {
        SequencedMap<Ticker, HeldPosition> positions = new LinkedHashMap<>();
        boolean[] exists = {false};
        asked(WITH_LAST_TRADES, client, portfolio).query(row -> {
            exists[0] = true;
            String ticker = row.getString(TICKER);
            if (ticker != null) {
                positions.put(new Ticker(ticker), new HeldPosition(position(row), lastTrade(row)));
            }
        });
        return exists[0] ? Optional.of(positions) : Optional.empty();
    }

    private JdbcClient.StatementSpec asked(String sql, ClientId client, PortfolioId portfolio) {
        return jdbc.sql(sql).param("client", client.value()).param("portfolio", portfolio.value());
    }

    private static Position position(ResultSet row) throws SQLException {
        return new Position(row.getBigDecimal(HELD), row.getBigDecimal(COST), row.getBigDecimal(REALISED));
    }

    private static @Nullable LastTrade lastTrade(ResultSet row) throws SQLException {
        BigDecimal price = row.getBigDecimal(LAST_PRICE);
        return price == null
                ? null
                : new LastTrade(
                        new Price(price),
                        row.getObject(LAST_TRADED_AT, OffsetDateTime.class).toInstant());
    }
}
