package io.trakkit.query.booking;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Isin;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import io.trakkit.store.query.trades.BookingCriteria;
import io.trakkit.store.query.trades.KnownBookings;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.store.query.trades.TradeFilter;
import io.trakkit.store.query.trades.TradeHistories;
import io.trakkit.store.query.trades.TradePages;
import io.trakkit.store.query.trades.TradeSort;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.json.Printable;
import io.trakkit.wire.trade.TradeJson;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The reads about trades. */
@RestController
@RequestMapping(path = "/api/v1/trade", produces = MediaType.APPLICATION_JSON_VALUE)
class TradeController extends BookingController<TradeFilter> {

    private final TradePages trades;

    TradeController(
            TradePages trades, KnownBookings known, RefusedTrades refusedTrades, TradeHistories tradeHistories) {
        super(BookingKind.TRADE, "trades", TradeJson.MEMBERS, known, refusedTrades, tradeHistories);
        this.trades = trades;
    }

    @Override
    TradeFilter filter(BookingCriteria criteria, QueryParameters parameters) {
        return new TradeFilter(
                criteria,
                Optional.ofNullable(parameters.value("isin", Isin::parse)),
                Optional.ofNullable(parameters.value("trade_type", TradeController::side)));
    }

    private static Side side(String text) {
        if (!text.matches("[0-9]")) {
            throw new InvalidValueException("must be 1 (buy) or 2 (sell), not \"" + Printable.of(text) + '"');
        }
        return Side.ofCode(Integer.parseInt(text));
    }

    @Override
    Map<String, Optional<?>> own(TradeFilter filter) {
        return Map.of("isin", filter.isin(), "trade_type", filter.side());
    }

    @Override
    Slice<AcceptedTrade> page(
            ClientId client, TradeFilter filter, TradeSort by, Direction direction, Window<TradeSort.Key> window) {
        return trades.page(client, filter, by, direction, window);
    }
}
