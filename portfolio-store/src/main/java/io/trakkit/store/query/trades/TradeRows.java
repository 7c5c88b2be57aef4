package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.query.page.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Maps rows of the table of trades. */
final class TradeRows {

    private TradeRows() {}

    static ListedTrade listedTrade(ResultSet row) throws SQLException {
        return new ListedTrade(
                trade(row),
                new FoldOutcome(TradeState.parse(row.getString("state")), row.getBigDecimal("held_at_rejection")),
                row.getLong("version"),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }

    private static Trade trade(ResultSet row) throws SQLException {
        return new Trade(
                new RefId(row.getString("ref_id")),
                new UserId(row.getString("user_id")),
                Columns.portfolio(row),
                Side.ofCode(row.getInt("side")),
                SecurityType.parse(row.getString("security_type")),
                Columns.ticker(row),
                new Volume(row.getBigDecimal("volume")),
                new Price(row.getBigDecimal("price")),
                TradeStatus.parse(row.getString("status")),
                Columns.time(row, "executed_at"));
    }
}
