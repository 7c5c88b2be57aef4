package io.trakkit.worker.apply;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.store.ledger.Journal.EventKey;

/** A record of the log whose value is an event, in the partition of its key. */
record LoggedEvent(LogRecord record, TradeEvent event) implements DecodedRecord {

    EventKey eventKey() {
        return new EventKey(event.client(), event.eventId());
    }
}
