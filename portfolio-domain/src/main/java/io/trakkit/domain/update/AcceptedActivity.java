package io.trakkit.domain.update;

import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.TradeOrder;
import java.time.Instant;

/** An activity that the worker has accepted, with all its amendments; the components are those of {@link Accepted}. */
public record AcceptedActivity(
        ClientId client,
        Activity activity,
        FoldOutcome outcome,
        long version,
        Fingerprint fingerprint,
        Instant createdAt,
        Instant updatedAt)
        implements Accepted {

    static AcceptedActivity created(TradeEvent.ActivityCreated event, Fingerprint fingerprint) {
        return new AcceptedActivity(
                event.client(),
                event.activity(),
                FoldOutcome.unfolded(event.activity().status()),
                1,
                fingerprint,
                event.occurredAt(),
                event.occurredAt());
    }

    AcceptedActivity amended(TradeEvent.ActivityAmended event) {
        return new AcceptedActivity(
                client,
                activity.amended(event.amendment()),
                outcome,
                version + 1,
                fingerprint,
                createdAt,
                updatedAt.isAfter(event.occurredAt()) ? updatedAt : event.occurredAt());
    }

    @Override
    public AcceptedActivity withOutcome(FoldOutcome folded) {
        return new AcceptedActivity(client, activity, folded, version, fingerprint, createdAt, updatedAt);
    }

    @Override
    public Booking booking() {
        return activity;
    }

    @Override
    public TradeOrder tradeOrder() {
        return new TradeOrder(activity.executedAt(), Rank.ACTIVITY, activity.refId());
    }

    @Override
    public FoldedActivity foldedRecord() {
        return new FoldedActivity(
                tradeOrder(), activity.terms(), activity.tax(), activity.conversion(), activity.status(), outcome);
    }
}
