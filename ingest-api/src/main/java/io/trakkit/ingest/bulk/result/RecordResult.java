package io.trakkit.ingest.bulk.result;

import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.wire.http.problem.InputError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of one record, in the order of the body; the last one says why none follow. */
public sealed interface RecordResult {

    /** It was refused as it stands. */
    record Refused(long line, @Nullable String refId, int status, List<InputError> errors) implements RecordResult {}

    /** It had been published before, by the event of the question. */
    record Repeated(long line, Question question) implements RecordResult {}

    /** It has the ref_id of a record before it that was still on its way. */
    record Following(long line, TradeEvent.Created event, PendingRecord first) implements RecordResult {}

    /** It was handed to the log. */
    record Published(long line, PendingRecord onItsWay) implements RecordResult {}

    /** All of the body was read. */
    record Complete() implements RecordResult {}

    /** Reading ends at this line. */
    record BrokenOff(long line, int status, String detail) implements RecordResult {}
}
