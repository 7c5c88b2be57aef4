package io.trakkit.query.page;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.query.page.ListShape.Ordering;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.json.Printable;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * The requested page of a list: by number within the first {@value #REACH} rows, or by cursor.
 *
 * @param <K> the key of a row in an order
 */
public final class Paging<K> {

    /** The most rows that {@code page} reaches; the links reach the rows after them. */
    static final int REACH = 10_000;

    private static final int DEFAULT_SIZE = 10;
    private static final int MAX_SIZE = 1_000;

    private final ListShape<K> shape;
    private final Ordering ordering;
    private final Window<K> window;
    private final Fields fields;
    private final HttpServletRequest request;

    private Paging(ListShape<K> shape, Ordering ordering, Window<K> window, Fields fields, HttpServletRequest request) {
        this.shape = shape;
        this.ordering = ordering;
        this.window = window;
        this.fields = fields;
        this.request = request;
    }

    /**
     * Reads page, page_size, ordering, fields and cursor. Errors are added to the parameters; the caller throws them.
     */
    public static <K> Paging<K> read(ListShape<K> shape, QueryParameters parameters, HttpServletRequest request) {
        int size = parameters.integer("page_size", DEFAULT_SIZE, 1, MAX_SIZE);
        Ordering asked = shape.orders().isEmpty() ? null : parameters.value("ordering", text -> ordering(shape, text));
        Ordering ordering = asked == null ? shape.byDefault() : asked;
        Fields fields = Fields.read(parameters, shape.fields());
        Window.Start<K> cursor = parameters.value("cursor", text -> start(shape, ordering, text));
        Integer page = parameters.value("page", text -> page(text, size));
        if (cursor != null && page != null) {
            parameters.error("page", "can't be combined with cursor");
        }
        Window.Start<K> start =
                cursor != null ? cursor : new Window.Start.Skipping<>(page == null ? 0 : (page - 1) * size);
        return new Paging<>(shape, ordering, new Window<>(size, start), fields, request);
    }

    private static Integer page(String text, int size) {
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) == 0) {
            throw new InvalidValueException("must be a whole number of 1 or more, not \"" + Printable.of(text) + '"');
        }
        int page = Integer.parseInt(text);
        if ((long) page * size > REACH) {
            throw new InvalidValueException("reaches the first " + REACH
                    + " rows only; follow the next link of an earlier page to go on from there");
        }
        return page;
    }

    /** One field, with - for descending. The fields that break its ties may follow, in the same direction. */
    private static Ordering ordering(ListShape<?> shape, String text) {
        List<String> parts = Arrays.asList(text.split(",", -1));
        Direction direction = parts.getFirst().startsWith("-") ? Direction.DESCENDING : Direction.ASCENDING;
        String sign = direction == Direction.DESCENDING ? "-" : "";
        String field = parts.getFirst().substring(sign.length());
        List<String> ties = shape.orders().get(field);
        if (ties == null || !parts.subList(1, parts.size()).equals(signed(ties, sign, parts.size() - 1))) {
            throw new InvalidValueException("must be one of "
                    + String.join(", ", new TreeSet<>(shape.orders().keySet()))
                    + ", with - before it for descending; ties are broken in the same direction");
        }
        return new Ordering(field, direction);
    }

    private static List<String> signed(List<String> ties, String sign, int count) {
        return ties.stream().limit(count).map(tie -> sign + tie).toList();
    }

    private static <K> Window.Start<K> start(ListShape<K> shape, Ordering ordering, String text) {
        Cursor cursor = Cursor.parse(text);
        if (!cursor.list().equals(shape.name()) || !cursor.ordering().equals(ordering.toString())) {
            throw Cursor.unknown();
        }
        K place;
        try {
            place = shape.fromTexts().apply(cursor.place());
        } catch (RuntimeException e) {
            throw Cursor.unknown();
        }
        return switch (cursor.side()) {
            case AFTER -> new Window.Start.After<>(place);
            case BEFORE -> new Window.Start.Before<>(place);
        };
    }

    public Window<K> window() {
        return window;
    }

    public Ordering ordering() {
        return ordering;
    }

    /** The answer with the rows that were found. */
    public <T> Page page(Slice<T> slice, Function<T, K> place, Function<T, ?> answer) {
        List<T> rows = slice.rows();
        K first = rows.isEmpty() ? null : place.apply(rows.getFirst());
        K last = rows.isEmpty() ? null : place.apply(rows.getLast());
        boolean goesOn;
        boolean hasBefore;
        switch (window.start()) {
            case Window.Start.Skipping<K> skipping -> {
                goesOn = slice.more();
                hasBefore = skipping.rows() > 0;
            }
            case Window.Start.After<K> after -> {
                goesOn = slice.more();
                hasBefore = true;
                first = first == null ? after.key() : first;
            }
            case Window.Start.Before<K> before -> {
                goesOn = true;
                hasBefore = slice.more();
                last = last == null ? before.key() : last;
            }
        }
        String self = goesOn || hasBefore ? self() : "";
        return new Page(
                Math.min(slice.total(), Slice.COUNTED),
                goesOn ? link(self, Cursor.Side.AFTER, last) : null,
                hasBefore ? link(self, Cursor.Side.BEFORE, first) : null,
                rows.stream().map(answer).map(fields::select).toList());
    }

    /** The address of the request with the cursor instead of the page; null if there is no row for a cursor. */
    private @Nullable String link(String self, Cursor.Side side, @Nullable K place) {
        if (place == null) {
            return null;
        }
        return self
                + new Cursor(
                                shape.name(),
                                ordering.toString(),
                                side,
                                shape.toTexts().apply(place))
                        .text();
    }

    /** The address of the request, as the client knows it, up to the cursor. */
    private String self() {
        StringBuilder self = new StringBuilder(request.getRequestURL());
        if (self.charAt(self.length() - 1) != '/') {
            self.append('/');
        }
        String asked = request.getQueryString() == null ? "" : request.getQueryString();
        self.append('?');
        for (String pair : asked.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!pair.isEmpty() && !name.equals("page") && !name.equals("cursor")) {
                self.append(encoded(name))
                        .append('=')
                        .append(encoded(pair.substring(name.length() + (equals < 0 ? 0 : 1))))
                        .append('&');
            }
        }
        return self.append("cursor=").toString();
    }

    /** Encodes the query: a caller may send characters unencoded that a link must not contain. */
    private static String encoded(String given) {
        return UriUtils.encode(URLDecoder.decode(given, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
