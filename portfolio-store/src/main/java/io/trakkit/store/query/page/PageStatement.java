package io.trakkit.store.query.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A statement that returns a page and the size of its list, from one snapshot in one round trip.
 *
 * @param rows a SELECT of the rows from the window's beginning on, with a column {@code present} that is true
 * @param all a SELECT of anything once for each row of the whole list; where an index could be left aside for the whole
 *     table, in the order of that index
 * @param isLong whether the list has more rows than are counted, a SELECT of one truth, which is cheaper than the count; a
 *     no says nothing
 */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public record PageStatement<K>(String rows, String all, Optional<String> isLong, Order<K> order) {

    /**
     * The one row of the count comes first, so that a page without rows has its count as well. The limits are written out:
     * of a parameter the planner would take it that a tenth of the table is wanted, and might scan it.
     */
    private static final String STATEMENT = """
            SELECT counted.all_rows, page.*
            FROM (%2$s) AS counted
            LEFT JOIN (%1$s ORDER BY %3$s LIMIT %4$d OFFSET %5$d) AS page ON true
            ORDER BY %3$s
            """;

    private static final String COUNT = "SELECT count(*) AS all_rows FROM (%s LIMIT %d) AS matching";

    private static final String COUNT_UNLESS_LONG = "SELECT CASE WHEN (%s) THEN %d ELSE (%s) END AS all_rows";

    /** The read model that readers see. A part of each statement, so that no statement can see two. */
    public static final String LIVE = "(SELECT generation FROM generations WHERE state = 'live')";

    public PageStatement(String rows, String all, Order<K> order) {
        this(rows, all, Optional.empty(), order);
    }

    public <T> Slice<T> run(JdbcClient jdbc, Map<String, Object> values, Window<K> window, RowMapper<T> mapper) {
        List<T> found = new ArrayList<>();
        int[] total = {0};
        int limit = window.size() + 1;
        String by = order.by(order.reading(window));
        jdbc.sql(STATEMENT.formatted(rows, total(), by, limit, window.reach() - limit))
                .params(values)
                .query(row -> {
                    total[0] = row.getInt("all_rows");
                    if (row.getBoolean("present")) {
                        found.add(mapper.mapRow(row, found.size()));
                    }
                });
        boolean more = found.size() > window.size();
        if (more) {
            found.removeLast();
        }
        if (window.isBackward()) {
            Collections.reverse(found);
        }
        return new Slice<>(List.copyOf(found), more, total[0]);
    }

    private String total() {
        int most = Slice.COUNTED + 1;
        String count = COUNT.formatted(all, most);
        return isLong.map(truth -> COUNT_UNLESS_LONG.formatted(truth, most, count))
                .orElse(count);
    }
}
