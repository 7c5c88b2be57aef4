package io.trakkit.ingest.bulk;

import io.trakkit.domain.TradeEvent;
import io.trakkit.store.Verdicts.Question;
import io.trakkit.wire.http.InputError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record's way to its result line; or, as the last one, why none follow. In the order of the body. */
sealed interface Step {

    /** It was refused as it stands. */
    record Refused(long line, @Nullable String refId, int status, List<InputError> errors) implements Step {}

    /** It had been published before, by the event of the question. */
    record Repeated(long line, Question question) implements Step {}

    /** It has the ref_id of a record before it that was still on its way. */
    record Following(long line, TradeEvent.Created event, OnItsWay first) implements Step {}

    /** It was handed to the log. */
    record Published(long line, OnItsWay onItsWay) implements Step {}

    /** All of the body was read. */
    record Complete() implements Step {}

    /** Nothing is read from this line on. */
    record BrokenOff(long line, int status, String detail) implements Step {}
}
