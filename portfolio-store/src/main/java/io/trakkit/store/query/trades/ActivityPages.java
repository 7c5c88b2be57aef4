package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.store.ledger.ActivityColumns;
import io.trakkit.store.query.page.Conditions;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Order;
import io.trakkit.store.query.page.PageStatement;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The accepted activities of a client, to read. There are far fewer of them than trades. */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public final class ActivityPages {

    private static final String ROWS = """
            SELECT true AS present, $COLUMNS
            FROM activities a
            WHERE a.client_id = :client AND a.generation = %s%s""".replace("$COLUMNS", ActivityColumns.of("a"));

    private static final String ALL = """
            SELECT FROM activities a
            WHERE a.client_id = :client AND a.generation = %s%s
            ORDER BY %s""";

    private final JdbcClient jdbc;

    public ActivityPages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Slice<AcceptedActivity> page(
            ClientId client, ActivityFilter filter, TradeSort by, Direction direction, Window<TradeSort.Key> window) {
        Order<TradeSort.Key> order = by.in(direction);
        Conditions all = filter.conditions(client);
        Conditions rows = all.and(order.within(window, "a"));
        return new PageStatement<>(
                        ROWS.formatted(PageStatement.LIVE, rows.text()),
                        ALL.formatted(PageStatement.LIVE, all.text(), filter.countedBy()),
                        order)
                .run(jdbc, rows.values(), window, (row, _) -> ActivityColumns.activity(row));
    }
}
