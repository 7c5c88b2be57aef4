package io.trakkit.worker.apply;

import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.store.ledger.Journal.EventKey;

/**
 * A record of the log whose value is an event, in the partition of its key.
 *
 * @param fingerprint that of the event: a SHA-256, computed once for the journal and for the row of a new trade
 */
record LoggedEvent(LogRecord record, TradeEvent event, Fingerprint fingerprint) implements DecodedRecord {

    static LoggedEvent of(LogRecord record, TradeEvent event) {
        return new LoggedEvent(record, event, event.fingerprint());
    }

    EventKey eventKey() {
        return new EventKey(event.client(), event.eventId());
    }
}
