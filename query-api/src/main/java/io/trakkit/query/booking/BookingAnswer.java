package io.trakkit.query.booking;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.update.Accepted;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.store.query.trades.KnownBooking;
import io.trakkit.store.query.trades.RefusedTrade;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.wire.trade.ActivityJson;
import io.trakkit.wire.trade.TradeFields;
import io.trakkit.wire.trade.TradeJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trade or an activity in answers: the schemas KnownTrade and KnownActivity of docs/openapi.yaml. A field that it does not
 * have is null, and so is one that cannot be read in a refused record.
 */
final class BookingAnswer {

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private BookingAnswer() {}

    static ObjectNode of(BookingKind kind, KnownBooking known) {
        return switch (known) {
            case KnownBooking.Stored(Accepted booking) -> of(booking);
            case KnownBooking.Refused(RefusedTrade creation) -> of(kind, creation);
        };
    }

    static ObjectNode of(Accepted booking) {
        return switch (booking) {
            case AcceptedTrade trade -> TradeJson.withOutcome(TradeJson.allNull(), trade);
            case AcceptedActivity activity -> ActivityJson.withOutcome(ActivityJson.allNull(), activity);
        };
    }

    static ObjectNode of(BookingKind kind, RefusedTrade refused) {
        ObjectNode json = switch (kind) {
            case TRADE -> TradeJson.allNull();
            case ACTIVITY -> ActivityJson.allNull();
        };
        if (CODEC.decode(refused.value()) instanceof Decoded.Event(TradeEvent.Creation created)
                && BookingKind.of(created.booked()) == kind) {
            switch (created.booked()) {
                case Trade trade -> TradeJson.withFields(json, trade);
                case Activity activity -> ActivityJson.withFields(json, activity);
            }
        } else {
            writeHints(json, refused);
        }
        return TradeJson.withRefusal(json, refused.reason().wireName(), refused.detail(), refused.loggedAt());
    }

    private static void writeHints(ObjectNode json, RefusedTrade refused) {
        json.put(TradeFields.REF_ID.name(), refused.refId().value());
        refused.user().ifPresent(user -> json.put(TradeFields.USER_ID.name(), user.value()));
        refused.portfolio().ifPresent(portfolio -> json.put(TradeFields.PORTFOLIO.name(), portfolio.value()));
        refused.ticker().ifPresent(ticker -> json.put(TradeFields.TICKER.name(), ticker.value()));
    }
}
