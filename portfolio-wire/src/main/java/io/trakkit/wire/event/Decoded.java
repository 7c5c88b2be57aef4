package io.trakkit.wire.event;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;

/** The result of decoding the value of a record. */
public sealed interface Decoded {

    /** It is an event. */
    record Event(TradeEvent event) implements Decoded {}

    /**
     * It can never be one.
     *
     * @param detail what is wrong, for a person to read; at most {@value TradeEventCodec#MAX_DETAIL} characters
     * @param hints what could be made out all the same
     */
    record Undecodable(DeadLetterReason reason, String detail, Hints hints) implements Decoded {}
}
