package io.trakkit.query.explain;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.explain.ExplainedRecord;
import io.trakkit.domain.explain.Explainer;
import io.trakkit.domain.explain.Figure;
import io.trakkit.domain.history.TradeHistoryVisitor;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.page.PageOfRows;
import io.trakkit.store.query.trades.RefusedOfPosition;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Explains the records of one ticker while they go by, and keeps the rows of one page. */
final class PositionReader implements TradeHistoryVisitor {

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private final Explainer explainer;
    private final @Nullable Figure only;
    private final Instant until;
    private final PageOfRows<RecordKey, ExplainedRow> rows;
    private long records;
    private boolean isKnown;

    /**
     * @param only of records that did not change this number there are no rows; null for all
     * @param until of refused records that were received and executed later there are no rows
     */
    PositionReader(
            CostMethod method,
            BookRules rules,
            @Nullable Figure only,
            Instant until,
            PageOfRows<RecordKey, ExplainedRow> rows) {
        explainer = new Explainer(method, rules);
        this.only = only;
        this.until = until;
        this.rows = rows;
    }

    @Override
    public void begin(Ticker ticker, Position position, @Nullable LastTrade lastTrade) {
        isKnown = true;
    }

    @Override
    public void next(FoldedRecord foldedRecord, Instant countsFrom) {
        ExplainedRecord explained = explainer.next(foldedRecord);
        records++;
        if (only == null || explained.changes(only)) {
            rows.add(
                    RecordKey.of(foldedRecord.tradeOrder()),
                    () -> new ExplainedRow.Folded(records, countsFrom, explained));
        }
    }

    void refused(RefusedOfPosition.Refused refused) {
        isKnown = true;
        Instant loggedAt = refused.creation().loggedAt();
        Optional<Booking> booking = booking(refused);
        Instant at = booking.map(Booking::executedAt).orElse(loggedAt);
        boolean isLater = at.isAfter(until) && loggedAt.isAfter(until);
        if (only == null && !isLater) {
            RecordKey place = new RecordKey(
                    at,
                    booking.map(PositionReader::rank).orElse(RecordKey.UNREAD),
                    refused.creation().refId().value(),
                    RecordKey.text(refused.creation().origin()));
            rows.add(place, () -> new ExplainedRow.Refused(refused, booking));
        }
    }

    private static int rank(Booking booking) {
        return booking instanceof Trade trade ? Rank.of(trade.side()).code() : Rank.ACTIVITY.code();
    }

    private static Optional<Booking> booking(RefusedOfPosition.Refused refused) {
        return CODEC.decode(refused.creation().value()) instanceof Decoded.Event(TradeEvent.Creation created)
                        && BookingKind.of(created.booked()) == refused.kind()
                ? Optional.of(created.booked())
                : Optional.empty();
    }

    /** Whether there is any record of the ticker, counted or refused. */
    boolean isKnown() {
        return isKnown;
    }

    /** The position after the last record. */
    Position position() {
        return explainer.position();
    }
}
