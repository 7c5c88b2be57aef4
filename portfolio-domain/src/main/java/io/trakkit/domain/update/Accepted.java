package io.trakkit.domain.update;

import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import java.time.Instant;
import java.util.Optional;

/** A trade or an activity that the worker has accepted, with all its amendments. */
public sealed interface Accepted permits AcceptedTrade, AcceptedActivity {

    ClientId client();

    Booking booking();

    /** The result of the fold. */
    FoldOutcome outcome();

    /** The number of its accepted events, from 1 on. */
    long version();

    /** The fingerprint of its creation; a later creation of the same ref_id is compared with it. */
    Fingerprint fingerprint();

    /** When its creation was received. */
    Instant createdAt();

    /** The latest time at which one of its events was received. */
    Instant updatedAt();

    TradeOrder tradeOrder();

    /** The fields that the fold reads. */
    FoldedRecord foldedRecord();

    /** The same with another outcome. */
    Accepted withOutcome(FoldOutcome folded);

    default RefId refId() {
        return booking().refId();
    }

    default TradeState state() {
        return outcome().state();
    }

    /** Why it was rejected, as a word; empty if it was not. */
    default Optional<String> reason() {
        return outcome().reason(booking());
    }

    /** Why it was rejected; empty if it was not, or the reason is unknown. */
    default Optional<String> detail() {
        return outcome().detail(booking());
    }

    /** The key of the position that it belongs to. */
    default PositionKey key() {
        return new PositionKey(client(), booking().portfolio(), booking().keyTicker());
    }
}
