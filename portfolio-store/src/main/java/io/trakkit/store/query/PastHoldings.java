package io.trakkit.store.query;

import io.trakkit.domain.history.EffectiveTime;
import io.trakkit.domain.history.TradeHistoryVisitor;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.actions.CorporateActions;
import io.trakkit.store.ledger.Activities;
import io.trakkit.store.ledger.PositionColumns;
import io.trakkit.store.ledger.Trades;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The records of a portfolio, trades, activities and corporate actions, and its positions at times of the past. Which records count at a time is
 * said by {@link EffectiveTime}.
 */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public final class PastHoldings {

    /** The longest time between the receipt of a record and a later execution; earlier versions accepted a day. */
    private static final Duration MOST_AHEAD = Duration.ofDays(1);

    /** The number of rows that the driver reads at a time. */
    public static final int FETCH_SIZE = 4_000;

    /** The columns of an activity beside those that {@link Trades#FOLDED} has, which is all that {@link Activities} reads. */
    private static final List<String> OF_ACTIVITIES = Stream.of(Activities.FOLDED.split(", *"))
            .filter(column -> !List.of(Trades.FOLDED.split(", *")).contains(column))
            .toList();

    private static final String OF_KEY = """
            client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id AND ticker = s.ticker""";

    /**
     * The corporate actions that count in a key, with the columns of activities, in the currency of the portfolio. Each counts
     * from its own time on, whenever it was recorded; one that was recorded slightly ahead of it counts at once, as in the summary.
     */
    private static final String CORPORATE_ACTIONS = """
            SELECT a.action_id AS ref_id, a.effective_at AS executed_at, a.type, NULL::numeric AS volume,
                   NULL::numeric AS total, a.per_unit, a.numerator, a.denominator, a.whole, NULL::numeric AS tax,
                   CASE WHEN a.currency <> own.currency THEN a.currency END AS currency,
                   CASE WHEN a.currency <> own.currency
                       THEN a.rates[array_position(a.rate_currencies, own.currency)] END AS fx_rate,
                   NULL::boolean AS fx_looked_up, 'success' AS status, 'applied' AS state,
                   NULL::numeric AS held_at_rejection,
                   CASE WHEN a.updated_at < a.effective_at THEN a.updated_at ELSE a.effective_at END AS created_at
            FROM ($OF_SUMMARY) a
            CROSS JOIN (
                SELECT CASE WHEN p.currency IS NULL THEN c.currency ELSE p.currency END AS currency
                FROM portfolios p
                JOIN clients c ON c.client_id = p.client_id
                WHERE p.client_id = :client AND p.portfolio_id = :portfolio) AS own
            WHERE a.client_id = :client
                AND (a.currency IS NULL OR a.currency = own.currency OR own.currency = ANY (a.rate_currencies))""".replace("$OF_SUMMARY", CorporateActions.OF_SUMMARY);

    /** The trades, activities and corporate actions of a key that match a condition, in no order: whoever selects from them sorts. */
    private static final String RECORDS = """
            (SELECT %1$s, created_at, %2$s
             FROM trades
             WHERE $KEY AND (executed_at, side, ref_id) > (%4$s) AND %5$s)
            UNION ALL
            (SELECT %3$s, created_at, %6$s
             FROM activities
             WHERE $KEY AND executed_at >= %7$s AND (executed_at, 0, ref_id) > (%4$s) AND %5$s)
            UNION ALL
            (SELECT %8$s, created_at, %6$s
             FROM ($ACTIONS) AS actions
             WHERE executed_at >= %7$s AND (executed_at, -1, ref_id) > (%4$s) AND %5$s)""".replace("$KEY", OF_KEY).replace("$ACTIONS", CORPORATE_ACTIONS);

    /** The execution of the first record after the span that was received after it. */
    private static final String LATER = """
            SELECT least(
                (SELECT executed_at
                 FROM trades
                 WHERE $KEY AND executed_at > :until AND executed_at <= :horizon AND created_at > :until
                 ORDER BY executed_at, side, ref_id
                 LIMIT 1),
                (SELECT executed_at
                 FROM activities
                 WHERE $KEY AND executed_at > :until AND executed_at <= :horizon AND created_at > :until
                 ORDER BY executed_at, ref_id
                 LIMIT 1)) AS executed_at""".replace("$KEY", OF_KEY);

    private static final String UP_TO_LATER =
            "executed_at <= CASE WHEN later.executed_at IS NULL THEN :horizon ELSE later.executed_at END";

    private static final String OF_POSITIONS = """
            s.client_id = :client AND s.portfolio_id = :portfolio AND s.version > 0 AND s.ticker <> '$CASH'
                AND s.generation = (SELECT generation FROM generations WHERE state = 'live')""";

    /**
     * Each ticker begins at its last checkpoint before the span, so that earlier records are not read. OFFSET 0 keeps each
     * look-up by index, with any statistics. A record that is executed after the span may count in it, if it was received in the span and no record before it was received later: records are read up to the first one that was received
     * later. A checkpoint without a side is of version 1 of the fold, which has another order: no ticker begins there. The
     * columns of the trade come first, as {@link Trades#foldedTrade} reads them.
     *
     * <p>CASE instead of coalesce: under row-level security PostgreSQL uses no index for a function that is not leakproof.
     */
    private static final String HISTORY = """
            SELECT t.*, s.ticker, $POSITION
            FROM summaries s
            LEFT JOIN LATERAL (
                SELECT executed_at, side, ref_id, $CHECKPOINT
                FROM checkpoints
                WHERE $KEY AND executed_at <= :from AND side IS NOT NULL
                ORDER BY executed_at DESC, side DESC, ref_id DESC
                LIMIT 1) AS c ON true
            CROSS JOIN LATERAL ($LATER) AS later
            LEFT JOIN LATERAL (
                $RECORDS
                OFFSET 0) AS t ON true
            WHERE $POSITIONS
            ORDER BY s.ticker, t.executed_at, t.side, t.ref_id
            """.replace("$POSITIONS", OF_POSITIONS)
            .replace("$POSITION", PositionColumns.of("c"))
            .replace("$CHECKPOINT", PositionColumns.names())
            .replace("$KEY", OF_KEY)
            .replace("$LATER", LATER)
            .replace(
                    "$RECORDS",
                    records("""
                            CASE WHEN c.executed_at IS NULL THEN '-infinity' ELSE c.executed_at END,
                                CASE WHEN c.side IS NULL THEN 0 ELSE c.side END,
                                CASE WHEN c.ref_id IS NULL THEN '' ELSE c.ref_id END""", "CASE WHEN c.executed_at IS NULL THEN '-infinity' ELSE c.executed_at END"));

    /** All records of a portfolio from the first one on; the gap is a condition on the tickers. */
    private static final String ALL =
            """
            SELECT t.*, s.ticker
            FROM summaries s
            CROSS JOIN LATERAL ($LATER) AS later
            LEFT JOIN LATERAL (
                $RECORDS
                OFFSET 0) AS t ON true
            WHERE s.client_id = :client AND s.portfolio_id = :portfolio AND s.version > 0%s
                AND s.generation = (SELECT generation FROM generations WHERE state = 'live')
            ORDER BY s.ticker, t.executed_at, t.side, t.ref_id
            """.replace("$LATER", LATER).replace("$RECORDS", records("'-infinity'::timestamptz, 0, ''", "'-infinity'"));

    /** For 250,000 records. A sort on disk takes half as long as all else that PostgreSQL does for them. */
    private static final String SORT_IN_MEMORY = "SET LOCAL work_mem = '32MB'";

    private static final String OF_SECURITIES = " AND s.ticker <> '$CASH'";
    private static final String OF_TICKER = " AND s.ticker = :ticker";
    private static final String OF_TICKERS = " AND s.ticker = ANY (:tickers)";
    private static final String OF_ANYTHING = "";

    private static String records(String after, String afterTime) {
        String plain = OF_ACTIVITIES.stream().map("NULL AS %s"::formatted).collect(Collectors.joining(", "));
        String folded = Stream.of(Trades.FOLDED.split(", *"))
                .map(column -> switch (column) {
                    // Of the type of the column: a cast of the union's rows keeps PostgreSQL from reading them in the
                    // order of an index.
                    case "side" -> "0::smallint AS side";
                    case "price", "fee" -> "NULL AS " + column;
                    default -> column;
                })
                .collect(Collectors.joining(", "));
        return RECORDS.formatted(
                Trades.FOLDED,
                plain,
                folded,
                after,
                UP_TO_LATER,
                String.join(", ", OF_ACTIVITIES),
                afterTime,
                folded.replace("0::smallint AS side", "(-1)::smallint AS side"));
    }

    private static final String SPLITS =
            """
            SELECT s.ticker, split.split_times, split.split_numerators, split.split_denominators, split.split_count_times
            FROM summaries s
            CROSS JOIN LATERAL ($SPLITS) AS split
            WHERE $POSITIONS AND split.split_times IS NOT NULL
            """.replace("$POSITIONS", OF_POSITIONS).replace("$SPLITS", SplitRows.OF_SUMMARY);

    /** The earlier of execution and receipt of each record: a record counts from no other time. */
    private static final String MOMENTS = """
            SELECT DISTINCT least(t.executed_at, t.created_at) AS at
            FROM summaries s
            CROSS JOIN LATERAL ($LATER) AS later
            CROSS JOIN LATERAL (
                SELECT executed_at, created_at
                FROM trades
                WHERE $KEY AND executed_at > :from AND $UP_TO_LATER
                UNION ALL
                SELECT executed_at, created_at
                FROM activities
                WHERE $KEY AND executed_at > :from AND $UP_TO_LATER
                UNION ALL
                SELECT executed_at, created_at
                FROM ($ACTIONS) AS actions
                WHERE executed_at > :from AND $UP_TO_LATER
                OFFSET 0) AS t
            WHERE $POSITIONS
                AND least(t.executed_at, t.created_at) > :from AND least(t.executed_at, t.created_at) <= :until
            LIMIT :most
            """.replace("$POSITIONS", OF_POSITIONS)
            .replace("$LATER", LATER)
            .replace("$ACTIONS", CORPORATE_ACTIONS)
            .replace("$UP_TO_LATER", UP_TO_LATER)
            .replace("$KEY", OF_KEY);

    private final JdbcClient jdbc;

    /** @param jdbc fetches {@link #FETCH_SIZE} rows at a time, so that a long history is not all in memory */
    public PastHoldings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The times after one time and up to another from which records count, in no order. From some of them no record may count.
     *
     * @param most the most times in the answer
     */
    public List<Instant> moments(ClientId client, PortfolioId portfolio, Instant from, Instant until, int most) {
        return span(MOMENTS, client, portfolio, until)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query((row, _) -> Rows.time(row, "at"))
                .list();
    }

    /** The splits of all times, of the tickers of a portfolio that have any. */
    public Map<Ticker, Splits> splits(ClientId client, PortfolioId portfolio) {
        Map<Ticker, Splits> splits = new HashMap<>();
        jdbc.sql(SPLITS)
                .param("client", client.value())
                .param("portfolio", portfolio.value())
                .query(row -> {
                    splits.put(new Ticker(row.getString("ticker")), SplitRows.splits(row));
                });
        return splits;
    }

    /**
     * Visits the records of each ticker, in the order of tickers, a few rows at a time. Needs a transaction: without one the
     * driver reads all rows at once.
     *
     * @param from each ticker begins at its last checkpoint before this time, so earlier records can follow
     * @param until the last time from which records count, included
     */
    public void visit(
            ClientId client, PortfolioId portfolio, Instant from, Instant until, TradeHistoryVisitor visitor) {
        HistoryRows rows = new HistoryRows(visitor, until, true);
        span(HISTORY, client, portfolio, until)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .query(rows::row);
    }

    /** The same from the first record on, of all tickers. */
    public void visitAll(ClientId client, PortfolioId portfolio, Instant until, TradeHistoryVisitor visitor) {
        visitAll(span(ALL.formatted(OF_SECURITIES), client, portfolio, until), until, visitor);
    }

    /** The same from the first record on, of one ticker. */
    public void visitAll(
            ClientId client, PortfolioId portfolio, Ticker ticker, Instant until, TradeHistoryVisitor visitor) {
        visitAll(
                span(ALL.formatted(OF_TICKER), client, portfolio, until).param("ticker", ticker.value()),
                until,
                visitor);
    }

    /** The same from the first record on, of some tickers. */
    public void visitAll(
            ClientId client,
            PortfolioId portfolio,
            Collection<Ticker> tickers,
            Instant until,
            TradeHistoryVisitor visitor) {
        visitAll(
                span(ALL.formatted(OF_TICKERS), client, portfolio, until)
                        .param("tickers", SqlArrays.texts(tickers, Ticker::value)),
                until,
                visitor);
    }

    /** The same from the first record on, of all tickers and of the portfolio's cash, under its own ticker. */
    public void visitAllWithCash(ClientId client, PortfolioId portfolio, Instant until, TradeHistoryVisitor visitor) {
        visitAll(span(ALL.formatted(OF_ANYTHING), client, portfolio, until), until, visitor);
    }

    private void visitAll(JdbcClient.StatementSpec all, Instant until, TradeHistoryVisitor visitor) {
        jdbc.sql(SORT_IN_MEMORY).update();
        all.query(new HistoryRows(visitor, until, false)::row);
    }

    private JdbcClient.StatementSpec span(String sql, ClientId client, PortfolioId portfolio, Instant until) {
        return jdbc.sql(sql)
                .param("client", client.value())
                .param("portfolio", portfolio.value())
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("horizon", until.plus(MOST_AHEAD).atOffset(ZoneOffset.UTC));
    }

    private static final class HistoryRows {

        private final TradeHistoryVisitor visitor;
        private final Instant until;
        private final boolean hasCheckpoints;
        private @Nullable String ticker;
        private int tickerColumn;
        private int receivedColumn;
        private EffectiveTime effectiveTime = new EffectiveTime();

        /** Whether the next records of the ticker count after the span only. */
        private boolean over;

        HistoryRows(TradeHistoryVisitor visitor, Instant until, boolean hasCheckpoints) {
            this.visitor = visitor;
            this.until = until;
            this.hasCheckpoints = hasCheckpoints;
        }

        void row(ResultSet row) throws SQLException {
            if (ticker == null) {
                tickerColumn = row.findColumn("ticker");
                receivedColumn = row.findColumn("created_at");
            }
            String next = row.getString(tickerColumn);
            if (!next.equals(ticker)) {
                ticker = next;
                effectiveTime = new EffectiveTime();
                over = false;
                HeldPosition before = before(row);
                visitor.begin(new Ticker(next), before.position(), before.lastTrade());
            }
            OffsetDateTime received = row.getObject(receivedColumn, OffsetDateTime.class);
            if (!over && received != null) {
                Rank rank = Rank.ofCode(row.getInt(Trades.SIDE));
                FoldedRecord foldedRecord = switch (rank) {
                    case CORPORATE_ACTION, ACTIVITY -> Activities.foldedActivity(row, rank);
                    case BUY, SELL -> Trades.foldedTrade(row);
                };
                visit(foldedRecord, received.toInstant());
            }
        }

        private void visit(FoldedRecord foldedRecord, Instant receivedAt) {
            Instant countsFrom = effectiveTime.next(foldedRecord.tradeOrder().executedAt(), receivedAt);
            over = countsFrom.isAfter(until);
            if (!over) {
                visitor.next(foldedRecord, countsFrom);
            }
        }

        private HeldPosition before(ResultSet row) throws SQLException {
            return !hasCheckpoints || row.getBigDecimal("held") == null
                    ? HeldPosition.EMPTY
                    : new HeldPosition(Rows.position(row), Rows.lastTrade(row));
        }
    }
}
