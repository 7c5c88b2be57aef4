package io.trakkit.ingest.inbound;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.ingest.bulk.result.RecordResult;

/** What becomes of an inbound record. */
sealed interface Checked {

    /** It is valid and new: it is published. */
    record New(TradeEvent.Creation event) implements Checked {}

    /** The log has it already. */
    record Repeat(String refId) implements Checked {}

    /** It is not published. */
    record Refused(RecordResult.Refused refused) implements Checked {}
}
