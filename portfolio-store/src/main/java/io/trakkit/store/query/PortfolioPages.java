package io.trakkit.store.query;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import io.trakkit.store.query.page.Conditions;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Order;
import io.trakkit.store.query.page.PageStatement;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The portfolios of a client, to read. */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public final class PortfolioPages {

    /** A portfolio of an earlier version has the currency of its client, which never changes. */
    private static final String COLUMNS = """
            p.client_id, p.portfolio_id, p.user_id, p.name,
            coalesce(p.currency, (SELECT currency FROM clients WHERE client_id = p.client_id)) AS currency,
            p.allow_short, p.created_at, p.updated_at""";

    private static final String ONE = """
            SELECT %s
            FROM portfolios p
            WHERE p.client_id = :client AND p.portfolio_id = :portfolio
            """.formatted(COLUMNS);

    private static final String SOME = """
            SELECT %s
            FROM portfolios p
            WHERE p.client_id = :client AND p.portfolio_id = ANY (:portfolios)
            """.formatted(COLUMNS);

    private static final String ROWS = """
            SELECT true AS present, $COLUMNS
            FROM portfolios p
            WHERE p.client_id = :client%s""".replace("$COLUMNS", COLUMNS);

    private static final String ALL = """
            SELECT FROM portfolios p WHERE p.client_id = :client%s ORDER BY %s""";

    private final JdbcClient jdbc;

    public PortfolioPages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Which portfolios are wanted; an empty criterion admits all. */
    public record Filter(Optional<UserId> user, Optional<PortfolioName> name) {}

    /** The sort orders of portfolios. */
    public enum By {
        /** The number, which is also the order of creation. */
        ID,
        /** The name, then the number. */
        NAME
    }

    /** The place of a portfolio in either order. */
    public record Key(PortfolioName name, PortfolioId id) {

        public static Key of(Portfolio portfolio) {
            return new Key(portfolio.name(), portfolio.id());
        }
    }

    public Optional<Portfolio> find(ClientId client, PortfolioId id) {
        return jdbc.sql(ONE)
                .param("client", client.value())
                .param("portfolio", id.value())
                .query((row, _) -> portfolio(row))
                .optional();
    }

    /** Those of some ids that there are, in no order. */
    public List<Portfolio> findAll(ClientId client, Collection<PortfolioId> ids) {
        return jdbc.sql(SOME)
                .param("client", client.value())
                .param("portfolios", SqlArrays.longs(ids, PortfolioId::value))
                .query((row, _) -> portfolio(row))
                .list();
    }

    public Slice<Portfolio> page(ClientId client, Filter filter, By by, Direction direction, Window<Key> window) {
        Conditions all = new Conditions()
                .with("client", client.value())
                .and("p.user_id = :user", "user", filter.user(), UserId::value)
                .and("p.name = :name", "name", filter.name(), PortfolioName::value);
        Order<Key> order = order(by, direction);
        Conditions rows = all.and(order.within(window, "p"));
        return new PageStatement<>(ROWS.formatted(rows.text()), ALL.formatted(all.text(), order.by(direction)), order)
                .run(jdbc, rows.values(), window, (row, _) -> portfolio(row));
    }

    private static Order<Key> order(By by, Direction direction) {
        return switch (by) {
            case ID ->
                new Order<>(
                        List.of("portfolio_id"),
                        direction,
                        key -> List.of(key.id().value()));
            case NAME ->
                new Order<>(
                        List.of("name", "portfolio_id"),
                        direction,
                        key -> List.of(key.name().value(), key.id().value()));
        };
    }

    private static Portfolio portfolio(ResultSet row) throws SQLException {
        return new Portfolio(
                new ClientId(row.getString("client_id")),
                Rows.portfolio(row),
                new UserId(row.getString("user_id")),
                new PortfolioName(row.getString("name")),
                Optional.of(new CurrencyCode(row.getString("currency"))),
                row.getBoolean("allow_short"),
                Rows.time(row, "created_at"),
                Rows.time(row, "updated_at"));
    }
}
