package io.trakkit.store.ledger;

import static io.trakkit.store.postgres.BinaryArray.ElementType.BOOL;
import static io.trakkit.store.postgres.BinaryArray.ElementType.INT8;
import static io.trakkit.store.postgres.BinaryArray.ElementType.NUMERIC;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TEXT;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TIMESTAMPTZ;
import static io.trakkit.store.postgres.BinaryArray.ElementType.UUID;

import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.postgres.Rows;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The columns of the table {@code activities}, without the generation. All statements about whole rows take them from here: to
 * insert, update, read, copy and compare.
 */
public final class ActivityColumns {

    /** All columns. */
    public static final List<BookingColumn<AcceptedActivity, ?>> ALL = List.of(
            BookingColumn.key("client_id", TEXT, a -> a.client().value()),
            BookingColumn.key("ref_id", TEXT, a -> a.activity().refId().value()),
            BookingColumn.key(
                    "portfolio_id", INT8, a -> a.activity().portfolio().value()),
            BookingColumn.key("ticker", TEXT, a -> a.activity().keyTicker().value()),
            BookingColumn.fixed("user_id", TEXT, a -> a.activity().user().value()),
            BookingColumn.fixed("type", TEXT, a -> a.activity().type().wireName()),
            BookingColumn.updated("status", TEXT, a -> a.activity().status().wireName()),
            BookingColumn.updated("executed_at", TIMESTAMPTZ, a -> a.activity().executedAt()),
            BookingColumn.outcome("state", TEXT, a -> a.state().wireName()),
            BookingColumn.outcome("held_at_rejection", NUMERIC, a -> a.outcome().held()),
            BookingColumn.updated("version", INT8, AcceptedActivity::version),
            BookingColumn.fixed("fingerprint", UUID, a -> a.fingerprint().value()),
            BookingColumn.fixed("created_at", TIMESTAMPTZ, AcceptedActivity::createdAt),
            BookingColumn.updated("updated_at", TIMESTAMPTZ, AcceptedActivity::updatedAt),
            BookingColumn.optional(
                    "volume", NUMERIC, a -> terms(a).volume().map(Volume::value).orElse(null)),
            BookingColumn.optional("total", NUMERIC, a -> terms(a).total().orElse(null)),
            BookingColumn.optional("per_unit", NUMERIC, a -> terms(a).perUnit().orElse(null)),
            BookingColumn.optional(
                    "numerator",
                    NUMERIC,
                    a -> terms(a).ratio().map(Ratio::numerator).orElse(null)),
            BookingColumn.optional(
                    "denominator",
                    NUMERIC,
                    a -> terms(a).ratio().map(Ratio::denominator).orElse(null)),
            BookingColumn.optional("whole", BOOL, a -> terms(a).whole() ? true : null),
            BookingColumn.optional(
                    "tax",
                    NUMERIC,
                    a -> a.activity().tax().isZero() ? null : a.activity().tax().value()),
            BookingColumn.optional("currency", TEXT, TradeColumns::currency),
            BookingColumn.optional("fx_rate", NUMERIC, TradeColumns::fxRate),
            BookingColumn.optional("fx_looked_up", BOOL, TradeColumns::fxLookedUp));

    private ActivityColumns() {}

    private static ActivityTerms terms(AcceptedActivity accepted) {
        return accepted.activity().terms();
    }

    /** The names of all columns of a table alias, for a SELECT that {@link #activity(ResultSet)} reads. */
    public static String of(String alias) {
        return BookingColumn.each(ALL, alias + ".%s");
    }

    /** The same under names with a prefix, for a SELECT that has other columns of these names. */
    public static String of(String alias, String prefix) {
        return BookingColumn.each(ALL, alias + ".%1$s AS " + prefix + "%1$s");
    }

    /** The names of all columns, for an INSERT … SELECT. */
    public static String names() {
        return BookingColumn.each(ALL, "%s");
    }

    /** Reads a row. */
    public static AcceptedActivity activity(ResultSet row) throws SQLException {
        return activity(row, "");
    }

    /** Reads a row whose columns have names with a prefix. */
    public static AcceptedActivity activity(ResultSet row, String prefix) throws SQLException {
        Ticker ticker = new Ticker(row.getString(prefix + "ticker"));
        Activity activity = new Activity(
                new RefId(row.getString(prefix + "ref_id")),
                new UserId(row.getString(prefix + "user_id")),
                new PortfolioId(row.getLong(prefix + "portfolio_id")),
                ticker.equals(Ticker.CASH) ? Optional.empty() : Optional.of(ticker),
                terms(row, prefix),
                TradeStatus.parse(row.getString(prefix + "status")),
                Rows.time(row, prefix + "executed_at"),
                Rows.money(row.getBigDecimal(prefix + "tax")),
                Rows.conversion(
                        row.getString(prefix + "currency"),
                        row.getBigDecimal(prefix + "fx_rate"),
                        row.getBoolean(prefix + "fx_looked_up")));
        return new AcceptedActivity(
                new ClientId(row.getString(prefix + "client_id")),
                activity,
                new FoldOutcome(
                        TradeState.parse(row.getString(prefix + "state")),
                        row.getBigDecimal(prefix + "held_at_rejection")),
                row.getLong(prefix + "version"),
                new Fingerprint(Rows.uuid(row, prefix + "fingerprint")),
                Rows.time(row, prefix + "created_at"),
                Rows.time(row, prefix + "updated_at"));
    }

    static ActivityTerms terms(ResultSet row, String prefix) throws SQLException {
        BigDecimal numerator = row.getBigDecimal(prefix + "numerator");
        BigDecimal denominator = row.getBigDecimal(prefix + "denominator");
        return new ActivityTerms(
                ActivityType.parse(row.getString(prefix + "type")),
                Optional.ofNullable(row.getBigDecimal(prefix + "volume")).map(Volume::new),
                Optional.ofNullable(row.getBigDecimal(prefix + "total")),
                Optional.ofNullable(row.getBigDecimal(prefix + "per_unit")),
                numerator == null || denominator == null
                        ? Optional.empty()
                        : Optional.of(new Ratio(numerator, denominator)),
                row.getBoolean(prefix + "whole"));
    }
}
