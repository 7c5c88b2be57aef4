package io.trakkit.worker.apply;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.Hints;
import io.trakkit.wire.event.TradeEventCodec;
import org.jspecify.annotations.Nullable;

/** Reads the subject of a dead letter from its value, as far as the value is readable. */
public final class DeadLetterSubjects {

    private DeadLetterSubjects() {}

    /** The subject, from the value alone. */
    public static DeadLetter.About of(TradeEventCodec codec, byte @Nullable [] value) {
        return switch (codec.decode(value)) {
            case Decoded.Event decoded -> of(codec.hintsOf(decoded.event()));
            case Decoded.Undecodable undecodable -> of(undecodable.hints());
        };
    }

    static DeadLetter.About of(Hints hints) {
        return new DeadLetter.About(
                hints.client() == null ? ClientId.DEFAULT : new ClientId(hints.client()),
                hints.eventId(),
                hints.type(),
                hints.refId(),
                hints.userId(),
                hints.portfolio(),
                hints.ticker());
    }
}
