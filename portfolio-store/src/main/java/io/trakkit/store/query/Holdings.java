package io.trakkit.store.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.ledger.PositionColumns;
import io.trakkit.store.postgres.Rows;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All that a portfolio holds and has held, at one moment. */
public final class Holdings {

    /**
     * A digest of all positions, and the positions themselves unless the digest is the one that is known: to add up hashes
     * here takes a fraction of what it takes to send a thousand rows and to read them. The hash of a row covers
     * what differs between any two states of it. Version and refolds together only grow. The time of the last change and the
     * transaction that wrote the row (xmin) differ in a rebuilt read model, and xmin also changes with a change by hand. The record
     * of cash, whose key has no position, is part of the digest. OFFSET 0 keeps the condition in front of the rows rather than
     * behind them. Without any position there is one row, without a ticker, and without such a portfolio none.
     */
    private static final String OF_PORTFOLIO =
            """
            SELECT s.*, present.digest, present.moves_cash,
                   coalesce(p.currency, (SELECT currency FROM clients WHERE client_id = p.client_id)) AS currency,
                   p.allow_short
            FROM portfolios p
            CROSS JOIN LATERAL (
                SELECT concat_ws(' ', (SELECT generation FROM generations WHERE state = 'live'),
                        sum(hashtextextended(ticker, hashtextextended(xmin::text,
                            timestamptz_hash_extended(updated_at, version + refolds))))) AS digest,
                    coalesce(bool_or(ticker = '$CASH'), false) AS moves_cash
                FROM summaries
                WHERE client_id = p.client_id AND portfolio_id = p.portfolio_id AND version > 0
                    AND generation = (SELECT generation FROM generations WHERE state = 'live')) AS present
            LEFT JOIN LATERAL (
                SELECT ticker, $POSITION, split.split_times, split.split_numerators, split.split_denominators, split.split_count_times
                FROM summaries s
                CROSS JOIN LATERAL ($SPLITS) AS split
                WHERE client_id = p.client_id AND portfolio_id = p.portfolio_id AND version > 0 AND ticker <> '$CASH'
                    AND generation = (SELECT generation FROM generations WHERE state = 'live')
                    AND present.digest IS DISTINCT FROM :known::text
                OFFSET 0) AS s ON true
            WHERE p.client_id = :client AND p.portfolio_id = :portfolio
            ORDER BY s.ticker
            """.replace("$POSITION", PositionColumns.names()).replace("$SPLITS", SplitRows.OF_SUMMARY);

    /**
     * As above, for a read model of version 1 of the fold, which has no last trades in its summaries: those of the open
     * positions are looked up. A portfolio without any summary gives one row, without a ticker.
     */
    private static final String WITH_LAST_TRADES =
            """
            SELECT s.ticker, $POSITION, split.split_times, split.split_numerators, split.split_denominators, split.split_count_times,
                   EXISTS (
                       SELECT FROM summaries
                       WHERE client_id = p.client_id AND portfolio_id = p.portfolio_id AND ticker = '$CASH' AND version > 0
                           AND generation = (SELECT generation FROM generations WHERE state = 'live')) AS moves_cash,
                   coalesce(p.currency, (SELECT currency FROM clients WHERE client_id = p.client_id)) AS currency,
                   p.allow_short
            FROM portfolios p
            LEFT JOIN summaries s ON s.client_id = p.client_id
                AND s.generation = (SELECT generation FROM generations WHERE state = 'live')
                AND s.portfolio_id = p.portfolio_id AND s.version > 0 AND s.ticker <> '$CASH'
            LEFT JOIN LATERAL (
                SELECT price, executed_at
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND state = 'applied'
                    AND s.held <> 0 AND s.last_price IS NULL
                ORDER BY executed_at DESC, side DESC, ref_id DESC
                LIMIT 1) AS t ON true
            LEFT JOIN LATERAL ($SPLITS) AS split ON true
            WHERE p.client_id = :client AND p.portfolio_id = :portfolio
            ORDER BY s.ticker
            """.replace("$POSITION", withLastTrade("s", "t")).replace("$SPLITS", SplitRows.OF_SUMMARY);

    /** The columns of a position; price and time of its last trade come from a trade where the summary lacks them. */
    static String withLastTrade(String summary, String trade) {
        return PositionColumns.ALL.stream()
                .map(column -> switch (column.name()) {
                    case "last_price" -> "coalesce(%s.last_price, %s.price) AS last_price".formatted(summary, trade);
                    case "last_traded_at" ->
                        "coalesce(%s.last_traded_at, %s.executed_at) AS last_traded_at".formatted(summary, trade);
                    default -> summary + "." + column.name();
                })
                .collect(Collectors.joining(", "));
    }

    // Columns by number: there are thousands of rows, and a name is looked up again for each.
    private static final int TICKER = 1;
    private static final int HELD = 2;
    private static final int COST = 3;
    private static final int FEES = 4;
    private static final int REALISED = 5;
    private static final int INCOME = 6;
    private static final int LOCAL_CURRENCY = 7;
    private static final int LAST_PRICE = 10;
    private static final int LAST_TRADED_AT = 11;
    private static final int LAST_CURRENCY = 12;

    /** Positions, of half a kilobyte each; a portfolio may well have a thousand. */
    private static final int MOST_REMEMBERED = 20_000;

    private final JdbcClient jdbc;
    private final Cache<Key, HeldPortfolio> known = Caffeine.newBuilder()
            .maximumWeight(MOST_REMEMBERED)
            .weigher((Key _, HeldPortfolio portfolio) ->
                    1 + portfolio.positions().size())
            .build();

    private record Key(ClientId client, PortfolioId portfolio) {}

    public Holdings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The positions of a portfolio; empty if the client has no such portfolio. They are the same object as the last time
     * while nothing in them has changed.
     */
    public Optional<HeldPortfolio> of(ClientId client, PortfolioId portfolio) {
        Key key = new Key(client, portfolio);
        HeldPortfolio before = known.getIfPresent(key);
        HoldingRows rows = new HoldingRows();
        String[] digest = {null};
        asked(OF_PORTFOLIO, client, portfolio)
                .param("known", before == null ? null : before.digest(), Types.VARCHAR)
                .query(row -> {
                    digest[0] = row.getString("digest");
                    rows.add(row);
                });
        if (digest[0] == null) {
            return Optional.empty();
        }
        if (before != null && before.digest().equals(digest[0])) {
            return Optional.of(before);
        }
        HeldPortfolio present = rows.held(digest[0]);
        // If several readers read the same change at once, one result is kept and the others use it.
        return Optional.of(known.asMap()
                .merge(key, present, (old, mine) -> old.digest().equals(mine.digest()) ? old : mine));
    }

    /**
     * The same, also where the summaries lack the last trades, in one statement with the last trade of each open position.
     */
    public Optional<HeldPortfolio> withLastTrades(ClientId client, PortfolioId portfolio) {
        HoldingRows rows = new HoldingRows();
        asked(WITH_LAST_TRADES, client, portfolio).query(rows::add);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.held(""));
    }

    private JdbcClient.StatementSpec asked(String sql, ClientId client, PortfolioId portfolio) {
        return jdbc.sql(sql).param("client", client.value()).param("portfolio", portfolio.value());
    }

    /** The rows of a portfolio's positions, read one by one. */
    private static final class HoldingRows {

        private final SequencedMap<Ticker, HeldPosition> positions = new LinkedHashMap<>();
        private final Map<Ticker, Splits> splits = new HashMap<>();
        private @Nullable BookRules rules;
        private boolean movesCash;

        void add(ResultSet row) throws SQLException {
            if (rules == null) {
                rules = rules(row);
                movesCash = row.getBoolean("moves_cash");
            }
            String name = row.getString(TICKER);
            if (name != null) {
                Ticker ticker = new Ticker(name);
                positions.put(ticker, heldPosition(row));
                Splits ofTicker = SplitRows.splits(row);
                if (!ofTicker.equals(Splits.NONE)) {
                    splits.put(ticker, ofTicker);
                }
            }
        }

        /** Reads a row by numbers where nothing is in another currency, as in most. */
        private static HeldPosition heldPosition(ResultSet row) throws SQLException {
            BigDecimal lastPrice = row.getBigDecimal(LAST_PRICE);
            boolean isUsual = Rows.PORTFOLIO_CURRENCY.equals(row.getString(LOCAL_CURRENCY))
                    && lastPrice != null
                    && row.getString(LAST_CURRENCY) == null;
            return isUsual
                    ? new HeldPosition(
                            new Position(
                                    row.getBigDecimal(HELD),
                                    row.getBigDecimal(COST),
                                    row.getBigDecimal(FEES),
                                    row.getBigDecimal(REALISED),
                                    row.getBigDecimal(INCOME),
                                    LocalAmounts.PORTFOLIO),
                            new LastTrade(
                                    new Price(lastPrice),
                                    row.getObject(LAST_TRADED_AT, OffsetDateTime.class)
                                            .toInstant()))
                    : new HeldPosition(Rows.position(row), Rows.lastTrade(row));
        }

        boolean isEmpty() {
            return rules == null;
        }

        HeldPortfolio held(String digest) {
            return new HeldPortfolio(
                    Objects.requireNonNull(rules),
                    Collections.unmodifiableSequencedMap(positions),
                    Collections.unmodifiableMap(splits),
                    movesCash,
                    digest);
        }
    }

    /** The rules of a portfolio from its columns {@code currency} and {@code allow_short}. */
    static BookRules rules(ResultSet row) throws SQLException {
        return new BookRules(new CurrencyCode(row.getString("currency")), row.getBoolean("allow_short"));
    }
}
