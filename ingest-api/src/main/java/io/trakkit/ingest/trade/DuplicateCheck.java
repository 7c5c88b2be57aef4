package io.trakkit.ingest.trade;

import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.RefIdConflict;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.query.trades.KnownTrade;
import io.trakkit.store.query.trades.KnownTrades;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds out whether this instance published a trade before; the worker decides in any case. */
@Component
public final class DuplicateCheck {

    private final RecentTrades recent;
    private final Database database;
    private final KnownTrades knownTrades;

    DuplicateCheck(RecentTrades recent, Database database) {
        this.recent = recent;
        this.database = database;
        knownTrades = new KnownTrades(database.jdbc());
    }

    /** Whether a trade is new among those that are remembered. */
    public sealed interface DuplicateStatus {

        /** Publish it. */
        record New() implements DuplicateStatus {}

        /** It was published here before, with the same content. */
        record Repeat(RecentTrade trade) implements DuplicateStatus {}

        /** Another trade has its ref_id. */
        record Conflict(RecentTrade trade) implements DuplicateStatus {

            /** Whether both got their ref_id from one Idempotency-Key. */
            public boolean ofOneKey(TradeEvent.Created event) {
                return trade.published()
                        .filter(published -> published.eventId().equals(event.eventId()))
                        .isPresent();
            }

            /**
             * The message for the caller.
             *
             * @param what what the caller sent, such as {@code this line}
             */
            public String inWords(TradeEvent.Created event, String what) {
                return ofOneKey(event)
                        ? event.type().keyAlreadyUsed(event.type())
                        : RefIdConflict.inWords(trade.trade(), event, what);
            }
        }
    }

    private static final DuplicateStatus NEW = new DuplicateStatus.New();

    /** Compares a trade that is about to be published with those that were. */
    public DuplicateStatus check(TradeEvent.Created event) {
        Optional<RecentTrade> known = recent.find(event.client(), event.trade().refId());
        if (known.isEmpty()) {
            return NEW;
        }
        RecentTrade trade = known.get();
        if (trade.creation().equals(event.fingerprint())) {
            return trade.published().isPresent() ? new DuplicateStatus.Repeat(trade) : NEW;
        }
        if (!isStored(event)) {
            return new DuplicateStatus.Conflict(trade);
        }
        // The remembered trade lost its ref_id to this one, which another instance published.
        trade.published().ifPresent(lost -> recent.forget(lost.client(), lost.refId(), lost.origin()));
        return NEW;
    }

    /** Whether the database has the trade with the content that this creation has. */
    private boolean isStored(TradeEvent.Created event) {
        try {
            return database
                    .read(() -> knownTrades.find(event.client(), event.trade().refId()))
                    .stream()
                    .anyMatch(known -> known instanceof KnownTrade.Accepted(AcceptedTrade trade)
                            && trade.fingerprint().equals(event.fingerprint()));
        } catch (DatabaseUnavailableException e) {
            return false;
        }
    }

    /** Remembers a trade that Kafka has acknowledged at that place. */
    public RecentTrade remember(TradeEvent.Created event, LogPosition position) {
        RecentTrade trade = RecentTrade.created(event, position);
        recent.remember(event.client(), trade);
        return trade;
    }

    /** Forgets a trade whose creation the worker has refused. */
    public void forget(Question refused) {
        recent.forget(refused.client(), refused.refId(), refused.origin());
    }
}
