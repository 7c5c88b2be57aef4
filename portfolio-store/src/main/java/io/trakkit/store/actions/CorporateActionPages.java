package io.trakkit.store.actions;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.query.page.Conditions;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Order;
import io.trakkit.store.query.page.PageStatement;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The corporate actions of a client, to read. */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public final class CorporateActionPages {

    private static final String SELECTED = """
            SELECT true AS present, a.*,
                   EXISTS (SELECT FROM refolds r WHERE r.client_id = a.client_id AND r.action_id = a.action_id) AS refolding
            FROM corporate_actions a
            """;

    private static final String ONE = SELECTED + "WHERE a.client_id = :client AND a.action_id = :id";

    private static final String ROWS = SELECTED + "WHERE a.client_id = :client%s";

    private static final String ALL = """
            SELECT FROM corporate_actions a WHERE a.client_id = :client%s ORDER BY %s""";

    private final JdbcClient jdbc;

    public CorporateActionPages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An action, and whether keys have still to be folded again because of it. */
    public record Listed(CorporateAction action, boolean refolding) {}

    /** Which actions are wanted; an empty criterion admits all. */
    public record Filter(
            Optional<Ticker> ticker,
            Optional<ActivityType> type,
            Optional<Boolean> withdrawn,
            Optional<Instant> from,
            Optional<Instant> to) {}

    /** The place of an action in the list. */
    public record Key(Instant effectiveAt, RefId id) {

        public static Key of(Listed listed) {
            return new Key(listed.action().effectiveAt(), listed.action().id());
        }
    }

    public Optional<Listed> find(ClientId client, RefId id) {
        return jdbc.sql(ONE)
                .param("client", client.value())
                .param("id", id.value())
                .query((row, _) -> listed(row))
                .optional();
    }

    public Slice<Listed> page(ClientId client, Filter filter, Direction direction, Window<Key> window) {
        Conditions all = new Conditions()
                .with("client", client.value())
                .and("a.ticker = :ticker", "ticker", filter.ticker(), Ticker::value)
                .and("a.type = :type", "type", filter.type(), ActivityType::wireName)
                .and("a.withdrawn = :withdrawn", "withdrawn", filter.withdrawn(), withdrawn -> withdrawn)
                .and("a.effective_at >= :from", "from", filter.from(), Rows::toSql)
                .and("a.effective_at < :to", "to", filter.to(), Rows::toSql);
        Order<Key> order = new Order<>(
                List.of("effective_at", "action_id"),
                direction,
                key -> List.of(Rows.toSql(key.effectiveAt()), key.id().value()));
        Conditions rows = all.and(order.within(window, "a"));
        return new PageStatement<>(ROWS.formatted(rows.text()), ALL.formatted(all.text(), order.by(direction)), order)
                .run(jdbc, rows.values(), window, (row, _) -> listed(row));
    }

    private static Listed listed(ResultSet row) throws SQLException {
        return new Listed(CorporateActions.action(row), row.getBoolean("refolding"));
    }
}
