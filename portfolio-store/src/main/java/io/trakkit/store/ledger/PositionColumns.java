package io.trakkit.store.ledger;

import static io.trakkit.store.postgres.BinaryArray.ElementType.NUMERIC;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TEXT;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TIMESTAMPTZ;

import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.store.postgres.BinaryArray.ElementType;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;

/**
 * The columns of a position and its last trade, which {@code summaries} and {@code checkpoints} share. {@link
 * Rows#position} and {@link Rows#lastTrade} read them.
 */
public final class PositionColumns {

    public static final List<Column<?>> ALL = List.of(
            new Column<>("held", NUMERIC, false, h -> h.position().held()),
            new Column<>("cost", NUMERIC, false, h -> h.position().cost()),
            new Column<>("fees", NUMERIC, false, h -> h.position().fees()),
            new Column<>("realised", NUMERIC, false, h -> h.position().realised()),
            new Column<>("income", NUMERIC, false, h -> h.position().income()),
            new Column<>("local_currency", TEXT, true, PositionColumns::localCurrency),
            new Column<>("local_cost", NUMERIC, true, h -> foreign(h, LocalAmounts.Foreign::cost)),
            new Column<>("local_realised", NUMERIC, true, h -> foreign(h, LocalAmounts.Foreign::realised)),
            new Column<>(
                    "last_price",
                    NUMERIC,
                    true,
                    h -> last(h, trade -> trade.price().value())),
            new Column<>("last_traded_at", TIMESTAMPTZ, true, h -> last(h, LastTrade::time)),
            new Column<>(
                    "last_currency",
                    TEXT,
                    true,
                    h -> lastConversion(h, one -> one.currency().value())),
            new Column<>(
                    "last_fx_rate",
                    NUMERIC,
                    true,
                    h -> lastConversion(h, one -> one.rate().value())));

    /**
     * A column.
     *
     * @param nullable whether it can be NULL; if not, it is a number, and 0 for an empty position
     * @param value its value for a position; null for SQL's NULL
     */
    public record Column<E>(
            String name, ElementType<E> type, boolean nullable, Function<HeldPosition, @Nullable E> value) {}

    private PositionColumns() {}

    private static @Nullable String localCurrency(HeldPosition held) {
        return switch (held.position().local()) {
            case LocalAmounts.None _ -> held.lastTrade() == null ? null : Rows.NOTHING_MOVED;
            case LocalAmounts.InPortfolioCurrency _ -> Rows.PORTFOLIO_CURRENCY;
            case LocalAmounts.Mixed _ -> Rows.MIXED_CURRENCIES;
            case LocalAmounts.Foreign one -> one.currency().value();
        };
    }

    private static <E> @Nullable E foreign(HeldPosition held, Function<LocalAmounts.Foreign, E> amount) {
        return held.position().local() instanceof LocalAmounts.Foreign one ? amount.apply(one) : null;
    }

    private static <E> @Nullable E last(HeldPosition held, Function<LastTrade, E> value) {
        LastTrade last = held.lastTrade();
        return last == null ? null : value.apply(last);
    }

    private static <E> @Nullable E lastConversion(HeldPosition held, Function<Conversion, E> value) {
        LastTrade last = held.lastTrade();
        Optional<Conversion> conversion = last == null ? Optional.empty() : last.conversion();
        return conversion.map(value).orElse(null);
    }

    /** All names in a format with one or more {@code %1$s}, separated by commas. */
    public static String each(String format) {
        return ALL.stream().map(column -> format.formatted(column.name())).collect(Collectors.joining(", "));
    }

    /** All names, for a SELECT or an INSERT. */
    public static String names() {
        return each("%s");
    }

    /** The names of all columns of a table alias. */
    public static String of(String alias) {
        return each(alias + ".%s");
    }

    /** Sets an array per column, under its name, as a parameter of a statement. */
    static <T> RoundTrip.Statement arrays(
            RoundTrip.Statement statement, Collection<T> rows, Function<T, HeldPosition> position) {
        List<HeldPosition> positions = rows.stream().map(position).toList();
        ALL.forEach(column -> statement.param(column.name(), array(positions, column)));
        return statement;
    }

    private static <E> SqlTypeValue array(List<HeldPosition> positions, Column<E> column) {
        return SqlArrays.of(column.type(), positions, column.value());
    }
}
