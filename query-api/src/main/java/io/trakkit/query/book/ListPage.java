package io.trakkit.query.book;

import io.trakkit.query.page.ListShape;
import io.trakkit.query.page.Page;
import io.trakkit.query.page.PageOfRows;
import io.trakkit.query.page.Paging;
import io.trakkit.store.query.page.Direction;
import java.util.List;
import java.util.Map;

/** The lists of this package: by time, with the oldest first unless asked otherwise. */
final class ListPage {

    private ListPage() {}

    /** A list that can be ordered by its time alone. */
    static ListShape<Row> shape(String name, String time, List<String> fields) {
        return new ListShape<>(
                name,
                fields,
                Map.of(time, List.of("ticker", "ref_id")),
                new ListShape.Ordering(time, Direction.ASCENDING),
                Row::texts,
                Row::of);
    }

    static <T> PageOfRows<Row, T> rows(Paging<Row> paging) {
        return new PageOfRows<>(paging.ordering().direction(), paging.window());
    }

    static <T> Page page(Paging<Row> paging, PageOfRows<Row, T> rows) {
        return paging.page(rows.slice(), Map.Entry::getKey, Map.Entry::getValue);
    }
}
