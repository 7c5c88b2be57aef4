package io.trakkit.store.query;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.ledger.PositionColumns;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.query.page.Conditions;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Order;
import io.trakkit.store.query.page.PageStatement;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The summaries of a client, to read, ordered by ticker and then by portfolio.
 *
 * <p>A row that was only opened, because all the events of its key were refused, has version 0 and is not shown. The
 * key of a portfolio's cash is no position and is not shown either.
 */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public final class SummaryPages {

    private static final String ROWS = """
            SELECT true AS present, s.portfolio_id, s.ticker, $POSITION, s.version, s.updated_at,
                   (SELECT coalesce(p.currency, c.currency)
                    FROM portfolios p
                    JOIN clients c ON c.client_id = p.client_id
                    WHERE p.client_id = s.client_id AND p.portfolio_id = s.portfolio_id) AS currency
            FROM summaries s
            WHERE s.client_id = :client AND s.generation = %s%s""".replace("$POSITION", PositionColumns.of("s"));

    private static final String ALL = """
            SELECT FROM summaries s
            WHERE s.client_id = :client AND s.generation = %s%s
            ORDER BY s.ticker, s.portfolio_id""";

    /** From each portfolio of the user no more rows than the page can need: within a portfolio, rows are in its order. */
    private static final String ROWS_OF_USER = """
            SELECT true AS present, s.*,
                   coalesce(p.currency, (SELECT currency FROM clients WHERE client_id = :client)) AS currency
            FROM portfolios p CROSS JOIN LATERAL (
                SELECT s.portfolio_id, s.ticker, $POSITION, s.version, s.updated_at
                FROM summaries s
                WHERE s.client_id = :client AND s.generation = %s AND s.portfolio_id = p.portfolio_id%s
                ORDER BY %s
                LIMIT %s
            ) AS s
            WHERE p.client_id = :client%s""".replace("$POSITION", PositionColumns.of("s"));

    /** OFFSET 0 keeps the planner from joining in another way than from each portfolio to its rows. */
    private static final String ALL_OF_USER = """
            SELECT FROM portfolios p CROSS JOIN LATERAL (
                SELECT FROM summaries s
                WHERE s.client_id = :client AND s.generation = %s AND s.portfolio_id = p.portfolio_id%s
                OFFSET 0
            ) AS s
            WHERE p.client_id = :client%s""";

    private final JdbcClient jdbc;

    public SummaryPages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Which summaries are wanted; an empty criterion admits all.
     *
     * @param closed whether those are wanted too that hold nothing any more
     */
    public record Filter(
            Optional<UserId> user, Optional<PortfolioId> portfolio, Optional<Ticker> ticker, boolean closed) {}

    /** The place of a summary in the order. */
    public record Key(Ticker ticker, PortfolioId portfolio) {

        public static Key of(ListedSummary summary) {
            return new Key(summary.ticker(), summary.portfolio());
        }
    }

    public Slice<ListedSummary> page(ClientId client, Filter filter, Direction direction, Window<Key> window) {
        Order<Key> order = new Order<>(
                List.of("ticker", "portfolio_id"),
                direction,
                key -> List.of(key.ticker().value(), key.portfolio().value()));
        Conditions all = new Conditions()
                .with("client", client.value())
                .and("s.ticker = :ticker", "ticker", filter.ticker(), Ticker::value)
                .and("s.ticker <> '$CASH'")
                .and(filter.closed() ? "s.version > 0" : "s.held <> 0");
        Conditions rows = all.and(order.within(window, "s"));
        return filter.user().isPresent()
                ? ofUser(filter, all, rows, order, window)
                : ofAnyone(filter, all, rows, order, window);
    }

    private Slice<ListedSummary> ofAnyone(
            Filter filter, Conditions all, Conditions rows, Order<Key> order, Window<Key> window) {
        Conditions scope = new Conditions()
                .and("s.portfolio_id = :portfolio", "portfolio", filter.portfolio(), PortfolioId::value);
        String live = PageStatement.LIVE;
        return new PageStatement<>(
                        ROWS.formatted(live, scope.and(rows).text()),
                        ALL.formatted(live, scope.and(all).text()),
                        order)
                .run(jdbc, scope.and(rows).values(), window, (row, _) -> summary(row));
    }

    private Slice<ListedSummary> ofUser(
            Filter filter, Conditions all, Conditions rows, Order<Key> order, Window<Key> window) {
        Conditions scope = new Conditions()
                .and("p.user_id = :user", "user", filter.user(), UserId::value)
                .and("p.portfolio_id = :portfolio", "portfolio", filter.portfolio(), PortfolioId::value);
        String live = PageStatement.LIVE;
        return new PageStatement<>(
                        ROWS_OF_USER.formatted(
                                live, rows.text(), order.by(order.reading(window)), window.reach(), scope.text()),
                        ALL_OF_USER.formatted(live, all.text(), scope.text()),
                        order)
                .run(jdbc, scope.and(rows).values(), window, (row, _) -> summary(row));
    }

    private static ListedSummary summary(ResultSet row) throws SQLException {
        return new ListedSummary(
                Rows.portfolio(row),
                Rows.ticker(row),
                Rows.position(row),
                new CurrencyCode(row.getString("currency")),
                row.getLong("version"),
                Rows.time(row, "updated_at"));
    }
}
