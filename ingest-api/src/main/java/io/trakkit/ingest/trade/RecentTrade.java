package io.trakkit.ingest.trade;

import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Fingerprint;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import java.util.Optional;

/**
 * A trade that this instance published recently.
 *
 * @param trade as amended by what was published here since
 * @param creation what its creation said
 * @param published the creation's place in the log; empty if it was not published here
 * @param updatedAt when the latest event known here was received
 */
public record RecentTrade(
        Trade trade, Fingerprint creation, Optional<Question> published, Instant createdAt, Instant updatedAt) {

    static RecentTrade created(TradeEvent.Created event, LogPosition position) {
        Question question =
                new Question(event.client(), event.eventId(), event.trade().refId(), position);
        return new RecentTrade(
                event.trade(), event.fingerprint(), Optional.of(question), event.occurredAt(), event.occurredAt());
    }

    static RecentTrade stored(AcceptedTrade stored) {
        return new RecentTrade(
                stored.trade(), stored.fingerprint(), Optional.empty(), stored.createdAt(), stored.updatedAt());
    }

    /** Amended by an event received at that time; clocks of instances differ, but times never go back. */
    RecentTrade amended(Amendment amendment, Instant at) {
        Instant later = at.isAfter(updatedAt) ? at : updatedAt;
        return new RecentTrade(trade.amended(amendment), creation, published, createdAt, later);
    }

    /** The trade of the database, unless this instance published a later event. */
    RecentTrade orStored(AcceptedTrade stored) {
        boolean sameTrade = creation.equals(stored.fingerprint());
        return sameTrade && updatedAt.isAfter(stored.updatedAt()) ? this : stored(stored);
    }
}
